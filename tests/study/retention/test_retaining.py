"""What is kept no longer goes: identities after the end of follow-up, old messages; and nothing before its time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from qol.course.events import EventKind
from qol.storage import consents, identities, mails
from qol.storage.audit_check import check
from qol.storage.erasing.listed import ErasedList
from qol.storage.installation import installation
from qol.storage.tables import AuditEntry, Erasure, EventRow, Identity, IdentityWord, Mail, Patient
from qol.study.mail import consent
from qol.study.retention.identities import erase_identities
from qol.study.retention.retaining import Retained, found_due, remove_due
from tests.study import clinic as clinics
from tests.study.clinic import NOW, TODAY, Clinic

DAY = timedelta(days=1)
CLOSED = TODAY - 50 * DAY + round(63 * 30.4375) * DAY
"""The last day of month 60 where treatment ended fifty days before TODAY: 63 months of 30.4375 days."""


def keeping(clinic: Clinic, *, mail: int = 0, identity: int = 0) -> Clinic:
    settings = replace(clinic.settings, keep_mail_log_days=mail, keep_identity_days=identity)
    return replace(clinic, house=replace(clinic.house, settings=settings))


def on(day: date) -> datetime:
    return datetime.combine(day, NOW.timetz())


def rows(clinic: Clinic, table: type) -> list:
    with clinic.house.database.reading() as session:
        return list(session.exec(select(table)))


def write(clinic: Clinic, code: str, visit: str, state: str = "sent", at: datetime = NOW, key: str = "") -> None:
    with clinic.house.database.writing() as session:
        patient = clinic.scope(None).patient(session, code)
        key = key or f"{code}:{visit}"
        row = Mail(key=key, study_id=clinic.study_id, patient_id=patient.id, visit_id=visit, kind="invitation",
                   message_id=f"<{key}>", state=state, claimed_at=at, settled_at=at, by="x")  # fmt: skip
        assert mails.claim(session, row)


def actions(clinic: Clinic) -> list[tuple[str, str, str]]:
    found = [one for one in rows(clinic, AuditEntry) if one.action.startswith("retention.")]
    return [(one.action, one.object_kind, one.object_id) for one in found]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path, built_clinic: Path) -> Iterator[Clinic]:
    """The clinic on either database."""
    if request.param == "sqlite":
        clinic = clinics.opened(built_clinic, tmp_path / "clinic")
    else:
        url = request.getfixturevalue("postgresql_url")
        settings = replace(clinics.settings_in(tmp_path / "clinic"), database_url=url)
        clinics.build_in(settings)
        clinic = clinics.clinic_in(settings)
    yield clinic
    clinic.house.database.close()


def test_identity_goes_so_many_days_after_the_last_window_and_what_is_coded_stays(anywhere: Clinic) -> None:
    clinic = keeping(anywhere, identity=365)
    code = clinic.enrol(on=TODAY - 120 * DAY)
    clinic.decided(code)
    patient_id = rows(clinic, Patient)[0].id
    events = len(rows(clinic, EventRow))
    assert remove_due(clinic.house, on(CLOSED + 365 * DAY)).identities == 0
    assert found_due(clinic.house, on(CLOSED + 366 * DAY)) == Retained(mails=None, identities=1)
    assert len(rows(clinic, Identity)) == 1, "a dry run took something"
    assert remove_due(clinic.house, on(CLOSED + 366 * DAY)) == Retained(mails=None, identities=1)
    assert remove_due(clinic.house, on(CLOSED + 366 * DAY)).identities == 0
    assert rows(clinic, Identity) == rows(clinic, IdentityWord) == []
    (left,) = rows(clinic, Patient)
    assert (left.id, left.code != code, len(rows(clinic, EventRow))) == (patient_id, True, events)
    assert actions(clinic) == [("retention.identity.answers_kept", "patient", patient_id)]
    assert [(one.patient_id, one.answers_kept) for one in rows(clinic, Erasure)] == [(patient_id, True)]
    with clinic.house.database.reading() as session:
        assert identities.search(session, clinic.study_id, "Dunmore") == set()
        outside = ErasedList(clinic.settings, clinic.house.database.keys, installation(session).id)
    assert outside.read() == {patient_id: True}
    assert check(clinic.house.database).problems == ()


@pytest.mark.parametrize("kind", [EventKind.DEATH, EventKind.WITHDRAWAL])
def test_after_death_or_withdrawal_days_count_from_when_it_was_recorded(staffed: Clinic, kind: EventKind) -> None:
    clinic = keeping(staffed, identity=90)
    code = clinic.enrol(on=TODAY - 400 * DAY)
    clinic.record(code, kind, TODAY - 300 * DAY)
    assert found_due(clinic.house, NOW).identities == 0, "what was typed today took a name today"
    assert found_due(clinic.house, NOW + 90 * DAY).identities == 0
    assert found_due(clinic.house, NOW + 91 * DAY).identities == 1


def test_who_still_waits_for_a_decision_is_never_due(staffed: Clinic) -> None:
    clinic = keeping(staffed, identity=90)
    clinic.enrol(on=TODAY - 400 * DAY)
    assert found_due(clinic.house, NOW + 9000 * DAY).identities == 0


def test_who_wished_everything_erased_is_named_and_left_for_an_erasure(staffed: Clinic) -> None:
    clinic = keeping(staffed, identity=90)
    code = clinic.enrol()
    clinic.record(code, EventKind.WITHDRAWAL, TODAY)
    with clinic.house.database.writing() as session:
        patient = clinic.scope().patient(session, code)
        consents.record(session, patient_id=patient.id, kind="withdrawn", choice="erase", said_on=TODAY, now=NOW,
                        by="s")  # fmt: skip
    assert remove_due(clinic.house, NOW + 91 * DAY) == Retained(None, 0, to_erase=(code,))
    assert len(rows(clinic, Identity)) == 1


def test_a_patient_who_is_no_longer_due_when_it_comes_to_it_stays(staffed: Clinic) -> None:
    clinic = keeping(staffed, identity=90)
    code = clinic.enrol()
    clinic.record(code, EventKind.WITHDRAWAL, TODAY)
    (patient,) = rows(clinic, Patient)
    assert erase_identities(clinic.house, [patient.id], 90, NOW + 90 * DAY) == 0
    assert len(rows(clinic, Identity)) == 1


def test_old_messages_go_once_their_visit_can_no_longer_be_answered(anywhere: Clinic) -> None:
    clinic = keeping(anywhere, mail=30)
    code = clinic.enrol(on=TODAY - 120 * DAY)
    clinic.decided(code)
    write(clinic, code, "decision")
    write(clinic, code, "month_60")
    with clinic.house.database.writing() as session:
        assert mails.claim(session, Mail(key="staff", kind="x", message_id="<s>", state="sent", claimed_at=NOW, by="x"))
    assert found_due(clinic.house, NOW + 30 * DAY).mails == 0
    assert found_due(clinic.house, NOW + 31 * DAY).mails == 1, "the staff's; the decision is taken late"
    later = NOW + 100 * DAY
    gone = {("retention.mail", "mail", row.id) for row in rows(clinic, Mail) if row.visit_id != "month_60"}
    assert remove_due(clinic.house, later) == Retained(mails=2, identities=None)
    assert remove_due(clinic.house, later).mails == 0
    assert [row.visit_id for row in rows(clinic, Mail)] == ["month_60"]
    assert set(actions(clinic)) == gone


def test_a_message_that_came_back_stays_while_its_address_is_on_record(staffed: Clinic) -> None:
    clinic = keeping(staffed, mail=30)
    code = clinic.enrol(on=TODAY - 120 * DAY)
    clinic.decided(code)
    consent.save(clinic.house, clinic.scope(), code, "old@example.org", True, NOW - DAY)
    write(clinic, code, "decision", state="bounced")
    assert found_due(clinic.house, NOW + 200 * DAY).mails == 0
    consent.save(clinic.house, clinic.scope(), code, "new@example.org", True, NOW + DAY)
    assert found_due(clinic.house, NOW + 200 * DAY).mails == 1


def test_a_message_counts_from_the_last_that_was_heard_of_it(staffed: Clinic) -> None:
    clinic = keeping(staffed, mail=30)
    write(clinic, clinic.enrol(), "gone_visit")
    with clinic.house.database.writing() as session:
        assert mails.bounce(session, rows(clinic, Mail)[0].message_id, "5.1.1", NOW + 20 * DAY)
    assert found_due(clinic.house, NOW + 50 * DAY).mails == 0
    assert found_due(clinic.house, NOW + 51 * DAY).mails == 1
