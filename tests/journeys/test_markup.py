"""Free text with markup stays text: on the patient's pages, on the staff's, in datasets and on paper."""

import csv
import io
import re
from zipfile import ZipFile

import pandas as pd
import pytest
from werkzeug.test import TestResponse

from qol.exports._csv import as_csv
from tests.journeys.intruder import Demo, Intruder, address
from tests.reports.reading import pages

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}${7*7}%(x)s"
FORMULA = "=cmd|'/C calc'!A1"
VISIT = "decision"


def shown(answer: TestResponse, text: str = MARKUP) -> str:
    """The page, which holds the text as text and nowhere as markup."""
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
    assert escaped in answer.text, answer.text[:3000]
    return answer.text


@pytest.fixture
def coordinator(demo: Demo) -> Intruder:
    return demo.staff("coordinator")


@pytest.fixture
def code(demo: Demo, coordinator: Intruder) -> str:
    """A patient whose every free field holds markup or a formula."""
    person = {"name": MARKUP, "hospital_number": FORMULA, "sex": "female", "language": "en"}
    born = {"birth_date-day": "3", "birth_date-month": "2", "birth_date-year": "1950"}
    answer = coordinator.post("/patients/enrol", {**person, **born})
    assert answer.status_code == 303, answer.text
    code = re.split(r"[/?]", answer.location)[2]
    day = {"new0-on-day": "1", "new0-on-month": "11", "new0-on-year": "2026"}
    decision = {**day, "new0-strategy": "nom", "new0-reason": FORMULA + MARKUP, "checked": "yes"}
    answer = coordinator.post(f"/patients/{code}/events/change?add=decision", decision)
    assert answer.status_code == 303, answer.text
    return code


def test_markup_in_names_and_numbers_is_text_on_every_staff_page(demo: Demo, coordinator: Intruder, code: str) -> None:
    for place in ("/patients", "/due", f"/patients/{code}", f"/patients/{code}/events"):
        text = shown(coordinator.get(place))
        assert "7*7" in text
    shown(coordinator.get(f"/patients/{code}"), FORMULA)
    shown(coordinator.get(f"/patients/{code}/hand-over/{VISIT}"))
    shown(coordinator.post(f"/patients/{code}/hand-over/{VISIT}", {"way": "handover"}))
    searched = coordinator.get("/patients", query_string={"find": MARKUP})
    shown(searched)
    shown(coordinator.get("/due", query_string={"find": MARKUP}))


def test_markup_in_reasons_and_details_is_text_with_all_its_versions(coordinator: Intruder, code: str) -> None:
    page = shown(coordinator.get(f"/patients/{code}/events"), FORMULA + MARKUP)
    event = re.search(r'name="correct" value="([^"]+)"', page)
    assert event is not None
    place = f"/patients/{code}/events/change?correct={event[1]}"
    shown(coordinator.get(place), FORMULA)
    fields = {"old0-on-month": "11", "old0-on-year": "2026", "old0-strategy": "nom", "old0-reason": "plain"}
    refused = coordinator.post(place, {**fields, "old0-on-day": "99", "reason": MARKUP})
    assert refused.status_code == 422
    shown(refused)
    kept = coordinator.post(place, {**fields, "old0-on-day": "2", "reason": MARKUP, "checked": "yes"})
    assert kept.status_code == 303
    shown(coordinator.get(f"/patients/{code}/events"), FORMULA + MARKUP)
    shown(coordinator.get(f"/patients/{code}/events"))


def test_a_refused_form_gives_markup_back_as_text(coordinator: Intruder) -> None:
    answer = coordinator.post("/patients/enrol", {"name": MARKUP, "hospital_number": '"><b>'})
    assert answer.status_code == 422
    assert '"><b>' not in shown(answer)
    wrong = coordinator.post("/sign-in", {"login": MARKUP, "password": "x", "next": '"><script>alert(1)'})
    assert wrong.status_code == 403
    assert "<script>alert" not in wrong.text


@pytest.mark.parametrize("place", ["/nothing/{}", "/sign-in?next={}", "/survey/settings?at={}", "/instruments/{}"])
def test_markup_in_an_address_is_never_part_of_a_page(coordinator: Intruder, place: str) -> None:
    answer = coordinator.get(place.format("%3Cscript%3Ealert(1)%3C/script%3E"))
    assert "<script>alert" not in answer.text
    leading = re.findall(r'(?:href|action|src)="([^"]*)"', coordinator.get(place.format("javascript:alert(1)")).text)
    assert not [target for target in leading if target.startswith("javascript:")]


def test_markup_of_a_patient_is_text_on_the_patients_pages_and_guarded_in_the_export(demo: Demo) -> None:
    patient = demo.patient()
    place = address(demo, "text")
    for text in (MARKUP, FORMULA, "\u202e" + MARKUP, "\uff1d1+1", "=1+1\n@SUM(A1)"):
        assert patient.post(place, {"answer": text, "move": "next"}).status_code == 303
        shown(patient.get("/survey/check"), text)
        shown(patient.get(place), text)
    assert patient.post("/survey/submit", {"submission": "00000000-0000-4000-8000-000000000001"}).status_code == 303
    rows = dataset(demo, "free-text")
    assert "'=1+1\n@SUM(A1)" in [row["text"] for row in rows]
    assert as_csv(pd.DataFrame({"text": ["\uff1d1+1", "\n=1", "plain"]})) == "text\n'\uff1d1+1\n\"'\n=1\"\nplain\n"


def test_no_cell_of_any_dataset_is_a_formula(demo: Demo, code: str) -> None:
    reasons = [row["decision_reason"] for row in dataset(demo, "patients")]
    assert "'" + FORMULA + MARKUP in reasons
    assert any(FORMULA in row["details"] for row in dataset(demo, "events"))
    with ZipFile(io.BytesIO(demo.staff("researcher").get("/datasets/all.zip").data)) as package:
        tables = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".csv")}
    assert len(tables) >= 7
    for name, text in tables.items():
        for row in csv.DictReader(io.StringIO(text)):
            for column, cell in row.items():
                assert not cell.startswith(("=", "@", "+", "\t", "\r")), (name, column, cell)
                assert not cell.startswith("-") or _is_number(cell), (name, column, cell)


def test_no_dataset_holds_who_somebody_is(demo: Demo, code: str) -> None:
    with ZipFile(io.BytesIO(demo.staff("researcher").get("/datasets/all.zip").data)) as package:
        everything = "\n".join(package.read(name).decode() for name in package.namelist())
    for secret in (code, "1950-02-03", *(link.code for link in demo.made.links)):
        assert secret not in everything
    assert everything.count("alert(1)") == everything.count(FORMULA + MARKUP), "only the reason that staff wrote"


def dataset(demo: Demo, name: str) -> list[dict[str, str]]:
    """The rows of a dataset as a spreadsheet reads them."""
    answer = demo.staff("researcher").get(f"/datasets/{name}.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode(), newline="")))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # fonts that WeasyPrint leaves open
def test_markup_is_text_on_paper(demo: Demo, code: str) -> None:
    pytest.importorskip("qol.study.results.reporting")
    answer = demo.staff("clinician").get(f"/patients/{code}/summary.pdf")
    assert answer.status_code == 200, answer.text[:500]
    said = "".join("".join(pages(answer.data)).split())
    assert "<script>alert(1)</script>" in said
    assert "{{7*7}}" in said
    for found in (b"/JavaScript", b"/JS ", b"/Launch", b"/URI ", b"alert(2)"):
        assert found not in answer.data
