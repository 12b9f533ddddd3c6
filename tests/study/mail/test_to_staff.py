"""A message to somebody who works here goes the same way and into the same log."""

import pytest
from sqlmodel import select

from qol.errors import QolError
from qol.storage import audit
from qol.storage.tables import Mail
from qol.study.mail.outbox import Outcome
from qol.study.mail.to_staff import send_to_staff
from tests.study.clinic import NOW, Clinic
from tests.study.mail.conftest import Kept


def _send(clinic: Clinic, way_out: Kept, address: str = "marlow@example.org") -> Outcome:
    return send_to_staff(
        clinic.house, staff_id=clinic.staff["clinician"], address=address, subject="Your account",
        paragraphs=("Hello,", "http://127.0.0.1:8000/x#y"), language="en", kind="staff_invitation",
        by=clinic.staff["administrator"], now=NOW, way_out=way_out,
    )  # fmt: skip


def test_it_is_sent_logged_and_audited_without_the_address(staffed: Clinic, way_out: Kept) -> None:
    assert _send(staffed, way_out).state == "sent"
    assert way_out.messages[0]["To"] == "marlow@example.org"
    with staffed.house.database.reading() as session:
        (row,) = session.exec(select(Mail)).all()
        assert (row.staff_id, row.kind, row.state) == (staffed.staff["clinician"], "staff_invitation", "sent")
        assert "marlow" not in repr(row)
        assert audit.latest(session, 1)[0].action == "mail.staff_invitation"


def test_nothing_is_logged_where_the_address_is_none(staffed: Clinic, way_out: Kept) -> None:
    with pytest.raises(QolError, match="no e-mail address"):
        _send(staffed, way_out, "marlow@example.org\nBcc: all@example.org")
    with staffed.house.database.reading() as session:
        assert session.exec(select(Mail)).all() == []
