"""Tables from the page: an empty one to fill in, a preview, and the deed."""

from io import BytesIO

from qol.storage import patients
from tests.web.staff.conftest import Site, Visitor, words

PEOPLE = "hospital_number;name;birth_date;sex\n4821-077;June Whitcombe;03.05.1951;female\n"
EVENTS = "hospital_number;event;date;operation\n4821-077;resection;2026-02-01;lar\n"


def _upload(coordinator: Visitor, people: str, facts: str = "") -> dict[str, tuple[BytesIO, str]]:
    files = {"patients": (people, "p.csv"), "facts": (facts, "f.csv")}
    return {name: (BytesIO(text.encode()), file) for name, (text, file) in files.items() if text}


def _enrolled(site: Site) -> int:
    with site.clinic.house.database.reading() as session:
        return len(patients.of_study(session, site.clinic.study_id))


def _hidden(page: str) -> str:
    return page.split('name="waiting" value="')[1].split('"')[0]


def test_the_preview_writes_nothing_and_the_confirmation_everything(site: Site, coordinator: Visitor) -> None:
    answer = coordinator.post("/patients/import", _upload(coordinator, PEOPLE, EVENTS))
    page = words(answer)
    assert "1 new patient 0 patients are enrolled already" in page
    assert "June Whitcombe" in page
    assert "Whitcombe" not in _hidden(answer.text)
    assert _enrolled(site) == 0
    waiting = {"waiting": _hidden(answer.text)}
    if "Please look at this" in page:
        assert coordinator.post("/patients/import", waiting).status_code == 409
        assert _enrolled(site) == 0
    done = coordinator.post("/patients/import", {**waiting, "seen": "yes"})
    assert done.location == "/patients/import?done=yes"
    assert _enrolled(site) == 1
    again = coordinator.post("/patients/import", {**waiting, "seen": "yes"})
    assert (again.status_code, _enrolled(site)) == (303, 1)


def test_faults_are_listed_with_row_and_column(site: Site, coordinator: Visitor) -> None:
    page = words(coordinator.post("/patients/import", _upload(coordinator, PEOPLE.replace("03.05.1951", "45678"))), 422)
    assert "Patients 2 birth_date A spreadsheet has turned this date into a number." in page
    assert "Take all of it" not in page
    assert _enrolled(site) == 0


def test_a_preview_that_was_changed_is_refused(site: Site, coordinator: Visitor) -> None:
    assert "This preview has ended" in words(coordinator.post("/patients/import", {"waiting": "made up"}), 400)
    assert "Choose at least one file" in words(coordinator.post("/patients/import", {}), 422)


def test_the_empty_tables_are_files(coordinator: Visitor) -> None:
    for name in ("patients", "facts"):
        answer = coordinator.get(f"/patients/import/{name}.csv")
        assert answer.data.startswith(b"\xef\xbb\xbfhospital_number,")
        assert "attachment" in answer.headers["Content-Disposition"]
    assert coordinator.get("/patients/import/others.csv").status_code == 404
