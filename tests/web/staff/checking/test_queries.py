"""The list of queries and the page on which one is answered."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from qol.course.events import EventKind
from tests.study.clinic import TODAY
from tests.study.corrections.answered import answered
from tests.web.staff.conftest import Site, Visitor, words


@pytest.fixture
def code(site: Site) -> str:
    found = answered(site.clinic)
    site.clinic.record(found, EventKind.STOMA_FORMED, TODAY - timedelta(days=20), intent="temporary")
    return found


def place(visitor: Visitor, code: str, title: str = "Answer and record differ") -> str:
    text = visitor.get(f"/patients/{code}").text
    found = re.search(rf'href="(/patients/{code}/queries/[0-9a-f]+)">[^<]*<span class="for-readers"> {title}', text)
    assert found
    return found[1]


def test_the_patients_page_says_what_is_in_doubt(site: Site, coordinator: Visitor, code: str) -> None:
    text = coordinator.text(f"/patients/{code}")
    assert "Answer and record differ: Has a stoma" in text
    assert "12 Mar 2026: without a stoma by the answer, with a stoma by the record." in text


def test_the_work_list_says_how_many_are_open(site: Site, coordinator: Visitor, code: str) -> None:
    assert "3 open queries" in coordinator.text("/due")


def test_a_query_is_answered_with_a_reason_and_leaves_the_page(site: Site, coordinator: Visitor, code: str) -> None:
    address = place(coordinator, code)
    looked = re.search(r'name="looked_at" value="([0-9a-f]+)"', coordinator.get(address).text)
    assert looked
    data = {"looked_at": looked[1]}
    refused = coordinator.post(f"{address}/answer", data, token_from=address)
    assert "Write in a few words why" in words(refused, 422)
    done = coordinator.post(f"{address}/answer", data | {"reason": "closed that morning"}, token_from=address)
    assert done.status_code == 303
    assert "Answer and record differ" not in coordinator.text(f"/patients/{code}")
    assert "closed that morning" in coordinator.text(address)
    assert "Right as it is 1" in coordinator.text("/queries")


def test_the_list_is_narrowed_and_strange_choices_are_not_said(site: Site, coordinator: Visitor, code: str) -> None:
    assert "Answer and record differ" in coordinator.text("/queries")
    assert "Answer and record differ: " not in coordinator.text("/queries?kind=no_form")
    assert "There is no such query." in coordinator.text("/queries?state=settled")
    for strange in ("state=lost", "kind=x", "older=1", "page=9999999", "page=two", "site=nowhere"):
        assert coordinator.get(f"/queries?{strange}").status_code == 200


def test_a_clinician_reads_and_does_not_answer(site: Site, as_role: Callable[[str], Visitor], code: str) -> None:
    clinician = as_role("clinician")
    address = place(clinician, code)
    assert "It is right as it is" not in clinician.text(address)
    assert clinician.post(f"{address}/answer", {"reason": "because"}, token_from=address).status_code == 403


def test_a_query_under_another_patients_address_is_not_there(site: Site, coordinator: Visitor, code: str) -> None:
    name = place(coordinator, code).rsplit("/", 1)[1]
    for someone in (site.clinic.enrol("June Whitcombe"), site.clinic.enrol(site="Southmere"), "A1A-000"):
        address = f"/patients/{someone}/queries/{name}"
        assert coordinator.get(address).status_code == 404
        assert coordinator.post(f"{address}/answer", {"reason": "because"}, token_from="/due").status_code == 404
