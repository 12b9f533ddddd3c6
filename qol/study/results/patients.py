"""The tables of patients and of dated events, without identity."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from qol.course.characteristics import CHARACTERISTICS, as_number
from qol.course.timeline import Event, EventKind
from qol.storage.tables import Patient
from qol.study.results.rows import Rows, group_of

FIRST = {
    "decided_on": EventKind.DECISION,
    "neoadjuvant_end_on": EventKind.NEOADJUVANT_END,
    "regrowth_on": EventKind.REGROWTH,
    "resection_on": EventKind.RESECTION,
    "stoma_formed_on": EventKind.STOMA_FORMED,
    "stoma_closed_on": EventKind.STOMA_CLOSED,
    "metastasis_on": EventKind.METASTASIS,
    "died_on": EventKind.DEATH,
    "withdrawn_on": EventKind.WITHDRAWAL,
}
"""Column -> the event whose first date it holds."""

DETAILS = {
    "offered": (EventKind.DECISION, "offered"),
    "preferred": (EventKind.DECISION, "preferred"),
    "decision_reason": (EventKind.DECISION, "reason"),
    "operation": (EventKind.RESECTION, "operation"),
}
"""Column -> a detail of the first such event."""

COLUMNS = (
    "patient", "site", "group", "arm", "sex", "age_at_enrolment", "stage", "enrolled_on", *FIRST, "response", *DETAILS,
    *(one.id for one in CHARACTERISTICS), "source",
)  # fmt: skip


def table(rows: Rows) -> pd.DataFrame:
    """One row a patient."""
    return pd.DataFrame([_row(rows, patient) for patient in rows.patients], columns=list(COLUMNS))


def _row(rows: Rows, patient: Patient) -> dict[str, Any]:
    events = sorted(rows.timelines[patient.id].events, key=lambda event: event.on)
    first = {kind: next((e for e in events if e.kind is kind), None) for kind in EventKind}
    born = rows.birth_dates.get(patient.id)
    shown = rows.study.dates_known
    row: dict[str, Any] = {
        "patient": rows.pseudonyms[patient.id],
        "site": rows.sites[patient.site_id],
        "group": group_of(rows, patient),
        "arm": patient.arm,
        "sex": patient.sex,
        "age_at_enrolment": years(born, patient.enrolled_on),
        "stage": patient.stage,
        "enrolled_on": _iso(patient.enrolled_on, shown),
        "source": patient.source,
    }
    for column, kind in FIRST.items():
        found = first[kind]
        row[column] = None if found is None else _iso(found.on, shown)
    for column, (kind, detail) in DETAILS.items():
        found = first[kind]
        row[column] = None if found is None else found.details.get(detail)
    row["response"] = response_for_decision(events)
    return row | _characteristics(rows.characteristics[patient.id])


def response_for_decision(events: Sequence[Event]) -> str | None:
    """Result of the last response assessment (events by date) that the first decision can have rested on.

    Where dates are known by month only, one of the same month can; before a decision, the last one.
    """
    decided = next((event.latest for event in events if event.kind is EventKind.DECISION), date.max)
    known = [event for event in events if event.kind is EventKind.RESPONSE_ASSESSMENT and event.earliest <= decided]
    return known[-1].details.get("result") if known else None


def _characteristics(known: Mapping[str, str]) -> dict[str, Any]:
    """What was recorded before the decision: numbers as numbers, codes as they are."""
    values = {one.id: known.get(one.id) for one in CHARACTERISTICS}
    numbers = {one.id: as_number(known.get(one.id, "")) for one in CHARACTERISTICS if one.is_number}
    return values | numbers


def events(rows: Rows) -> pd.DataFrame:
    """One row an event in force; day is counted from enrolment."""
    enrolled = {patient.id: patient.enrolled_on for patient in rows.patients}
    out = []
    for event in rows.events:
        start = enrolled[event.patient_id]
        out.append(
            {
                "patient": rows.pseudonyms[event.patient_id],
                "event": event.kind,
                "on": _iso(event.on, rows.study.dates_known),
                "precision": event.precision,
                "day": None if start is None else (event.on - start).days,
                "details": "; ".join(f"{key}: {value}" for key, value in sorted(event.details.items())),
            }
        )
    return pd.DataFrame(out, columns=["patient", "event", "on", "precision", "day", "details"])


def years(born: date | None, on: date | None) -> int | None:
    """Whole years of age on a day."""
    if born is None or on is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _iso(on: date | None, shown: bool) -> str | None:
    return on.isoformat() if on is not None and shown else None
