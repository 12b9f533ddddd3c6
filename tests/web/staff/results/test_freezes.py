"""Researchers freeze the data of now, and download what was kept, byte for byte."""

from collections.abc import Callable
from hashlib import sha256

import pytest

from qol.storage import audit
from qol.study.results.freezing import freezes
from tests.study.corrections.answered import answered, corrected
from tests.web.staff.conftest import Site, Visitor, words


@pytest.fixture
def researcher(as_role: Callable[[str], Visitor]) -> Visitor:
    return as_role("researcher")


def make(researcher: Visitor, name: str = "interim", reason: str = "For the monitoring board") -> str:
    answer = researcher.post("/freezes", {"name": name, "reason": reason})
    assert answer.status_code == 303
    return researcher.text(answer.location)


def test_a_freeze_is_made_with_name_and_reason_and_listed_with_its_hash(site: Site, researcher: Visitor) -> None:
    text = make(researcher)
    (kept,) = freezes(site.clinic.house)
    assert "The data are kept as interim." in text
    for said in ("For the monitoring board", kept.sha256, "Researcher Marlow", "12 March 2026"):
        assert said in text


def test_corrections_made_later_do_not_reach_it(site: Site, researcher: Visitor) -> None:
    code = answered(site.clinic)
    make(researcher)
    before = researcher.get("/freezes/interim.zip")
    assert before.headers["Content-Disposition"].startswith("attachment")
    corrected(site.clinic, code, "qlq_c30", {"q5": "4"})
    after = researcher.get("/freezes/interim.zip")
    (kept,) = freezes(site.clinic.house)
    assert before.data == after.data
    assert sha256(after.data).hexdigest() == kept.sha256
    assert researcher.get("/datasets/all.zip").data != after.data


def test_a_download_is_noted_in_the_audit(site: Site, researcher: Visitor) -> None:
    make(researcher)
    researcher.get("/freezes/interim.zip")
    with site.clinic.house.database.reading() as session:
        entries = audit.of_object(session, "study", f"{site.clinic.study_id}/interim")
    assert [(entry.action, entry.actor) for entry in entries] == [("export.freeze", site.clinic.staff["researcher"])]


@pytest.mark.parametrize(
    ("name", "reason", "says"),
    [("interim", "", "what the freeze is for"), ("../up", "why", "cannot be used"), ("", "why", "cannot be used")],
)
def test_a_freeze_without_a_reason_or_a_usable_name_is_refused(
    site: Site, researcher: Visitor, name: str, reason: str, says: str
) -> None:
    assert says in words(researcher.post("/freezes", {"name": name, "reason": reason}), 422)
    assert freezes(site.clinic.house) == []


def test_a_name_is_used_once(researcher: Visitor) -> None:
    make(researcher)
    again = researcher.post("/freezes", {"name": "interim", "reason": "x"})
    assert "it never changes. Take another name." in words(again, 422)


def test_a_reason_that_was_changed_beside_it_is_not_shown(site: Site, researcher: Visitor) -> None:
    make(researcher)
    (file,) = site.clinic.settings.data_dir.glob("freezes/*/interim.reason.txt")
    file.write_text("For something else\n")
    text = researcher.text("/freezes")
    assert "something else" not in text
    assert "not said" in text


def test_bytes_that_were_changed_are_not_given_out(site: Site, researcher: Visitor) -> None:
    make(researcher)
    (file,) = site.clinic.settings.data_dir.glob("freezes/*/interim.zip")
    file.write_bytes(file.read_bytes() + b" ")
    assert researcher.get("/freezes/interim.zip").status_code == 400
    assert researcher.get("/freezes/another.zip").status_code == 404
