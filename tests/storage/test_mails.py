"""The log of what was mailed, on both databases: claimed once, settled, found, and who agreed to it."""

from datetime import timedelta

from qol.storage import mail_consents, mails
from qol.storage.database import Database
from qol.storage.tables import Mail
from tests.storage.conftest import NOW


def row(key: str, study_id: str, patient_id: str, **more: object) -> Mail:
    return Mail(
        key=key, study_id=study_id, patient_id=patient_id, visit_id="month_3", kind="invitation",
        message_id=f"<{key}@example.org>", state="claimed", claimed_at=NOW, by="x", **more,
    )  # fmt: skip


def test_a_key_is_claimed_once_and_again_only_by_whoever_saw_the_same_row(
    database: Database, study_id: str, patient_id: str
) -> None:
    with database.writing() as session:
        assert mails.claim(session, row("a", study_id, patient_id))
        assert not mails.claim(session, row("a", study_id, patient_id))
    with database.reading() as session:
        seen = mails.by_key(session, "a")
    assert seen is not None
    with database.writing() as session:
        mails.settle(session, seen.id, "failed", "451", NOW)
    with database.writing() as session:
        failed = mails.by_key(session, "a")
        assert failed is not None
        assert mails.claim_again(session, failed, NOW, "y")
        assert (failed.state, failed.tries, failed.code, failed.by) == ("claimed", 2, None, "y")
    with database.writing() as session:
        stale = mails.by_key(session, "a")
        assert stale is not None
        session.expunge(stale)
        stale.state, stale.tries = "failed", 1  # as another process had read it
        assert not mails.claim_again(session, stale, NOW, "z")


def test_a_message_comes_back_once(database: Database, study_id: str, patient_id: str) -> None:
    with database.writing() as session:
        mails.claim(session, row("a", study_id, patient_id))
    for expected in (True, False):
        with database.writing() as session:
            assert (mails.bounce(session, "<a@example.org>", "5.1.1", NOW) is not None) == expected
    with database.writing() as session:
        assert mails.bounce(session, "<b@example.org>", "5.1.1", NOW) is None


def test_the_log_is_read_a_page_at_a_time_newest_first(database: Database, study_id: str, patient_id: str) -> None:
    with database.writing() as session:
        for number in range(5):
            later = row(f"k{number}", study_id, patient_id)
            later.claimed_at = NOW + timedelta(hours=number)
            mails.claim(session, later)
        mails.claim(session, Mail(key="staff", kind="x", message_id="<s>", state="sent", claimed_at=NOW, by="x"))
    with database.reading() as session:
        rows, total = mails.page(session, study_id, None, (), 1, 2)
        assert ([mail.key for mail in rows], total) == (["k3", "k2"], 5)
        assert mails.page(session, study_id, [], (), 0, 9) == ([], 0)
        assert mails.page(session, study_id, [patient_id], ("bounced",), 0, 9) == ([], 0)
        assert mails.of_patients(session, [patient_id])[patient_id][0].key == "k0"


def test_consent_is_given_ended_and_given_again(database: Database, patient_id: str) -> None:
    def save(agreed: bool, new_address: bool, hours: int) -> None:
        with database.writing() as session:
            mail_consents.save(
                session, patient_id, agreed=agreed, new_address=new_address, now=NOW + timedelta(hours=hours), by="x"
            )

    def read() -> tuple[bool, int | None]:
        with database.reading() as session:
            found = mail_consents.of_patients(session, [patient_id]).get(patient_id)
        return mail_consents.holds(found), found and round((found.address_at - NOW).total_seconds() / 3600)

    assert read() == (False, None)
    save(False, False, 1)
    assert read() == (False, None)
    save(True, True, 1)
    assert read() == (True, 1)
    save(False, False, 2)
    assert read() == (False, 1)
    save(True, True, 3)
    assert read() == (True, 3)
