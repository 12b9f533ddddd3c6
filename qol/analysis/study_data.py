"""One study's data as tables: what datasets are written from and reports are computed from.

Every table is pseudonymous. Months are days / 30.4375. Missing is NaN (numbers) or None (words).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from qol.analysis.disease_set import SpeaksOf
from qol.analysis.plan_standing import PlanStanding
from qol.course.protocol import Protocol
from qol.instruments.definition import Instrument

FORM_COLUMNS = (
    "patient", "site", "group", "sex", "visit", "also_visit", "visit_order", "visit_label", "scheduled", "on_date",
    "study_day", "months", "assessment", "form", "attempt", "status", "mode", "completed_on", "received_on",
    "entered_on", "language", "instrument", "edition", "version", "scoring_hash", "wording_kind", "wording_notice",
    "strategy", "rectum", "stoma", "stoma_intent", "organ_preserved",
)  # fmt: skip
"""What every row of `forms`, `items` and `scores` begins with.

study_day: days since the protocol's study clock (negative before it, empty where the clock has not started or
the form has no date); months: the same in months. visit is empty for a form outside every window. also_visit: the
calendar visit that a form of an event visit answers too.
"""

CORRECTION_COLUMNS = ("item", "answer_version", "old_value", "new_value", "corrected_on", "reason_kind")
"""What a row of `corrections` says beyond its form."""

QUERY_COLUMNS = (
    "query", "patient", "site", "kind", "since", "state", "form", "item", "visit", "answers", "answer", "answered_on",
)  # fmt: skip
"""What a row of `queries` says. state: open, answered or settled; answers: how many were given, the last beside it."""

ATTENTION_COLUMNS = (
    "patient", "visit", "form", "instrument", "item", "answer_version", "state", "raised_on", "look_by", "seen_on",
)  # fmt: skip
"""What a row of `attention` says. state: waiting, overdue, seen, or corrected (seen before the answer was changed)."""


@dataclass(frozen=True)
class Group:
    """One of the two groups that are compared: a strategy at time zero, or an arm of an imported study."""

    id: str
    label: str


@dataclass(frozen=True)
class StudyData:
    """A data cut of one study.

    patients: one row a patient: patient (pseudonym), site, group, arm, sex, age_at_enrolment (years), stage,
        enrolled_on, decided_on, offered, preferred, decision_reason, regrowth_on, resection_on, operation,
        stoma_formed_on, stoma_closed_on, died_on, withdrawn_on, source.
    events: one row a dated event: patient, event, on, precision, day (since enrolment), details (words).
    visits: one row a patient and protocol visit: patient, group, visit, visit_order, visit_label, opens, due,
        overdue, closes, status, reason (why there is no form), expected (bool: the window had opened, the
        patient was alive and had not withdrawn, and the visit applied).
    forms: one row a form: see `FORM_COLUMNS`; status is open, completed, partial or not_done.
    items: one row a form and item: FORM_COLUMNS + item, label, value, text, state, answer_version,
        versions (how many are kept), corrected (bool: staff changed it). state is
        answered, chosen_not_applicable, not_applicable, declined, not_reached or not_recorded (imported).
    scores: one row a form and scale: FORM_COLUMNS + scale, label, value (full precision), outcome (scored,
        missing, not_applicable), reason, answered, asked, band.
        corrected: whether it rests on an answer that staff corrected.
    corrections: one row a correction: FORM_COLUMNS + CORRECTION_COLUMNS; values as text, None for no answer.
    queries: one row a query: QUERY_COLUMNS, as of the data cut.
    attention: one row a flag: ATTENTION_COLUMNS, as of the data cut.
    wording: instrument -> the notice that pages, exports and reports print.
    definitions: instrument -> scoring hash; forms of older definitions keep their own hash in their rows.
    """

    study: str
    title: str
    demonstration: bool
    dates_known: bool
    cut: datetime
    groups: tuple[Group, ...]
    protocol: Protocol
    instruments: Mapping[str, Instrument]
    wording: Mapping[str, str]
    definitions: Mapping[str, str]
    patients: pd.DataFrame
    events: pd.DataFrame
    visits: pd.DataFrame
    forms: pd.DataFrame
    items: pd.DataFrame
    scores: pd.DataFrame
    refused: Mapping[str, int]
    """What could not be placed, counted in words: `unscheduled forms`, `forms without a date`."""
    locked: PlanStanding | None = None
    """Where the analysis plan stands in the study; None where only the protocol is known."""

    corrections: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=[*FORM_COLUMNS, *CORRECTION_COLUMNS])
    )
    queries: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(QUERY_COLUMNS)))
    attention: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(ATTENTION_COLUMNS)))
    speaks_of: SpeaksOf | None = None
    """The set of stage and intent that is compared, see `one_set`; None where the tables hold everybody."""

    @property
    def standing(self) -> PlanStanding:
        """Where the analysis plan stands: locked in time, too late, changed, or never."""
        plan = self.protocol.plan
        return self.locked or PlanStanding(self.protocol.plan_hash, plan is not None and plan.confirmatory)

    @property
    def today(self) -> date:
        """The day of the data cut."""
        return self.cut.date()
