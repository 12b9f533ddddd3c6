"""Invitations and reminders: when, to whom, once, and never after they have to stop."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from qol.course.events import EventKind
from qol.errors import QolError
from qol.language import languages
from qol.storage import audit, mails
from qol.storage.tables import Mail
from qol.study.collection.handing_over import open_ways
from qol.study.collection.opening import Caller, open_at_home
from qol.study.collection.submitting import submit
from qol.study.house import furnish
from qol.study.mail import consent
from qol.study.mail.outbox import Outcome
from qol.study.mail.reminding import Done, remind, wanted
from qol.study.mail.sending import claim, send
from qol.study.mail.steps import next_kind
from qol.study.patients.enrolment import NewPatient, enrol
from tests.study.clinic import NOW, TODAY, Clinic
from tests.study.mail.conftest import ADDRESS, Kept, due_patient

DAY = timedelta(days=1)


def _run(clinic: Clinic, way_out: Kept, days: int = 0, again: bool = False) -> Done:
    on, moment = TODAY + days * DAY, NOW + days * DAY
    return remind(clinic.house, clinic.scope(None), on, lambda: moment, way_out, again)


def _rows(clinic: Clinic, code: str) -> list[Mail]:
    with clinic.house.database.reading() as session:
        patient = clinic.scope(None).patient(session, code)
        return mails.of_patients(session, [patient.id])[patient.id]


def _kinds(clinic: Clinic, code: str) -> list[str]:
    return [row.kind for row in _rows(clinic, code)]


def test_an_invitation_at_the_target_day_then_the_reminders_and_then_silence(staffed: Clinic, way_out: Kept) -> None:
    code = due_patient(staffed, 0)
    per_day = {}
    for day in range(40):
        before = len(way_out.messages)
        _run(staffed, way_out, day)
        if len(way_out.messages) > before:
            per_day[day] = _kinds(staffed, code)[-1]
    assert list(per_day.values()) == ["invitation", "reminder_1", "reminder_2"]
    days = list(per_day)
    assert (days[1] - days[0], days[2] - days[0]) == (7, 14)


def test_a_job_that_did_not_run_for_a_while_does_not_send_everything_at_once(
    alan: str, staffed: Clinic, way_out: Kept
) -> None:
    for day in (0, 0, 1, 2):
        _run(staffed, way_out, day)
    assert _kinds(staffed, alan) == ["invitation"]
    _run(staffed, way_out, 5)
    assert len(way_out.messages) == 2


@pytest.mark.parametrize(
    "stop",
    [
        lambda clinic, code: clinic.record(code, EventKind.DEATH, TODAY),
        lambda clinic, code: clinic.record(code, EventKind.WITHDRAWAL, TODAY),
        lambda clinic, code: consent.save(clinic.house, clinic.scope(), code, ADDRESS, False, NOW),
        lambda clinic, code: consent.save(clinic.house, clinic.scope(), code, "", False, NOW),
    ],
    ids=["death", "withdrawal", "consent ended", "no address"],
)
def test_nothing_is_sent_after(staffed: Clinic, alan: str, way_out: Kept, stop: Callable[[Clinic, str], None]) -> None:
    stop(staffed, alan)
    for day in range(0, 30, 3):
        assert _run(staffed, way_out, day).outcomes == {}
    with pytest.raises(QolError):
        send(staffed.house, staffed.scope(), alan, "decision", "link", TODAY, NOW, way_out)
    assert way_out.messages == []


def test_nothing_is_sent_about_what_was_answered_or_has_ended(staffed: Clinic, alan: str, way_out: Kept) -> None:
    assert len(_wanted(staffed, 0)) == 1
    assert _wanted(staffed, 300) == []
    _run(staffed, way_out)
    submit(staffed.house.database, _assessment(staffed, alan), "8a1b0f9e-6f7a-4a53-9d0f-0f2f6f1d2a11", NOW)
    assert [_run(staffed, way_out, day).outcomes for day in (1, 7, 14)] == [{}, {}, {}]


def _wanted(clinic: Clinic, days: int) -> list[str]:
    found = wanted(clinic.house, clinic.scope(None), TODAY + days * DAY, NOW + days * DAY)
    return [one.visit for one in found if one.visit == "decision"]


def _assessment(clinic: Clinic, code: str) -> str:
    from qol.storage import assessments

    with clinic.house.database.reading() as session:
        patient = clinic.scope(None).patient(session, code)
        return assessments.of_patient(session, patient.id)[-1].id


def test_a_consent_that_ends_between_the_list_and_the_sending_still_counts(
    staffed: Clinic, alan: str, way_out: Kept
) -> None:
    assert len(_wanted(staffed, 0)) == 1
    consent.save(staffed.house, staffed.scope(), alan, ADDRESS, False, NOW)
    with pytest.raises(QolError, match="has not agreed"):
        claim(staffed.house, staffed.scope(), alan, "decision", "invitation", TODAY, NOW)
    assert _rows(staffed, alan) == []


def test_the_message_says_nothing_of_an_illness_a_study_or_the_person(
    staffed: Clinic, alan: str, way_out: Kept
) -> None:
    _run(staffed, way_out)
    text = str(way_out.messages[0]).lower() + way_out.messages[0].get_content().lower()
    for word in ("cancer", "rectal", "rectum", "bowel", "stoma", "surgery", "hospital", "oncolog", "northfield",
                 "follow-up", "dunmore, ", "k7q", alan.lower(), "1949", "treatment", "decision",
                 "quality of life"):  # fmt: skip
        assert word not in text, word


@pytest.mark.parametrize("language", languages())
def test_every_patient_is_written_to_in_the_patients_own_language(
    staffed: Clinic, way_out: Kept, language: str
) -> None:
    new = NewPatient("Shirin Rahimi", TODAY.replace(year=1967), "female", "77", language, staffed.sites["Northfield"])
    code = enrol(staffed.house, staffed.scope(), new, TODAY - 60 * DAY, NOW)
    staffed.decided(code, "nom")
    consent.save(staffed.house, staffed.scope(), code, "shirin@example.org", True, NOW)
    _run(staffed, way_out)
    (message,) = way_out.messages
    assert message["Content-Language"] == language
    english = "As you agreed, we write to you" in message.get_content()
    assert english == (language == "en")
    assert (f"?lang={language}#" in message.get_content()) == (language != "en")


def test_the_link_opens_with_the_date_of_birth_and_an_earlier_link_stays_open(
    staffed: Clinic, alan: str, way_out: Kept
) -> None:
    given = open_ways(staffed.house, staffed.scope(), alan, "decision", "link", "en", TODAY, NOW)
    _run(staffed, way_out)
    found = re.search(r"http://127\.0\.0\.1:8000/s#([\w-]{22})\n", way_out.messages[0].get_content())
    assert found is not None
    born = NOW.date().replace(1949, 11, 17)
    for link in (found[1], given.link):
        assert open_at_home(staffed.house.database, "link", link, born, Caller("192.0.2.1", {}), NOW)


def test_a_run_at_the_same_moment_in_two_houses_sends_once(staffed: Clinic, way_out: Kept) -> None:
    codes = [due_patient(staffed, 10, number=f"N-{number}") for number in range(6)]
    houses = [staffed.house, furnish(staffed.settings)]
    start = Barrier(2)

    def run(number: int) -> Done:
        start.wait()
        return remind(houses[number], staffed.scope(None), TODAY, lambda: NOW, way_out)

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(run, range(2)))
    houses[1].database.close()
    assert len(way_out.messages) == 6
    assert sum(done.outcomes.get("sent", 0) for done in both) == 6
    assert all(_kinds(staffed, code) == ["invitation"] for code in codes)


def test_a_death_between_claiming_and_sending_is_visible_and_sent_again_only_when_asked(
    staffed: Clinic, alan: str, way_out: Kept
) -> None:
    claim(staffed.house, staffed.scope(), alan, "decision", "invitation", TODAY, NOW)
    (row,) = _rows(staffed, alan)
    assert row.state == "claimed"
    assert _run(staffed, way_out, 1).outcomes == {}
    assert _run(staffed, way_out, 1, again=True).outcomes == {"sent": 1}
    assert [(row.state, row.tries) for row in _rows(staffed, alan)] == [("sent", 2)]
    assert _run(staffed, way_out, 1, again=True).outcomes == {}


def test_what_is_being_sent_at_this_moment_is_not_sent_again(staffed: Clinic, alan: str, way_out: Kept) -> None:
    claim(staffed.house, staffed.scope(), alan, "decision", "invitation", TODAY, NOW)
    assert _run(staffed, way_out, 0, again=True).outcomes == {}


def test_what_certainly_did_not_leave_is_tried_again_by_the_next_run_and_not_for_ever(
    staffed: Clinic, alan: str, way_out: Kept
) -> None:
    way_out.outcome = Outcome("failed", "451 4.2.1")
    for day in range(10):
        _run(staffed, way_out, day)
    assert [row.tries for row in _rows(staffed, alan) if row.kind == "invitation"] == [5]
    assert len({message["Message-ID"] for message in way_out.messages[:5]}) == 1


def test_a_run_ends_at_once_where_the_server_is_away(staffed: Clinic, way_out: Kept) -> None:
    codes = [due_patient(staffed, 10, number=f"N-{number}") for number in range(3)]
    way_out.outcome = Outcome("failed", None, reached=False)
    assert _run(staffed, way_out).unreachable
    assert len(way_out.messages) == 1
    way_out.outcome = Outcome("sent", "250")
    assert _run(staffed, way_out).outcomes == {"sent": 3}
    assert all(row.state == "sent" for code in codes for row in _rows(staffed, code))


def test_a_refused_address_is_not_written_to_until_it_was_looked_at(staffed: Clinic, alan: str, way_out: Kept) -> None:
    way_out.outcome = Outcome("refused", "550 5.1.1")
    _run(staffed, way_out)
    way_out.outcome = Outcome("sent", "250")
    assert _run(staffed, way_out, 8).outcomes == {}
    with pytest.raises(QolError, match="came back"):
        send(staffed.house, staffed.scope(), alan, "decision", "link", TODAY, NOW + 8 * DAY, way_out)
    consent.save(staffed.house, staffed.scope(), alan, "alan.d@example.org", True, NOW + 8 * DAY)
    assert _run(staffed, way_out, 8).outcomes == {"sent": 1}
    assert way_out.messages[-1]["To"] == "alan.d@example.org"


def test_staff_send_a_link_as_often_as_they_like_and_the_audit_says_so(
    staffed: Clinic, alan: str, way_out: Kept
) -> None:
    for _ in range(2):
        done = send(staffed.house, staffed.scope(), alan, "decision", "link", TODAY, NOW, way_out)
        assert done == Outcome("sent", "250 2.0.0")
    with staffed.house.database.reading() as session:
        actions = [entry.action for entry in audit.latest(session, 4)]
    assert actions[:2] == ["mail.link", "mail.link"]


def test_neither_log_nor_audit_holds_the_address(staffed: Clinic, alan: str, way_out: Kept) -> None:
    way_out.outcome = Outcome("refused", "550 5.1.1")
    _run(staffed, way_out)
    file = staffed.settings.sqlite_file
    assert file is not None
    staffed.house.database.close()
    content = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert b"example.org" not in content


def test_other_sites_patients_are_not_reached_from_here(staffed: Clinic, way_out: Kept) -> None:
    code = staffed.enrol(site="Southmere")
    with pytest.raises(QolError, match="no such patient"):
        consent.save(staffed.house, staffed.scope("Northfield"), code, ADDRESS, True, NOW)


@pytest.mark.parametrize(("days", "kind"), [(-1, ""), (0, "invitation"), (6, "invitation"), (30, "invitation")])
def test_the_first_message_is_an_invitation_whenever_it_leaves(days: int, kind: str) -> None:
    assert next_kind(TODAY, (7, 14), (), TODAY + days * DAY, NOW + days * DAY) == kind


def test_a_protocol_may_remind_nobody() -> None:
    sent = Mail(key="k", kind="invitation", message_id="m", state="sent", claimed_at=NOW, by="x")
    assert next_kind(TODAY, (), (sent,), TODAY + 60 * DAY, NOW + 60 * DAY) == ""
