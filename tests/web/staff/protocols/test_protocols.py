"""The protocol as a calendar for all staff; upload, comparison and taking for administrators."""

import io
from collections.abc import Callable

import pytest

from qol.study.protocols import protocol_shelf
from qol.study.protocols.next_version import versions_of
from tests.study.protocols.changed import changed_text
from tests.web.staff.conftest import Site, Visitor, words


@pytest.fixture
def administrator(as_role: Callable[[str], Visitor]) -> Visitor:
    return as_role("administrator")


def upload(visitor: Visitor, text: str) -> str:
    answer = visitor.post("/protocols", {"file": (io.BytesIO(text.encode()), "my.yaml")})
    assert answer.status_code == 303, words(answer, answer.status_code)
    return answer.location


@pytest.mark.parametrize("role", ["coordinator", "clinician", "researcher", "administrator"])
def test_all_staff_see_the_calendar_with_windows_and_burden(role: str, as_role: Callable[[str], Visitor]) -> None:
    page = as_role(role).text("/protocol")
    for part in ("Month 12 10 months – 12 months – 13 months – 14 months", "61–82", "months since: End of neoadjuvant",
                 "surgery, stoma", "with the study"):  # fmt: skip
        assert part in page


def test_an_uploaded_protocol_is_compared_and_taken_only_when_it_is_confirmed(
    site: Site, administrator: Visitor
) -> None:
    place = upload(administrator, changed_text(month_6=""))
    page = administrator.text(place)
    assert "What changes for follow-up, which follows stage_1_3" in page
    assert "Visit: Month 12" in page and "Visit: Month 6" in page
    assert len(versions_of(site.clinic.house, None)) == 1
    taken = administrator.post(place, {"move": "store", "study": "follow-up", "reason": "Amendment 2"})
    assert taken.status_code == 303
    assert "my_study 9.0" in administrator.text(taken.location)
    assert versions_of(site.clinic.house, None)[-1].by == "Administrator Marlow"
    assert administrator.get(place).status_code == 404
    earlier = administrator.text("/protocol?version=1")
    assert "An earlier version" in earlier and "Month 6" in earlier
    assert "Month 6 5 months" not in administrator.text("/protocol")


def test_without_a_reason_nothing_is_taken(site: Site, administrator: Visitor) -> None:
    place = upload(administrator, changed_text())
    answer = administrator.post(place, {"move": "store", "study": "follow-up", "reason": ""})
    assert "Say why the protocol changes" in words(answer, 409)
    assert len(versions_of(site.clinic.house, None)) == 1
    assert protocol_shelf.stored(site.clinic.house) == ()


def test_a_protocol_can_be_stored_for_a_new_study_and_withdrawn(site: Site, administrator: Visitor) -> None:
    place = upload(administrator, changed_text())
    assert administrator.post(place, {"move": "store", "study": "", "reason": ""}).status_code == 303
    (one,) = protocol_shelf.stored(site.clinic.house)
    assert administrator.get(f"/protocols/files/{one.name}").data == changed_text().encode()
    answer = administrator.post(f"/protocols/files/{one.name}/withdraw", {}, token_from="/protocols")
    assert answer.status_code == 303
    assert protocol_shelf.stored(site.clinic.house) == ()
    assert administrator.get(f"/protocols/files/{one.name}").status_code == 404


def test_every_problem_stands_in_a_table_with_its_line(site: Site, administrator: Visitor) -> None:
    body = changed_text(month_12="40 months").replace("asks: core}", "asks: nothing}").encode()
    answer = administrator.post("/protocols", {"file": (io.BytesIO(body), "my.yaml")})
    page = words(answer, 422)
    assert "things to put right in my.yaml" in page
    assert page.count("asks nothing, which is no battery") > 5
    assert protocol_shelf.stored(site.clinic.house) == ()


def test_what_is_not_confirmed_is_forgotten(site: Site, administrator: Visitor) -> None:
    place = upload(administrator, changed_text())
    assert administrator.post(place, {"move": "forget"}).status_code == 303
    assert administrator.get(place).status_code == 404
    assert len(versions_of(site.clinic.house, None)) == 1
