"""Tables from spreadsheets: every trap refused with its place, all or nothing, judged by the rules of the page."""

from datetime import date, timedelta

import pytest

from qol.errors import ImportRefused, QolError
from qol.storage import audit, events, identities, mail_consents, patients
from qol.study.people import sites
from qol.study.roster.bringing_in import Preview, Tables, bring_in, preview
from qol.study.roster.rows import FACTS, PATIENTS
from qol.study.roster.templates import template
from qol.study.roster.waiting import LASTS, sealed, unsealed
from tests.study.clinic import NOW, TODAY, Clinic

HEAD = "hospital_number;name;birth_date;sex;email;mail_agreed\n"
JUNE = "4821-077;June Whitcombe;03.05.1951;female;june@example.org;yes\n"
EVENTS = "hospital_number,event,date,strategy,operation\n"


def _preview(clinic: Clinic, people: str = "", facts: str = "", site: str | None = "Northfield") -> Preview:
    return preview(clinic.house, clinic.scope(site), Tables(people.encode(), facts.encode()), TODAY)


def _bring(clinic: Clinic, people: str = "", facts: str = "", seen: bool = True) -> Preview:
    tables = Tables(people.encode(), facts.encode())
    return bring_in(clinic.house, clinic.scope(), tables, TODAY, NOW, seen)


def _faults(found: Preview) -> list[tuple[str, int, str]]:
    return [(fault.file, fault.row, fault.column) for fault in found.faults]


def test_patients_and_their_events_come_in_together(staffed: Clinic) -> None:
    facts = EVENTS + "4821 077,neoadjuvant_end,2025-11,,\n4821-077,decision,2026-01-10,NOM,\n"
    _bring(staffed, HEAD + JUNE, facts)
    with staffed.house.database.reading() as session:
        (patient,) = patients.of_study(session, staffed.study_id)
        person = identities.read(session, patient.id)
        assert person is not None
        assert (person.name, person.birth_date, person.contact) == (
            "June Whitcombe", date(1951, 5, 3), "june@example.org",
        )  # fmt: skip
        assert mail_consents.holds(mail_consents.of_patients(session, [patient.id])[patient.id])
        rows = events.in_force(session, patient.id)
        assert [(row.kind, row.on, row.precision) for row in rows] == [
            ("neoadjuvant_end", date(2025, 11, 15), "month"), ("decision", date(2026, 1, 10), "day"),
        ]  # fmt: skip
        assert rows[1].details == {"strategy": "nom"}
        actions = {entry.action for entry in audit.latest(session, 9)}
        assert {"enrol", "mail.address", "mail.agreed", "record_event", "roster.brought_in"} <= actions


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_whatever_a_spreadsheet_writes_between_cells_and_before_them(
    staffed: Clinic, separator: str, encoding: str
) -> None:
    text = (HEAD + JUNE).replace(";", separator).replace("June", "Jürgen").replace("\n", "\r\n")
    found = preview(staffed.house, staffed.scope(), Tables(text.encode(encoding)), TODAY)
    assert (found.faults, [row.new.name for row in found.new]) == ([], ["Jürgen Whitcombe"])


def test_a_line_that_names_the_separator_is_passed_over(staffed: Clinic) -> None:
    assert len(_preview(staffed, "sep=;\n" + HEAD + JUNE).new) == 1


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("1;A B;45678;female;;", "birth_date", "has turned this date into a number"),
        ("1;A B;03/05/1951;female;;", "birth_date", "2025-12-31 or 31.12.2025"),
        ("1;A B;31.02.1951;female;;", "birth_date", "no such day"),
        ("1;A B;1951-05;female;;", "birth_date", "The day is needed"),
        ("1;A B;03.05.1851;female;;", "birth_date", "Check the year"),
        ("4,82E+05;A B;03.05.1951;female;;", "hospital_number", "has shortened this number"),
        (";A B;03.05.1951;female;;", "hospital_number", "Type the hospital number"),
        ("1;;03.05.1951;female;;", "name", "Type the full name"),
        ("1;A B;03.05.1951;f;;", "sex", "Possible: female, male"),
        ("1;A B;03.05.1951;female;nowhere;yes", "email", "one e-mail address"),
        ("1;A B;03.05.1951;female;;yes", "email", "one e-mail address"),
        ("1;=1+1;03.05.1951;female;;", "name", "formula"),
        ("1;A B;03.05.1951;female;;;;x", "", "more cells than the heading"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_what_would_be_right(
    staffed: Clinic, row: str, column: str, says: str
) -> None:
    found = _preview(staffed, HEAD + JUNE + "\n" + row + "\n")
    assert any((fault.row, fault.column) == (4, column) and says in fault.message for fault in found.faults), (
        found.faults
    )
    with pytest.raises(ImportRefused):
        _bring(staffed, HEAD + JUNE + row + "\n")
    with staffed.house.database.reading() as session:
        assert patients.of_study(session, staffed.study_id) == []


def test_all_faults_of_both_tables_come_at_once(staffed: Clinic) -> None:
    found = _preview(staffed, HEAD + "1;;x;y;;\n", EVENTS + "1,flood,2026-01-01,,\n2,death,tomorrow,,\n")
    assert len(found.faults) == 5
    assert {fault.file for fault in found.faults} == {PATIENTS, FACTS}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"\xe4;\xf6\n1;2\n", b'a;"b\n', b"PK\x03\x04\0\0", b"x" * 500_000]
)
def test_what_is_no_table_is_refused(staffed: Clinic, content: bytes) -> None:
    assert preview(staffed.house, staffed.scope(), Tables(content), TODAY).faults


def test_unknown_missing_and_doubled_columns_are_named(staffed: Clinic) -> None:
    found = _preview(staffed, "hospital_number;name;name;colour\n1;2;3;4\n")
    assert {fault.column for fault in found.faults} == {"name", "colour", "birth_date", "sex"}


def test_a_known_patient_is_recognised_however_the_number_is_typed_and_left_as_recorded(staffed: Clinic) -> None:
    staffed.enrol(number="4790-312")
    found = _preview(staffed, HEAD + "4790 312;Somebody Else;17.11.1949;male;;\n")
    assert (found.faults, found.new, found.known) == ([], [], 1)
    other = _preview(staffed, HEAD + "4790312;Alan Dunmore;17.11.1950;male;;\n")
    assert _faults(other) == [(PATIENTS, 2, "hospital_number")]


def test_the_same_number_at_another_site_is_another_patient(staffed: Clinic) -> None:
    staffed.enrol(site="Southmere", number="4821-077")
    assert len(_preview(staffed, HEAD + JUNE).new) == 1
    assert _faults(_preview(staffed, HEAD + JUNE, site=None)) == [(PATIENTS, 2, "site")]
    assert _faults(_preview(staffed, "", EVENTS + "4821-077,death,2026-01-01,,\n")) == [(FACTS, 2, "hospital_number")]


def test_a_number_twice_in_the_table_is_refused(staffed: Clinic) -> None:
    assert _faults(_preview(staffed, HEAD + JUNE + JUNE.replace("4821-077", "4821077"))) == [
        (PATIENTS, 3, "hospital_number")
    ]


def test_events_are_judged_together_with_what_is_recorded(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - timedelta(days=90))
    staffed.decided(code, "nom")
    ended = (TODAY - timedelta(days=50)).isoformat()
    closed_first = EVENTS + "4790-312,stoma_closed,2026-02-01,,\n4790-312,stoma_formed,2026-02-20,,\n"
    assert _preview(staffed, "", closed_first).faults
    assert _preview(staffed, "", EVENTS + f"4790-312,neoadjuvant_end,{ended},,\n").facts_known == 1
    otherwise = EVENTS + f"4790-312,decision,{(TODAY - timedelta(days=10)).isoformat()},surgery,\n"
    assert _faults(_preview(staffed, "", otherwise)) == [(FACTS, 2, "event")]
    twice = EVENTS + "4790-312,regrowth,2026-03-10,,\n" * 2
    assert (FACTS, 3, "event") in _faults(_preview(staffed, "", twice))
    needs = _preview(staffed, "", EVENTS + "4790-312,resection,2026-03-10,nom,\n")
    assert {fault.column for fault in needs.faults} == {"strategy", "operation"}


def test_what_is_doubtful_is_taken_only_after_somebody_looked(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - timedelta(days=90))
    staffed.decided(code, "nom")
    facts = EVENTS + "4790-312,resection,2026-03-10,,lar\n"
    found = _preview(staffed, "", facts)
    assert found.faults == []
    assert found.doubtful
    with pytest.raises(ImportRefused):
        _bring(staffed, "", facts, seen=False)
    _bring(staffed, "", facts, seen=True)
    assert _preview(staffed, "", facts).facts_known == 1


def test_the_empty_tables_are_tables(staffed: Clinic) -> None:
    found = _preview(staffed, template(PATIENTS), template(FACTS))
    assert found.faults == []
    assert (len(found.new), len(found.facts)) == (1, 1)


def test_what_a_preview_carries_is_for_one_account_and_an_hour(staffed: Clinic) -> None:
    tables = Tables(b"a", b"b")
    text = sealed(staffed.house, staffed.scope(), tables, NOW)
    assert unsealed(staffed.house, staffed.scope(), text, NOW + LASTS) == tables
    for scope, moment, given in (
        (staffed.scope(login="clinician"), NOW, text), (staffed.scope(), NOW + 2 * LASTS, text),
        (staffed.scope(), NOW, text[:-4] + "AAAA"), (staffed.scope(), NOW, ""),
    ):  # fmt: skip
        with pytest.raises(QolError, match="preview has ended"):
            unsealed(staffed.house, scope, given, moment)


def test_nobody_is_brought_into_a_closed_site_and_its_patients_go_on(staffed: Clinic) -> None:
    _bring(staffed, HEAD + JUNE)
    sites.close(staffed.house, staffed.sites["Northfield"], staffed.staff["administrator"], NOW)
    known = HEAD.replace("hospital_number", "site;hospital_number") + f"Northfield;{JUNE}"
    found = _preview(staffed, f"{known}Northfield;2;A B;03.05.1951;female;;no\n", site=None)
    assert [(fault.row, fault.column, fault.message) for fault in found.faults] == [(3, "site", "Possible: Southmere.")]
    goes_on = _preview(staffed, known, EVENTS + "4821-077,neoadjuvant_end,2025-11,,\n")
    assert (goes_on.faults, goes_on.known, len(goes_on.facts)) == ([], 1, 1)
