"""The table of forms: who, which visit, when, and in which state."""

from typing import Any

import pandas as pd

from qol.analysis.study_data import FORM_COLUMNS
from qol.course.clocks import days_since, months
from qol.course.state import State, state_at
from qol.course.windows import assign
from qol.storage.tables import Assessment, Form, Patient
from qol.study.results.rows import Rows, group_of


def table(rows: Rows) -> pd.DataFrame:
    """One row a form with FORM_COLUMNS, answered or not."""
    patients = {patient.id: patient for patient in rows.patients}
    order = {visit.id: (number, visit.label) for number, visit in enumerate(rows.protocol.visits, 1)}
    visits: dict[str, dict[str, Any]] = {}
    out = []
    for form in rows.forms:
        assessment = rows.assessments[form.assessment_id]
        if assessment.id not in visits:
            visits[assessment.id] = _visit_columns(rows, patients[assessment.patient_id], assessment, order)
        out.append(visits[assessment.id] | _form_columns(rows, form))
    table = pd.DataFrame(out, columns=list(FORM_COLUMNS))
    return table.astype({"visit_order": "Int64", "study_day": "Int64", "months": "float64", "attempt": "int64"})


def _visit_columns(
    rows: Rows, patient: Patient, assessment: Assessment, order: dict[str, tuple[int, str]]
) -> dict[str, Any]:
    number, label = order.get(assessment.visit_id or "", (None, None))
    timeline = rows.timelines[patient.id]
    on = assessment.on_date
    day = assessment.study_day
    if day is None and on is not None:
        day = days_since(timeline, rows.protocol.study_clock, on)
    state = state_at(timeline, on) if on is not None else None
    return {
        "patient": rows.pseudonyms[patient.id],
        "site": rows.sites[patient.site_id],
        "group": group_of(rows, patient),
        "sex": patient.sex,
        "visit": assessment.visit_id,
        "also_visit": _also_answers(rows, patient, assessment),
        "visit_order": number,
        "visit_label": label,
        "scheduled": assessment.visit_id is not None,
        "on_date": on.isoformat() if on is not None and rows.study.dates_known else None,
        "study_day": day,
        "months": None if day is None else months(day),
        "assessment": assessment.id,
        **_state_columns(rows, state, assessment.facts),
    }


def _also_answers(rows: Rows, patient: Patient, assessment: Assessment) -> str | None:
    """The calendar visit that a form of an event visit answers too."""
    visit = rows.protocol.visit_by_id.get(assessment.visit_id or "")
    if visit is None or visit.kind != "event" or assessment.on_date is None:
        return None
    protocol = rows.protocol_of(patient.id)
    found = assign(protocol, rows.timelines[patient.id], assessment.on_date)
    kinds = {name: protocol.visit_by_id[name].kind for name in found.also_satisfies}
    return next((name for name, kind in kinds.items() if kind == "calendar" and found.visit_id == visit.id), None)


def _state_columns(rows: Rows, state: State | None, facts: dict[str, str]) -> dict[str, Any]:
    """State on the day; of an imported study only what came with the forms, for nothing else is known."""
    if state is None or not rows.study.dates_known:
        return {name: facts.get(name) for name in ("strategy", "rectum", "stoma", "stoma_intent", "organ_preserved")}
    return {
        "strategy": state.strategy,
        "rectum": facts.get("rectum", state.rectum),
        "stoma": facts.get("stoma", state.stoma),
        "stoma_intent": state.stoma_intent,
        "organ_preserved": state.organ_preserved,
    }


def _form_columns(rows: Rows, form: Form) -> dict[str, Any]:
    instrument = rows.instruments[form.scoring_hash]
    return {
        "form": form.id,
        "attempt": form.attempt,
        "status": form.status,
        "mode": form.mode,
        **_three_dates(rows, form),
        "language": form.language,
        "instrument": form.instrument_id,
        "edition": instrument.edition,
        "version": instrument.version,
        "scoring_hash": form.scoring_hash,
        "wording_kind": form.wording_kind,
        "wording_notice": form.wording_notice,
    }


def _three_dates(rows: Rows, form: Form) -> dict[str, str | None]:
    """When it was completed, received and entered; nothing where the study knows days since inclusion only."""
    days = {
        "completed_on": form.completed_on,
        "received_on": form.received_on,
        "entered_on": form.entered_at.astimezone().date() if form.entered_at else None,
    }
    return {name: day.isoformat() if day and rows.study.dates_known else None for name, day in days.items()}


def not_placed(forms: pd.DataFrame, in_error: int = 0) -> dict[str, int]:
    """How many forms lie outside every window, how many of them have no date, how many were entered in error."""
    outside = forms[~forms["scheduled"].astype(bool)]
    counts = {
        "forms outside every window": int(outside["study_day"].notna().sum()),
        "forms without a date": int(outside["study_day"].isna().sum()),
        "forms entered in error, left out": in_error,
    }
    return {words: count for words, count in counts.items() if count}
