"""Delivery reports are read from files and folders and matched by the message's id."""

import mailbox
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from qol.errors import QolError
from qol.storage import mails
from qol.study.mail.bouncing import Read, note_bounces
from qol.study.mail.reminding import remind, wanted
from tests.study.clinic import NOW, TODAY, Clinic
from tests.study.mail.conftest import Kept

REPORT = """From: MAILER-DAEMON@example.org
To: questions@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The address alan.dunmore@example.org is unknown here.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; alan.dunmore@example.org
Action: {action}
Status: 5.1.1

--b
Content-Type: {kind}

From: questions@example.org
Message-ID: {message_id}
Subject: Some questions

--b--
"""


@pytest.fixture
def report(staffed: Clinic, alan: str, way_out: Kept) -> Callable[..., bytes]:
    """A report about the message that was sent."""
    remind(staffed.house, staffed.scope(None), TODAY, lambda: NOW, way_out)
    sent = str(way_out.messages[0]["Message-ID"])

    def made(action: str = "failed", kind: str = "message/rfc822", message_id: str = sent) -> bytes:
        return REPORT.format(action=action, kind=kind, message_id=message_id).encode()

    return made


def _states(clinic: Clinic, code: str) -> list[tuple[str, str | None]]:
    with clinic.house.database.reading() as session:
        patient = clinic.scope(None).patient(session, code)
        return [(row.state, row.code) for row in mails.of_patients(session, [patient.id])[patient.id]]


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_marks_the_message_and_ends_what_would_follow(
    staffed: Clinic, alan: str, report: Callable[..., bytes], kind: str
) -> None:
    source = BytesIO(report(kind=kind))
    assert note_bounces(staffed.house, source, "x", NOW) == Read(1, 1, 1)
    assert _states(staffed, alan) == [("bounced", "5.1.1")]
    later = timedelta(days=8)
    assert wanted(staffed.house, staffed.scope(None), TODAY + later, NOW + later) == ()


def test_reading_the_same_report_twice_changes_nothing(
    staffed: Clinic, alan: str, report: Callable[..., bytes], tmp_path: Path
) -> None:
    (tmp_path / "one.eml").write_bytes(report())
    assert note_bounces(staffed.house, tmp_path / "one.eml", "x", NOW).noted == 1
    assert note_bounces(staffed.house, tmp_path / "one.eml", "x", NOW) == Read(1, 1, 0)


@pytest.mark.parametrize(
    ("action", "message_id"), [("delayed", None), ("delivered", None), ("failed", "<somebody-elses@example.org>")]
)
def test_delays_successes_and_others_messages_mark_nothing(
    staffed: Clinic, alan: str, report: Callable[..., bytes], action: str, message_id: str | None
) -> None:
    body = report(action) if message_id is None else report(action, message_id=message_id)
    assert note_bounces(staffed.house, BytesIO(body), "x", NOW).noted == 0
    assert _states(staffed, alan) == [("sent", "250 2.0.0")]


def test_maildir_and_mbox_are_read_with_whatever_else_lies_there(
    staffed: Clinic, alan: str, report: Callable[..., bytes], tmp_path: Path
) -> None:
    folder, box = mailbox.Maildir(tmp_path / "folder"), mailbox.mbox(tmp_path / "box")
    for place in (folder, box):
        for body in (b"Subject: hello\n\nNo report.\n", report(), b"\xff\xfe not a message"):
            place.add(mailbox.Message(body))
        place.flush()
        place.close()
    assert note_bounces(staffed.house, tmp_path / "box", "x", NOW) == Read(3, 1, 1)
    assert note_bounces(staffed.house, tmp_path / "folder", "x", NOW) == Read(3, 1, 0)


def test_what_is_no_place_for_messages_is_said(staffed: Clinic, tmp_path: Path) -> None:
    with pytest.raises(QolError, match="is no Maildir"):
        note_bounces(staffed.house, tmp_path, "x", NOW)
    with pytest.raises(QolError, match="There is no file"):
        note_bounces(staffed.house, tmp_path / "nothing", "x", NOW)


def test_a_report_that_is_cut_off_does_no_harm(staffed: Clinic, alan: str, report: Callable[..., bytes]) -> None:
    whole = report()
    for length in range(0, len(whole), 40):
        assert note_bounces(staffed.house, BytesIO(whole[:length]), "x", NOW).messages == 1
