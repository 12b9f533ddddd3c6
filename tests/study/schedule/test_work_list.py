"""Who is due: one line an open visit, what is urgent first, nothing of other sites."""

from datetime import date, timedelta

import pytest

from qol.course.events import EventKind
from qol.study.collection import answering
from qol.study.collection.handing_over import open_ways
from qol.study.collection.submitting import submit
from qol.study.schedule.work_list import Choice, Row, WorkList, work_list
from tests.study.clinic import NOW, TODAY, Clinic

DAY = timedelta(days=1)


def _list(clinic: Clinic, site: str | None = "Northfield", on: date = TODAY, page: int = 1, **choice: str) -> WorkList:
    return work_list(clinic.house, clinic.scope(site), Choice(**choice, page=page), on)


def _rows(found: WorkList) -> list[Row]:
    return [row for group in found.groups for row in group.rows]


def _begin(clinic: Clinic, code: str, kind: str = "handover") -> str:
    """Hand over the decision visit; the assessment's id."""
    open_ways(clinic.house, clinic.scope(), code, "decision", kind, "en", TODAY, NOW)
    with clinic.house.database.reading() as session:
        from qol.storage import assessments

        patient = clinic.scope().patient(session, code)
        return assessments.of_patient(session, patient.id)[-1].id


@pytest.fixture
def alan(staffed: Clinic) -> str:
    code = staffed.enrol(on=TODAY - 60 * DAY)
    staffed.decided(code, "nom")
    return code


def test_an_open_window_is_a_line_with_person_strategy_visit_and_days_left(staffed: Clinic, alan: str) -> None:
    (row,) = _rows(_list(staffed))
    assert (row.code, row.name, row.hospital_number, row.strategy) == (alan, "Alan Dunmore", "4790-312", "nom")
    assert (row.visit, row.state, row.place) == ("decision", "due", "waiting")
    assert row.closes is not None
    assert row.days_left == (row.closes - TODAY).days


def test_a_patient_before_any_decision_is_undecided_and_due_before_treatment(staffed: Clinic) -> None:
    staffed.enrol()
    (row,) = _rows(_list(staffed))
    assert (row.strategy, row.visit_label) == ("undecided", "Before treatment")


def test_other_sites_have_their_own_list(staffed: Clinic, alan: str) -> None:
    other = staffed.enrol("June Whitcombe", site="Southmere", number="4821-077")
    assert [row.code for row in _rows(_list(staffed, "Southmere"))] == [other]
    assert {row.code for row in _rows(_list(staffed, None))} == {alan, other}
    assert {row.site for row in _rows(_list(staffed, None))} == {"Northfield", "Southmere"}


def test_overdue_comes_before_due(staffed: Clinic, alan: str) -> None:
    late = staffed.enrol("Thomas Byrne", on=TODAY - 60 * DAY, number="4815-229")
    staffed.decided(late, "surgery", days_ago=20)
    found = _rows(_list(staffed))
    assert [(row.code, row.state) for row in found] == [(late, "overdue"), (alan, "due")]
    assert [row.code for row in _rows(_list(staffed, state="overdue"))] == [late]


def test_places_follow_what_was_given_to_the_patient(staffed: Clinic, alan: str) -> None:
    _begin(staffed, alan, "link")
    assert [group.place for group in _list(staffed).groups] == ["home"]
    _begin(staffed, alan)
    assert [group.place for group in _list(staffed).groups] == ["clinic"]
    assert [group.place for group in _list(staffed, on=TODAY + DAY).groups] == ["waiting"]


def test_what_is_begun_says_where_the_patient_is_and_is_partly_answered_from_the_next_day(
    staffed: Clinic, alan: str
) -> None:
    assessment = _begin(staffed, alan)
    with staffed.house.database.writing() as session:
        for _ in range(3):
            asked = answering.questionnaire(session, assessment)
            step = asked.path.first_open(asked.store)
            assert step is not None
            answering.decline(session, asked, step, NOW)
    (row,) = _rows(_list(staffed))
    assert (row.state, row.question) == ("in_progress", 4)
    assert row.questions > 50
    (later,) = _rows(_list(staffed, on=TODAY + DAY))
    assert later.state == "partially_completed"


def test_what_was_answered_today_is_shown_apart_and_gone_tomorrow(staffed: Clinic, alan: str) -> None:
    assessment = _begin(staffed, alan)
    submit(staffed.house.database, assessment, "8a1b0f9e-6f7a-4a53-9d0f-0f2f6f1d2a11", NOW)
    found = _list(staffed)
    assert (found.open, found.counts, found.groups) == (0, {"completed": 1}, ())
    (row,) = _rows(_list(staffed, state="completed"))
    assert (row.code, row.gaps) == (alan, True)
    assert _list(staffed, on=TODAY + DAY).counts == {}


@pytest.mark.parametrize("find", ["dunm", "ALAN DUNMORE", "4790 312", "4790-3"])
def test_a_search_finds_part_of_a_name_a_number_or_a_code(staffed: Clinic, alan: str, find: str) -> None:
    staffed.enrol("June Whitcombe", number="4821-077")
    assert [row.code for row in _rows(_list(staffed, find=find))] == [alan]
    assert alan in [row.code for row in _rows(_list(staffed, find=alan.lower()))]


def test_the_visit_filter_offers_what_is_there(staffed: Clinic, alan: str) -> None:
    staffed.enrol("June Whitcombe", number="4821-077")
    found = _list(staffed, visit="decision")
    assert [row.code for row in _rows(found)] == [alan]
    assert found.visits == {"decision": "Decision", "pre_treatment": "Before treatment"}


def test_a_visit_that_is_answered_with_another_is_one_line(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - 500 * DAY)
    staffed.record(code, EventKind.NEOADJUVANT_END, TODAY - 360 * DAY)
    staffed.record(code, EventKind.DECISION, TODAY - 330 * DAY, strategy="surgery")
    staffed.record(code, EventKind.RESECTION, TODAY - 330 * DAY, operation="lar")
    (row,) = _rows(_list(staffed))
    assert row.visit == "resection_12m"
    assert row.also_answers == ("Month 12",)


def test_the_list_is_narrowed_by_site_strategy_and_place(staffed: Clinic, alan: str) -> None:
    other = staffed.enrol("June Whitcombe", site="Southmere", number="4821-077")
    for choice, expected in (
        ({"site": staffed.sites["Southmere"]}, [other]),
        ({"strategy": "undecided"}, [other]),
        ({"strategy": "nom"}, [alan]),
        ({"place": "home"}, []),
        ({"place": "waiting", "strategy": "nom"}, [alan]),
    ):
        found = work_list(staffed.house, staffed.scope(None), Choice(**choice), TODAY)
        assert [row.code for row in _rows(found)] == expected


def test_a_day_to_come_has_what_opens_until_then_and_not_what_has_closed(staffed: Clinic, alan: str) -> None:
    (row,) = _rows(_list(staffed))
    opening = staffed.enrol("June Whitcombe", on=TODAY - 90 * DAY, number="4821-077")
    staffed.record(opening, EventKind.NEOADJUVANT_END, TODAY - 60 * DAY)
    (later,) = [
        one for one in _rows(_list(staffed, on=TODAY + 40 * DAY)) if one.code == opening and one.visit == "month_3"
    ]
    assert later.opens is not None
    before = later.opens - 3 * DAY
    assert ("month_3", "upcoming") not in [(one.visit, one.state) for one in _rows(_list(staffed, on=before))]
    week = _rows(_list(staffed, on=before, day="week"))
    assert ("month_3", "upcoming") in [(one.visit, one.state) for one in week if one.code == opening]
    assert row.closes is not None
    assert alan in [one.code for one in _rows(_list(staffed, on=row.closes))]
    assert "decision" not in [one.visit for one in _rows(_list(staffed, on=row.closes, day="tomorrow"))]


def test_a_long_list_comes_in_pages_that_hold_everybody_once(staffed: Clinic) -> None:
    codes = {staffed.enrol(f"Person {number}", number=f"N-{number}") for number in range(53)}
    first, second = _list(staffed), _list(staffed, page=2)
    assert (first.pages, len(_rows(first)), first.open) == (2, 50, 53)
    assert {row.code for row in (*_rows(first), *_rows(second))} == codes
