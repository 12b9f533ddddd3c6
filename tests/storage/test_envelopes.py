"""The rows of envelopes: kept as they came, changed by nobody, removed with their patient only."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from qol.storage import envelopes
from qol.storage.database import Database
from qol.storage.tables import Erasure
from tests.storage.conftest import NOW


def add(database: Database, assessment_id: str, identifier: str, state: str) -> None:
    with database.writing() as session:
        envelopes.add(
            session, envelope_id=identifier, content_hash="h", assessment_id=assessment_id, now=NOW, state=state,
            given_at=NOW, sealed=None if state == "applied" else "AAAA",
        )  # fmt: skip


def test_the_shelf_holds_what_was_not_applied(database: Database, assessment_id: str, patient_id: str) -> None:
    for identifier, state in (("a", "applied"), ("b", "refused"), ("c", "late"), ("d", "conflict")):
        add(database, assessment_id, identifier, state)
    with database.reading() as session:
        found = envelopes.not_applied(session, [patient_id])
        assert [(row.id, row.sealed, patient) for row, patient in found] == [
            (identifier, "AAAA", patient_id) for identifier in "bcd"
        ]
        assert envelopes.not_applied(session, []) == []


def test_the_database_itself_keeps_envelopes(database: Database, assessment_id: str, patient_id: str) -> None:
    add(database, assessment_id, "a", "refused")
    for statement in ("UPDATE envelope SET sealed = NULL", "DELETE FROM envelope"):
        with pytest.raises(IntegrityError, match="envelope rows are"), database.writing() as session:
            session.execute(text(statement))
    with database.writing() as session:
        session.add(Erasure(patient_id=patient_id, at=NOW))
        session.flush()
        session.execute(text("DELETE FROM envelope"))
