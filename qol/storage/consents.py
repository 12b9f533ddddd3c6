"""Consent texts, kept for good, and what patients said, the row recorded last in force."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

from sqlmodel import Session, col, func, select

from qol.errors import NotFound, QolError
from qol.language import gettext
from qol.storage.tables import Consent, ConsentText

SIGNED, WITHDRAWN = "signed", "withdrawn"
STOP, KEEP, ERASE = "stop", "keep", "erase"
CHOICES = (STOP, KEEP, ERASE)
"""What goes with a withdrawal: nothing is erased; all but the coded answers; everything."""


def add_text(
    session: Session, *, study_id: str, version: str, language: str, body: str, renews: bool, now: datetime, by: str
) -> ConsentText:
    """Keep a version in one language for good; raises QolError where there is one already."""
    known = select(ConsentText.id).where(
        ConsentText.study_id == study_id, ConsentText.version == version, ConsentText.language == language
    )
    if session.exec(known).first():
        raise QolError(
            gettext("There is a version %(version)s in this language already, and texts never change. Take another.")
            % {"version": version}
        )
    row = ConsentText(
        study_id=study_id, version=version, language=language, body=body,
        body_hash=sha256(body.encode()).hexdigest(), renews=renews, added_at=now, added_by=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def texts(session: Session, study_id: str) -> Sequence[ConsentText]:
    """Every text of a study, newest first."""
    query = select(ConsentText).where(ConsentText.study_id == study_id)
    return session.exec(query.order_by(col(ConsentText.added_at).desc(), col(ConsentText.language))).all()


def text_by_id(session: Session, study_id: str, text_id: str) -> ConsentText:
    """A text of a study; raises NotFound."""
    row = session.get(ConsentText, text_id)
    if row is None or row.study_id != study_id:
        raise NotFound(gettext("There is no such consent text."))
    return row


def record(
    session: Session, *, patient_id: str, kind: str, said_on: date, now: datetime, by: str,
    text_id: str | None = None, choice: str | None = None,
) -> Consent:  # fmt: skip
    """What a patient said, after everything said before."""
    highest = session.exec(select(func.max(Consent.number)).where(Consent.patient_id == patient_id)).one()
    row = Consent(
        patient_id=patient_id, number=(highest or 0) + 1, kind=kind, text_id=text_id, choice=choice, said_on=said_on,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def of_patient(session: Session, patient_id: str) -> Sequence[Consent]:
    """Everything a patient said, the row in force first."""
    query = select(Consent).where(Consent.patient_id == patient_id)
    return session.exec(query.order_by(col(Consent.number).desc())).all()


def of_patients(session: Session, patient_ids: Collection[str]) -> Mapping[str, Sequence[Consent]]:
    """Patient id -> everything said, the row in force first; patients who said nothing are absent."""
    ids, found = sorted(patient_ids), dict[str, list[Consent]]()
    for start in range(0, len(ids), 500):
        query = select(Consent).where(col(Consent.patient_id).in_(ids[start : start + 500]))
        for row in session.exec(query.order_by(col(Consent.number).desc())):
            found.setdefault(row.patient_id, []).append(row)
    return found


def keeps_answers(session: Session, patient_id: str) -> bool:
    """Whether the patient withdrew with the wish that the coded answers stay."""
    said = of_patient(session, patient_id)
    return bool(said) and said[0].kind == WITHDRAWN and said[0].choice == KEEP
