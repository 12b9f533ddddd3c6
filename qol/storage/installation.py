"""The one row about this database: whether its patients are invented, which never changes back.

The rule: a demonstration database holds invented patients only, however they are enrolled, and stays one for
good; every other database holds real patients only. Triggers keep it where this code is not asked.
"""

from sqlmodel import Session, col, exists, select

from qol.errors import QolError
from qol.storage.tables import Installation, Patient, Staff, Study

SYNTHETIC = "synthetic"


def installation(session: Session) -> Installation:
    """The row about this database, made by the first migration."""
    return session.exec(select(Installation)).one()


def is_demonstration(session: Session) -> bool:
    """Whether every patient here is invented."""
    return session.exec(select(Installation.demonstration)).one()


def is_empty(session: Session) -> bool:
    """Whether nothing was ever put in: no study, no patient, no staff."""
    return not any(session.exec(select(exists().select_from(table))).one() for table in (Study, Patient, Staff))


def mark_demonstration(session: Session) -> None:
    """Mark the database for good; raises QolError while it holds a real patient."""
    if session.exec(select(exists().where(col(Patient.source) != SYNTHETIC))).one():
        raise QolError(
            "This database holds real patients and cannot become a demonstration. "
            "Take another data folder: QOL_DATA_DIR=somewhere-else."
        )
    row = installation(session)
    row.demonstration = True
    session.add(row)
    session.flush()


def source_here(session: Session, source: str) -> str:
    """What a new patient's source is in this database; raises QolError where the patient does not belong here.

    Whoever is enrolled into a demonstration is part of it, and so invented; real forms are not imported into it,
    and invented patients are not put among real ones.
    """
    demonstration = is_demonstration(session)
    if demonstration and source == "imported":
        raise QolError(
            "This database is a demonstration with invented patients; real forms are not imported into it. "
            "Take another data folder: QOL_DATA_DIR=somewhere-else."
        )
    if not demonstration and source == SYNTHETIC:
        raise QolError("Invented patients go into a demonstration database only; `python -m qol demo` makes one.")
    return SYNTHETIC if demonstration else source
