"""Charts of a patient's own course: gaps as gaps, not applicable as words, one direction a row."""

from datetime import timedelta

import pytest

from qol.course.events import EventKind
from qol.study.collection.handing_over import open_ways
from qol.study.patients.patient_record import Record, record
from qol.web.staff.patients.course_charts import FOOT, LEFT, RIGHT, TOP, Chart, directions
from tests.study.clinic import NOW, TODAY
from tests.web.staff.answering import answer_everything
from tests.web.staff.conftest import Site


def _handed_over(site: Site, code: str, visit: str, days_ago: int = 0) -> None:
    clinic, earlier = site.clinic, timedelta(days=days_ago)
    open_ways(clinic.house, clinic.scope(), code, visit, "handover", "en", TODAY - earlier, NOW - earlier)
    answer_everything(clinic, code, NOW - earlier)


def _record(site: Site, code: str) -> Record:
    return record(site.clinic.house, site.clinic.scope(), code, TODAY)


def _charts(site: Site, code: str) -> dict[str, Chart]:
    with site.app.test_request_context():
        return {c.title: c for row in directions(_record(site, code), TODAY) for c in row.charts}


@pytest.fixture
def code(site: Site) -> str:
    """Month 3 went by without a form; a resection's month 3 is answered, with a stoma."""
    clinic = site.clinic
    found = clinic.enrol(on=TODAY - timedelta(days=300))
    clinic.record(found, EventKind.NEOADJUVANT_END, TODAY - timedelta(days=200))
    clinic.record(found, EventKind.DECISION, TODAY - timedelta(days=100), strategy="surgery")
    clinic.record(found, EventKind.RESECTION, TODAY - timedelta(days=92), operation="lar", leak="no")
    clinic.record(found, EventKind.STOMA_FORMED, TODAY - timedelta(days=92), intent="temporary")
    _handed_over(site, found, "resection_3m")
    return found


def test_directions_are_never_mixed_in_a_row(site: Site, code: str) -> None:
    with site.app.test_request_context():
        rows = directions(_record(site, code), TODAY)
    assert [row.better for row in rows] == [True, False]
    assert {chart.title for chart in rows[0].charts} == {
        "Satisfaction with treatment", "Global quality of life", "Physical function",
    }  # fmt: skip


def test_a_missed_visit_is_a_ring_and_no_line_crosses_it(site: Site, code: str) -> None:
    chart = _charts(site, code)["Global quality of life"]
    assert len(chart.rings) >= 1
    assert len(chart.dots) == 1
    assert chart.lines == ()
    assert chart.words == "17 on 12 March"


def test_with_a_stoma_lars_has_no_chart_of_its_own(site: Site, code: str) -> None:
    assert "LARS score" not in _charts(site, code)


def test_everything_lies_inside_the_plot(site: Site, code: str) -> None:
    for chart in _charts(site, code).values():
        assert all(LEFT <= x <= RIGHT and TOP <= y <= FOOT for x, y in chart.dots)
        assert all(LEFT <= x <= RIGHT for x in chart.rings)
        assert all(x + width <= RIGHT + 0.2 for x, width in chart.states)
        assert [digits for _, digits in chart.marks] in (["0", "50", "100"], ["0", "21", "42"])


def test_a_score_is_as_high_as_its_number(site: Site, code: str) -> None:
    chart = _charts(site, code)["Physical function"]
    ((_, y),) = chart.dots
    assert y == pytest.approx(FOOT - (FOOT - TOP) * (200 / 3) / 100, abs=0.1)


def test_lars_before_a_stoma_says_not_applicable_with_one(site: Site) -> None:
    clinic = site.clinic
    code = clinic.enrol(on=TODAY - timedelta(days=160))
    clinic.decided(code, "nom", days_ago=120)
    _handed_over(site, code, "decision", days_ago=115)
    before = _charts(site, code)["LARS score"]
    clinic.record(code, EventKind.REGROWTH, TODAY - timedelta(days=3))
    clinic.record(code, EventKind.STOMA_FORMED, TODAY - timedelta(days=1), intent="temporary")
    _handed_over(site, code, "regrowth")
    after = _charts(site, code)["LARS score"]
    assert before.words == "no score on 2 January"  # month 3 was not answered
    assert after.words == "not applicable on 12 March"
    assert len(before.dots) == len(after.dots) == 1
    assert len(after.rings) == 1  # month 3; the visit with a stoma is no gap
