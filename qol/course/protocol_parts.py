"""A study protocol as frozen parts: visits on clocks, what they ask, wording, analysis plan, reports."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from qol.course.analysis_plan import AnalysisPlan, ScaleName, body
from qol.course.attention import Attention
from qol.course.clocks import DAYS_A_MONTH
from qol.course.events import EventKind
from qol.instruments.definition import Condition, Identifier, Instrument, InstrumentId, Part, Text

__all__ = [
    "PRECEDENCE",
    "AnalysisPlan",
    "Asked",
    "Clock",
    "Closing",
    "Offset",
    "Protocol",
    "ScaleName",
    "Visit",
    "VisitId",
    "VisitKind",
    "Welcome",
    "WordingKind",
    "canonical",
    "from_canonical",
]

VisitKind = Literal["baseline", "calendar", "event"]
WordingKind = Literal["paraphrase", "licensed"]
VisitId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Clock = Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")]

PRECEDENCE: tuple[VisitKind, ...] = ("baseline", "event", "calendar")
"""Which visit a date belongs to where windows of different kinds overlap: the first of these."""


class Offset(Part):
    """A distance from a clock's day zero, as written in the protocol; a month is 30.4375 days."""

    amount: float
    unit: Literal["days", "weeks", "months"]

    @property
    def days(self) -> int:
        """Whole days, rounded to the nearest."""
        return round(self.amount * {"days": 1.0, "weeks": 7.0, "months": DAYS_A_MONTH}[self.unit])

    def __str__(self) -> str:
        unit = self.unit[:-1] if abs(self.amount) == 1 else self.unit
        return f"{self.amount:g} {unit}"


REMINDERS = (Offset(amount=7, unit="days"), Offset(amount=14, unit="days"))
"""Where a protocol says nothing of reminders."""


class Closing(Part):
    """An event that ends a window: the last day that still counts, as an offset from the event."""

    event: EventKind
    last: Offset


class Asked(Part):
    """An instrument of a visit, and for whom."""

    id: InstrumentId
    ask_if: Condition = Field(default_factory=dict)


class Visit(Part):
    """One occasion on which patients are asked.

    clock: `enrolment` or an event kind; its first event starts the window (with `clock_if`, the first with
    these details). The window opens at `start` and is open up to and with `expired`; `due` is its target
    day, from `overdue` on the visit is called overdue. late: up to here a form is still taken, marked late,
    on days that no other window holds. closings: events that end the window early.
    superseded_by: visit -> how near to this visit's target day a form of that visit must lie to replace it.
    """

    id: VisitId
    label: Text
    kind: VisitKind
    clock: Clock
    clock_if: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    start: Offset
    due: Offset
    overdue: Offset
    expired: Offset
    late: Offset | None = None
    closings: tuple[Closing, ...] = ()
    occasion: Literal["decision", "follow_up", "short"]
    instruments: tuple[Asked, ...]
    ask_before_results: bool = True
    superseded_by: Mapping[VisitId, Offset] = Field(default_factory=dict)

    @property
    def closes_on(self) -> tuple[EventKind, ...]:
        """Kinds of events that end the window early."""
        return tuple(closing.event for closing in self.closings)

    @property
    def instrument_ids(self) -> tuple[str, ...]:
        """What is asked, in order."""
        return tuple(asked.id for asked in self.instruments)


class Welcome(Part):
    """What patients read before the first question."""

    title: Text
    intro: tuple[Text, ...]
    purpose: Text
    readers: Text
    choice: Text


class Protocol(Part):
    """One study protocol.

    study_clock: the one clock on which both groups are followed to the end, whatever happens to a patient.
    wording: which words are shown for each instrument; there is no default. seconds_per_item: assumed until
    times have been measured. report: section of a report -> scales, in the order of the page.
    value_sets: instrument -> those of its value sets that the study uses; pages and datasets show no others.
    second_entry: whether paper forms are typed a second time by somebody else.
    reminders: how long after a visit's target day patients who agreed to it are mailed again; `REMINDERS` where unsaid.
    attention: answers that somebody is to look at by a day; None in every shipped protocol.
    stage: metastatic where every patient of the protocol has metastases when it begins. treatment_intent: theirs, where
    none is recorded.
    show_thresholds: `as_illustration` shows thresholds beside paraphrased wording, for demonstrations only.
    """

    id: InstrumentId
    title: Text
    version: str = Field(pattern=r"^\d+\.\d+(\.\d+)?$")
    population: Text
    stage: Literal["metastatic"] | None = None
    treatment_intent: Literal["curative", "palliative"] | None = None
    note: Text | None = None
    study_clock: Clock
    wording: Mapping[InstrumentId, WordingKind]
    value_sets: Mapping[InstrumentId, tuple[Identifier, ...]] = Field(default_factory=dict)
    seconds_per_item: float = Field(gt=0)
    show_thresholds: Literal["no", "as_illustration"] = "no"
    second_entry: Literal["no", "yes"] = "no"
    reminders: tuple[Offset, ...] | None = None
    visits: tuple[Visit, ...]
    report: Mapping[Identifier, tuple[ScaleName, ...]] = Field(default_factory=dict)
    plan: AnalysisPlan | None = None
    welcome: Welcome | None = None
    attention: Attention | None = None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> "Protocol":
        """A copy with changes, without what was computed from the values before them, hashes above all."""
        copy = super().model_copy(update=update, deep=deep)
        for name in ("visit_by_id", "instrument_ids", "hash", "plan_hash"):
            copy.__dict__.pop(name, None)
        return copy

    @property
    def reminded_after(self) -> tuple[int, ...]:
        """Days after a visit's target day on which patients are mailed again."""
        return tuple(offset.days for offset in (REMINDERS if self.reminders is None else self.reminders))

    def with_visits(
        self,
        visits: tuple[Visit, ...],
        wording: Mapping[str, WordingKind],
        value_sets: Mapping[str, tuple[str, ...]],
    ) -> "Protocol":
        """The same version with the visits of one patient or of earlier versions; it keeps its hash."""
        copy = self.model_copy(update={"visits": visits, "wording": dict(wording), "value_sets": dict(value_sets)})
        copy.__dict__["hash"] = self.hash
        return copy

    @cached_property
    def visit_by_id(self) -> Mapping[str, Visit]:
        """Every visit by id."""
        return {visit.id: visit for visit in self.visits}

    @cached_property
    def instrument_ids(self) -> tuple[str, ...]:
        """Every instrument that any visit asks, in order of first use."""
        return tuple(dict.fromkeys(i for visit in self.visits for i in visit.instrument_ids))

    def shown(self, instrument: Instrument) -> Instrument:
        """The instrument with what the study uses of it: every scale but the value sets that it does not name."""
        unused = set(instrument.value_sets) - set(self.value_sets.get(instrument.id, ()))
        if not unused:
            return instrument
        return instrument.with_scales([scale.id for scale in instrument.scales if scale.id not in unused])

    @cached_property
    def hash(self) -> str:
        """SHA-256 of everything the protocol says."""
        return _hash(canonical(self))

    @cached_property
    def plan_hash(self) -> str | None:
        """SHA-256 of the analysis plan; None where there is none."""
        return None if self.plan is None else _hash(_sorted(body(self.plan)))


SINCE_FIRST = ("reminders", "attention", "stage", "treatment_intent")
"""Keys that the first protocols did not have; where they say nothing, they are not hashed."""


def canonical(protocol: Protocol) -> str:
    """A protocol as JSON with sorted keys, the same text for the same protocol; for storage and hashing."""
    whole = protocol.model_dump(mode="json")
    if not protocol.value_sets:  # protocols of before there were any keep their hash
        del whole["value_sets"]
    for name in SINCE_FIRST:  # as above
        if whole[name] is None:
            del whole[name]
    if protocol.plan is not None:
        whole["plan"] = body(protocol.plan)
    return _sorted(whole)


def from_canonical(text: str) -> Protocol:
    """A protocol back from its stored text."""
    return Protocol.model_validate_json(text)


def _sorted(body: object) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
