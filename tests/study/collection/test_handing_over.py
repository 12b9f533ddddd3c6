"""Handing over: opened once a visit, by the facts of the timeline, with secrets that nobody can read again."""

import re
from datetime import timedelta

import pytest

from qol.course.events import EventKind
from qol.errors import NotFound, QolError
from qol.storage import accesses, assessments, definitions, forms
from qol.study.collection import answering
from qol.study.collection.handing_over import Ways, arrival, open_ways
from qol.study.collection.opening import Caller, open_at_home, open_on_tablet
from qol.study.schedule.visit_plan import plan
from qol.study.secrets import grouped, normal, secret_hash
from tests.study.clinic import NOW, TODAY, Clinic

DAY = timedelta(days=1)
NOBODY = Caller("10.0.0.9", {})


def _ways(clinic: Clinic, code: str, kind: str = "handover", visit: str = "decision") -> Ways:
    return open_ways(clinic.house, clinic.scope(), code, visit, kind, "en", TODAY, NOW)


@pytest.fixture
def code(staffed: Clinic) -> str:
    """A patient ten days after the decision for NOM."""
    found = staffed.enrol(on=TODAY - 60 * DAY)
    staffed.decided(found, "nom")
    return found


def _assessments(clinic: Clinic, code: str) -> list:
    with clinic.house.database.reading() as session:
        patient = clinic.scope().patient(session, code)
        return list(assessments.of_patient(session, patient.id))


def test_the_plan_names_forms_questions_minutes_and_facts(staffed: Clinic, code: str) -> None:
    found = plan(staffed.house, staffed.scope(), code, "decision", TODAY)
    assert [form.instrument for form in found.forms] == ["treatment_satisfaction", "qlq_c30", "qlq_cr29", "lars"]
    assert found.facts == {
        "strategy": "nom", "rectum": "kept", "stoma": "no", "sex": "male", "occasion": "decision",
    }  # fmt: skip
    assert found.questions == sum(form.questions for form in found.forms)
    assert 5 < found.minutes < 20
    assert found.ask_before


def test_with_a_stoma_lars_is_not_asked_and_the_plan_says_why(staffed: Clinic, code: str) -> None:
    staffed.record(code, EventKind.STOMA_FORMED, TODAY - DAY, intent="temporary")
    found = plan(staffed.house, staffed.scope(), code, "decision", TODAY)
    assert "lars" not in [form.instrument for form in found.forms]
    assert [item.because for item in found.not_asked] == ["stoma no"]


def test_before_a_decision_treatment_satisfaction_is_not_asked(staffed: Clinic) -> None:
    undecided = staffed.enrol()
    found = plan(staffed.house, staffed.scope(), undecided, "pre_treatment", TODAY)
    assert [form.instrument for form in found.forms] == ["qlq_c30", "qlq_cr29", "lars"]


def test_a_visit_is_opened_once_however_often_it_is_handed_over(staffed: Clinic, code: str) -> None:
    for kind in ("handover", "handover", "link", "slip"):
        _ways(staffed, code, kind)
    (row,) = _assessments(staffed, code)
    assert (row.visit_id, row.protocol_id) == ("decision", "stage_1_3")
    with staffed.house.database.reading() as session:
        kept = forms.of_assessment(session, row.id)
        assert [form.position for form in kept] == [1, 2, 3, 4]
        for form in kept:
            assert definitions.body(session, "scoring", form.scoring_hash)
            assert definitions.body(session, "wording", form.wording_hash)
    assert {form.wording_kind for form in kept} == {"not_validated", "paraphrase"}
    assert all("not" in form.wording_notice for form in kept)


def test_what_is_not_begun_follows_the_timeline_and_what_is_begun_stays(staffed: Clinic, code: str) -> None:
    _ways(staffed, code)
    staffed.record(code, EventKind.STOMA_FORMED, TODAY - DAY, intent="temporary")
    _ways(staffed, code)
    (row,) = _assessments(staffed, code)
    assert row.facts["stoma"] == "yes"
    with staffed.house.database.writing() as session:
        assert len(forms.of_assessment(session, row.id)) == 3
        questionnaire = answering.questionnaire(session, row.id)
        answering.decline(session, questionnaire, questionnaire.path.steps[0], NOW)
    staffed.record(code, EventKind.STOMA_CLOSED, TODAY)
    _ways(staffed, code)
    (row,) = _assessments(staffed, code)
    assert row.facts["stoma"] == "yes"


def test_a_hand_over_code_opens_one_tablet_once_within_ten_minutes(staffed: Clinic, code: str) -> None:
    database = staffed.house.database
    ways = _ways(staffed, code)
    assert re.fullmatch(r"\d{6}", ways.handover)
    assert ways.until == NOW + timedelta(minutes=10)
    assert open_on_tablet(database, grouped(ways.handover), NOBODY, NOW)
    with pytest.raises(QolError):
        open_on_tablet(database, ways.handover, NOBODY, NOW)
    late = _ways(staffed, code)
    with pytest.raises(QolError, match="older than 10 minutes"):
        open_on_tablet(database, late.handover, NOBODY, NOW + timedelta(minutes=11))


def test_a_new_code_ends_the_one_before(staffed: Clinic, code: str) -> None:
    first = _ways(staffed, code)
    _ways(staffed, code)
    with pytest.raises(QolError):
        open_on_tablet(staffed.house.database, first.handover, NOBODY, NOW)


def test_a_link_and_a_typed_code_open_at_home_with_the_date_of_birth(staffed: Clinic, code: str) -> None:
    born = plan(staffed.house, staffed.scope(), code, "decision", TODAY).person
    assert born is not None
    assert born.birth_date is not None
    ways = _ways(staffed, code, "slip")
    for kind, secret in (("link", ways.link), ("typed", grouped(ways.typed).lower())):
        assert open_at_home(staffed.house.database, kind, secret, born.birth_date, NOBODY, NOW)
    with pytest.raises(QolError, match="does not match"):
        open_at_home(staffed.house.database, "link", ways.link, born.birth_date + DAY, NOBODY, NOW)


def test_a_link_lasts_until_the_window_closes(staffed: Clinic, code: str) -> None:
    ways = _ways(staffed, code, "link")
    with staffed.house.database.reading() as session:
        access = accesses.by_secret(session, secret_hash("link", ways.link))
    assert ways.closes is not None
    assert access is not None
    assert access.expires_at.date() in (ways.closes, ways.closes + DAY)
    assert ways.link not in repr(access)


def test_a_visit_that_is_not_open_is_refused_in_a_sentence(staffed: Clinic, code: str) -> None:
    with pytest.raises(QolError, match="not open yet"):
        plan(staffed.house, staffed.scope(), code, "month_12", TODAY)
    with pytest.raises(QolError, match=r"cannot be answered|no longer"):
        plan(staffed.house, staffed.scope(), code, "pre_treatment", TODAY)
    for unknown in ("month_13", "resection_3m", ""):
        with pytest.raises(NotFound):
            plan(staffed.house, staffed.scope(), code, unknown, TODAY)


def test_nothing_of_another_site_is_handed_over_or_asked_about(staffed: Clinic, code: str) -> None:
    ways = _ways(staffed, code)
    other = staffed.scope("Southmere")
    with pytest.raises(NotFound):
        plan(staffed.house, other, code, "decision", TODAY)
    with pytest.raises(NotFound):
        open_ways(staffed.house, other, code, "decision", "handover", "en", TODAY, NOW)
    with pytest.raises(NotFound):
        arrival(staffed.house, other, code, "decision", ways.access_id)
    mine = staffed.enrol("June Whitcombe", number="4821-077")
    with pytest.raises(NotFound):
        arrival(staffed.house, staffed.scope(), mine, "decision", ways.access_id)


def test_staff_see_whether_a_code_was_used(staffed: Clinic, code: str) -> None:
    ways = _ways(staffed, code)
    assert arrival(staffed.house, staffed.scope(), code, "decision", ways.access_id).used_at is None
    open_on_tablet(staffed.house.database, ways.handover, NOBODY, NOW)
    found = arrival(staffed.house, staffed.scope(), code, "decision", ways.access_id)
    assert found.used_at == NOW
    assert found.started_at is None


@pytest.mark.parametrize(
    ("kind", "typed", "same"),
    [
        ("handover", "482 917", "482917"),
        ("handover", "۴۸۲ ۹۱۷", "482917"),
        ("slip", "48-29-17", "482917"),
        ("typed", "k7qf-3m9t xa4c", "K7QF3M9TXA4C"),
        ("link", " aB-c_9 ", "aB-c_9"),
    ],
)
def test_what_people_add_to_a_code_does_not_matter(kind: str, typed: str, same: str) -> None:
    assert normal(kind, typed) == same
