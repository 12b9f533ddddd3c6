"""Marked answers on the clinician's pages: who looks, by when, who saw it; and nobody watches live."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from qol.storage import staff
from qol.study.collection.handing_over import open_ways
from tests.study.attention.marking import WHO, mark
from tests.study.clinic import NOW, TODAY
from tests.study.corrections.answered import answered
from tests.web.staff.conftest import Site, Visitor


@pytest.fixture
def code(site: Site) -> str:
    mark(site.clinic)
    return answered(site.clinic)


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(form|item|version)" value="([^"]+)"', text))


def test_the_flag_stands_on_the_patients_page_and_in_the_list(
    site: Site, as_role: Callable[[str], Visitor], code: str
) -> None:
    clinician = as_role("clinician")
    for address in (f"/patients/{code}", "/attention"):
        text = clinician.text(address)
        assert "Feels low" in text
        assert WHO in text
        assert "To be seen by 14 March 2026" in text
    assert "1 marked answer has not been seen" in clinician.text("/due")


def test_seen_is_said_with_name_and_time_and_nothing_waits(
    site: Site, as_role: Callable[[str], Visitor], code: str
) -> None:
    clinician = as_role("clinician")
    data = hidden(clinician.get("/attention").text) | {"back": "list"}
    answer = clinician.post(f"/patients/{code}/attention", data, token_from="/attention")
    assert answer.status_code == 303
    text = clinician.text("/attention")
    assert "Every marked answer has been seen." in text
    assert "Seen by Clinician Marlow, 12 March 2026" in text
    assert "marked answer" not in clinician.text("/due")


def test_what_nobody_saw_in_time_is_overdue(site: Site, coordinator: Visitor, code: str) -> None:
    assert "Overdue" not in coordinator.text("/attention")
    mark(site.clinic, deadline=0)
    site.clock.now = NOW + timedelta(minutes=30)
    assert "Overdue: to be seen by" in coordinator.text("/attention")


def test_another_role_is_shown_it_and_does_not_tick_it_off(site: Site, coordinator: Visitor, code: str) -> None:
    text = coordinator.get("/attention").text
    assert "I have seen it" not in text
    form = re.search(r"/patients/[^/]+/forms/([0-9a-f-]+)", coordinator.get(f"/patients/{code}").text)
    assert form
    strange = {"form": form[1], "item": "q24", "version": "²"}
    assert coordinator.post(f"/patients/{code}/attention", strange, token_from="/due").status_code == 404


def test_who_is_the_reader_at_another_site_alone_is_shown_it_and_does_not_tick_it_off(
    site: Site, coordinator: Visitor, as_role: Callable[[str], Visitor], code: str
) -> None:
    with site.clinic.house.database.writing() as session:
        both = site.clinic.staff["coordinator"]
        staff.grant(session, both, "clinician", site.clinic.study_id, site.clinic.sites["Southmere"])
    sent = hidden(as_role("clinician").get("/attention").text)
    for address in ("/attention", f"/patients/{code}"):
        text = coordinator.get(address).text
        assert "Feels low" in text and "I have seen it" not in text
    assert coordinator.post(f"/patients/{code}/attention", sent, token_from="/due").status_code == 403


def test_without_marks_the_page_says_that_nobody_looks(site: Site, coordinator: Visitor) -> None:
    assert "marks no answers, so nobody is asked to look" in coordinator.text("/attention")


def test_the_first_page_says_that_nobody_watches_live_also_where_answers_are_marked(
    site: Site, as_role: Callable[[str], Visitor]
) -> None:
    mark(site.clinic)
    code = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(code, "nom")
    ways = open_ways(site.clinic.house, site.clinic.scope(), code, "decision", "handover", "en", TODAY, NOW)
    patient = as_role("")
    opened = patient.post("/tablet", {"code": ways.handover})
    assert opened.status_code == 303
    assert "Nobody is watching these answers live" in patient.text("/survey")
