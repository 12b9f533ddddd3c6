"""The administrator reads the audit: narrowed, a page at a time, as a table; never a name or an answer."""

import csv
from collections.abc import Callable

import pytest

from qol.errors import DatabaseBusy
from qol.storage import audit, staff
from qol.storage.audit_check import check
from tests.web.staff.conftest import NOW, Site, Visitor


@pytest.fixture
def administrator(as_role: Callable[[str], Visitor]) -> Visitor:
    return as_role("administrator")


def noted(site: Site, count: int, action: str = "save", actor: str = "") -> None:
    with site.clinic.house.database.writing() as session:
        for number in range(count):
            audit.append(session, at=NOW, actor=actor or site.clinic.staff["clinician"], action=action,
                         object_kind="form", object_id=f"form-{number}", reason="misread")  # fmt: skip


def test_the_trail_names_who_did_what_to_which_row_without_words(site: Site, administrator: Visitor) -> None:
    site.clinic.enrol(name="Alan Dunmore")
    noted(site, 1)
    said = administrator.text("/audit")
    assert "12 March 2026" in said and "clinician save form form-0 given" in said
    assert "coordinator enrol patient" in said
    assert "Dunmore" not in said and "misread" not in said


@pytest.mark.parametrize(
    ("query", "seen", "hidden"),
    [
        ("actor=Clinician", "save", "coordinator enrol"),
        ("action=enrol", "coordinator enrol", "form-0"),
        ("object_kind=form", "form-1", "coordinator enrol"),
        ("object_id=form-1", "form-1", "form-0"),
        ("since=2026-03-13", "No entry fits.", "form-0"),
        ("until=2026-03-11", "No entry fits.", "form-0"),
        ("since=2026-03-12&until=2026-03-12", "form-0", "No entry fits."),
        ("since=nonsense&before=x&actor=", "form-0", "No entry fits."),
    ],
)
def test_it_is_narrowed(site: Site, administrator: Visitor, query: str, seen: str, hidden: str) -> None:
    site.clinic.enrol()
    noted(site, 2)
    said = administrator.text(f"/audit?{query}")
    assert seen in said and hidden not in said


def test_long_trails_come_a_page_at_a_time(site: Site, administrator: Visitor) -> None:
    noted(site, 120)
    first = administrator.get("/audit?action=save").text
    assert "form-119" in first and "form-60<" not in first
    second = administrator.get("/audit?before=71&action=save").text
    assert "form-69<" in second and "form-119" not in second and "Newest" in second
    assert "Older entries" not in administrator.get("/audit?before=21").text


def test_the_table_holds_every_entry_and_its_taking_is_an_entry(site: Site, administrator: Visitor) -> None:
    noted(site, 70)
    answer = administrator.get("/audit.csv?object_kind=form")
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert len(rows) == 70 and rows[0]["actor"] == "clinician" and rows[0]["reason_given"] == "yes"
    whole = list(csv.DictReader(administrator.get("/audit.csv").text.splitlines()))
    assert [row["action"] for row in whole[-2:]] == ["audit.exported", "audit.exported"]
    assert check(site.clinic.house.database).problems == ()


def test_no_cell_of_the_table_is_run_by_a_spreadsheet(site: Site, administrator: Visitor) -> None:
    with site.clinic.house.database.writing() as session:
        row = staff.add(session, login='=hyperlink("x")', display_name="X", password_hash="", now=NOW)
    noted(site, 1, actor=row.id)
    (entry,) = csv.DictReader(administrator.get("/audit.csv?object_kind=form").text.splitlines())
    assert entry["actor"] == '\'=hyperlink("x")'


def test_a_table_whose_taking_cannot_be_noted_is_not_begun(
    administrator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **_more: object) -> None:
        raise DatabaseBusy("away")

    monkeypatch.setattr(audit, "append", away)
    answer = administrator.get("/audit.csv")
    assert (answer.status_code, answer.mimetype) == (503, "text/html")


def test_reading_a_patients_page_and_signing_out_are_entries(
    site: Site, coordinator: Visitor, administrator: Visitor
) -> None:
    code = site.clinic.enrol()
    other = site.clinic.enrol(site="Southmere", number="7")
    assert coordinator.get(f"/patients/{code}").status_code == 200
    assert coordinator.get(f"/patients/{other}").status_code == 404
    assert coordinator.post("/sign-out", {}, token_from="/patients").status_code == 303
    rows = list(csv.DictReader(administrator.get("/audit.csv?actor=coordinator").text.splitlines()))
    assert [row["action"] for row in rows] == ["enrol", "enrol", "patient.read", "sign_out"]
