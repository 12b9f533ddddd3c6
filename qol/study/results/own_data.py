"""A patient's own data as one file, on request: who they are, what was recorded and what they answered, in words.

It answers the rights of access and of data portability (GDPR, articles 15 and 20). Nothing of other patients, of
staff or of keys is in it.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlmodel import Session

from qol.analysis.study_data import StudyData
from qol.course.characteristics import BY_ID
from qol.exports import codebook, corrections, events, items_long, scores_long, visits
from qol.exports._columns import column
from qol.storage import audit, characteristics, consents, identities, mails
from qol.storage.tables import Patient, Study
from qol.study.house import House
from qol.study.results.cut import study_data
from qol.study.scope import Scope
from qol.study.studies import study_of

NOT_OF_THE_PATIENT = ("study", "patient", "site", "group", "demonstration", "scoring_hash", "form", "assessment")
"""Columns that say nothing to a patient, or the same in every row."""

CONSENT_ONLY = ("patient_id", "text_id", "recorded_by")
MAIL_ONLY = ("key", "study_id", "patient_id", "staff_id", "message_id", "by")
"""What rows of the consents and of the mail log say of staff and servers."""


def own_data(house: House, scope: Scope, code: str, now: datetime) -> tuple[bytes, str]:
    """The file (JSON, UTF-8) and its name; raises NotFound, also for another site's patient. Noted in the audit."""
    study = study_of(house, scope)
    with house.database.reading() as session:
        patient = scope.patient(session, code)
        told = _recorded(session, patient)
    data = study_data(house, study.name if study else None, now, patient.id)
    body = _about(data, study, now) | told | _answered(data)
    with house.database.writing() as session:
        audit.append(
            session, at=now, actor=scope.staff_id or audit.COMMAND_LINE, action="own_data", object_kind="patient",
            object_id=patient.id,
        )  # fmt: skip
    text = json.dumps(body, ensure_ascii=False, indent=1, default=_plain)
    return text.encode(), f"own-data-{code}.json"


def _about(data: StudyData, study: Study | None, now: datetime) -> dict[str, Any]:
    return {
        "what": "Everything this study holds about one person, for that person",
        "made_at": now.isoformat(timespec="minutes"),
        "study": study.title if study else data.title,
        "invented": data.demonstration,
    }


def _recorded(session: Session, patient: Patient) -> dict[str, Any]:
    """Identity, consent, what was known before the decision, and the messages that were sent."""
    person = identities.read(session, patient.id)
    known = characteristics.in_force(session, patient.id)
    return {
        "person": None if person is None else {
            "name": person.name, "birth_date": person.birth_date, "hospital_number": person.hospital_number,
            "contact": person.contact, "language": person.language,
        },
        "study_code": patient.code, "sex": patient.sex, "enrolled_on": patient.enrolled_on,
        "consent": [_row(row, *CONSENT_ONLY) for row in consents.of_patient(session, patient.id)],
        "before_the_decision": {BY_ID[name].label: BY_ID[name].values.get(value, value) for name, value in known.items()
                                if name in BY_ID},
        "messages": [_row(row, *MAIL_ONLY) for row in mails.of_patients(session, [patient.id]).get(patient.id, [])],
    }  # fmt: skip


def _answered(data: StudyData) -> dict[str, Any]:
    """Events, visits, every answer with its question, every score with its words, every corrected answer."""
    return {
        "events": _records(events.table(data)), "visits": _records(visits.table(data)),
        "answers": _records(_with_questions(data)), "scores": _records(scores_long.table(data)),
        "corrections": _records(corrections.table(data)), "wording": dict(data.wording),
    }  # fmt: skip


def _with_questions(data: StudyData) -> pd.DataFrame:
    """The answers with the question and, where one was written, the own words."""
    rows = items_long.table(data)
    book = codebook.table(data)
    question = dict(zip(book["column"], book["question"], strict=True))
    written = data.items.dropna(subset="text").set_index(["form", "item"])["text"].to_dict()
    return rows.assign(
        question=[question.get(column(i, q), "") for i, q in zip(rows["instrument"], rows["item"], strict=True)],
        in_own_words=[written.get(key, "") for key in zip(rows["form"], rows["item"], strict=True)],
    )


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows without empty cells and without what is no matter of the patient's."""
    kept = rows.drop(columns=[name for name in NOT_OF_THE_PATIENT if name in rows])
    return [
        {str(name): value for name, value in row.items() if value == value and value not in (None, "")}
        for row in kept.astype(object).to_dict("records")
    ]


def _row(row: Any, *without: str) -> dict[str, Any]:
    said: Mapping[str, Any] = row.model_dump()
    return {name: value for name, value in said.items() if name not in ("id", *without) and value is not None}


def _plain(value: Any) -> Any:
    """Dates as ISO, numbers of numpy as numbers."""
    return value.isoformat() if isinstance(value, date) else value.item()
