"""The page of wording packs: checked, shown, confirmed; only administrators, nothing overwritten."""

import io
import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from qol.instruments.wording_template import template
from qol.study.wording import licensed_wording
from tests.study.clinic import TODAY
from tests.study.licensed import ask_licensed, lay, pack_text
from tests.web.staff.conftest import Site, Visitor, words


@pytest.fixture
def administrator(as_role: Callable[[str], Visitor]) -> Visitor:
    return as_role("administrator")


def upload(visitor: Visitor, text: str | bytes, name: str = "lars.da.yaml") -> TestResponse:
    body = text.encode() if isinstance(text, str) else text
    return visitor.post("/wording", {"file": (io.BytesIO(body), name)})


def names(site: Site) -> list[str]:
    return [one.pack.name for one in licensed_wording.states(site.clinic.house, TODAY)]


def test_a_pack_is_stored_only_after_it_was_shown_and_confirmed(site: Site, administrator: Visitor) -> None:
    ask_licensed(site.clinic, "lars")
    answer = upload(administrator, pack_text(site.clinic, "lars", "da"))
    assert answer.status_code == 303
    assert names(site) == []
    page = administrator.text(answer.location)
    for part in ("LARS, Danish", "Nobody's Press", "N-12", "follow-up", "31 December 2027", "q1 Wind Licensed words 2",
                 "1 No, never Licensed words 7", "It is right: store it"):  # fmt: skip
        assert part in page
    stored = administrator.post(answer.location, {"move": "store"})
    assert stored.status_code == 303
    (name,) = names(site)
    assert f"{name} : in force for follow-up until 31 Dec 2027." in administrator.text(stored.location)
    assert administrator.get(answer.location).status_code == 404


def test_a_pack_that_is_not_confirmed_is_forgotten(site: Site, administrator: Visitor) -> None:
    place = upload(administrator, pack_text(site.clinic, "lars", "da")).location
    assert administrator.post(place, {"move": "forget"}).status_code == 303
    assert names(site) == []
    assert administrator.get(place).status_code == 404


def test_every_problem_stands_in_a_table_with_its_line(site: Site, administrator: Visitor) -> None:
    answer = upload(administrator, template(site.clinic.house.library["lars"], "da"))
    page = words(answer, 422)
    assert "18 things to put right in lars.da.yaml" in page
    assert re.search(r"20 item q1 is empty 21 item q2 is empty", page)
    assert 'role="alert"' in answer.text
    assert names(site) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"\xff\xfe", "1 this is not UTF-8 text"),
        (b"a: &x 1\n", "the anchor &x is not allowed"),
        (b"- 1\n", "the file must be a mapping"),
        (b"", "the file is empty"),
        (b"#" * 210_000, "the file is larger than 200 KiB"),
        (b"a: <script>alert(1)</script>\n", "1 the wording pack has no key a"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_in_a_sentence(administrator: Visitor, body: bytes, message: str) -> None:
    answer = upload(administrator, body, "../<script>alert(1)</script>.yaml")
    assert message in words(answer, 422)
    assert "<script>alert" not in answer.text


def test_of_thousands_of_faults_the_page_shows_the_first_and_says_how_many_more(administrator: Visitor) -> None:
    body = b"instrument: lars\n" + b"".join(b"strange_%d: 1\n" % number for number in range(2_000))
    answer = upload(administrator, body)
    assert re.search(r"and 1,?8\d\d more", words(answer, 422))
    assert answer.text.count('<td class="wide">') == 200


def test_without_a_file_the_field_says_what_to_do(administrator: Visitor) -> None:
    answer = administrator.post("/wording", {})
    assert "Choose a file." in words(answer, 422)
    assert 'aria-invalid="true"' in answer.text


def test_a_file_far_too_large_is_refused_before_it_is_read(administrator: Visitor) -> None:
    assert upload(administrator, b"#" * 400_000).status_code == 413


def test_nothing_is_taken_without_the_form_token(site: Site, administrator: Visitor) -> None:
    place = upload(administrator, pack_text(site.clinic, "lars", "da")).location
    lay(site.clinic, "qlq_c30", "da")
    for address in ("/wording", place, "/wording/packs/qlq_c30.da.yaml/withdraw"):
        assert administrator.client.post(address, data={"move": "store"}).status_code == 400
    assert names(site) == ["qlq_c30.da.yaml"]


@pytest.mark.parametrize("role", ["coordinator", "clinician", "researcher"])
def test_other_roles_neither_see_nor_fetch_a_pack(site: Site, as_role: Callable[[str], Visitor], role: str) -> None:
    lay(site.clinic, "lars", "da")
    visitor = as_role(role)
    for address in ("/wording", "/wording/packs/lars.da.yaml", "/wording/packs/lars.da.yaml/withdraw"):
        assert visitor.get(address).status_code == 403
    assert "/wording" not in visitor.get("/instruments").text


def test_a_stored_pack_is_downloaded_as_it_was_and_a_name_leads_nowhere_else(
    site: Site, administrator: Visitor
) -> None:
    path = lay(site.clinic, "lars", "da")
    answer = administrator.get("/wording/packs/lars.da.yaml")
    assert answer.data == path.read_bytes()
    assert answer.headers["Content-Disposition"] == "attachment; filename=lars.da.yaml"
    assert answer.headers["Cache-Control"] == "no-store"
    for name in ("..%2Fqol.sqlite", "..", "none.yaml"):
        assert administrator.get(f"/wording/packs/{name}").status_code == 404


def test_a_pack_is_withdrawn_after_being_told_what_it_means(site: Site, administrator: Visitor) -> None:
    ask_licensed(site.clinic, "lars")
    lay(site.clinic, "lars", "da")
    place = "/wording/packs/lars.da.yaml/withdraw"
    assert "Patients are shown these words now" in administrator.text(place)
    assert names(site) == ["lars.da.yaml"]
    answer = administrator.post(place, {})
    assert answer.status_code == 303
    assert "lars.da.yaml is out of use." in administrator.text(answer.location)
    assert names(site) == []
    assert administrator.post(place, {}, token_from="/wording").status_code == 404


def test_an_empty_pack_can_be_had_for_the_study_one_works_in(administrator: Visitor) -> None:
    answer = administrator.get("/wording/empty?instrument=lars&language=da")
    assert 'study: "follow-up"' in answer.text
    assert "filename=lars.da.yaml" in answer.headers["Content-Disposition"]
    assert "The language 'xq' is not known" in words(
        administrator.get("/wording/empty?instrument=lars&language=xq"), 400
    )
    assert administrator.get("/wording/empty?instrument=nothing&language=da").status_code == 404


def test_the_list_tells_states_and_what_the_protocol_asks_for(site: Site, administrator: Visitor) -> None:
    assert "There is no wording pack yet." in administrator.text("/wording")
    ask_licensed(site.clinic, "lars")
    lay(site.clinic, "lars", "da", expires="2026-04-01")
    lay(site.clinic, "qlq_c30", "da")
    lay(site.clinic, "qlq_cr29", "da").write_text("holder: x\n")
    page = administrator.text("/wording")
    assert re.search(r"lars , Danish lars\.da\.yaml Ends soon in force follow-up until 1 Apr 2026", page)
    assert re.search(r"qlq_c30 , Danish qlq_c30\.da\.yaml Valid not asked for by the protocol", page)
    assert re.search(r"qlq_cr29 , Danish qlq_cr29\.da\.yaml Incomplete line 1: .* and \d+ more", page)


def test_who_uploads_a_displacing_pack_is_told_what_it_displaces(site: Site, administrator: Visitor) -> None:
    lay(site.clinic, "lars", "da")
    page = administrator.text(upload(administrator, pack_text(site.clinic, "lars", "da", agreement="N-13")).location)
    assert "lars.da.yaml is in force now, until 31 Dec 2027. It stays in the list." in page
    page = administrator.text(upload(administrator, pack_text(site.clinic, "lars", "da")).location)
    assert "This file is there already" in page
    assert "It is right: store it" not in page
