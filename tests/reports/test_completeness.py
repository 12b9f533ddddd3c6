"""The report on completeness: everybody is accounted for, and nothing is compared."""

from qol.analysis.completeness import valid_forms
from qol.analysis.groups import pair
from qol.analysis.missing_patterns import Pattern, patterns
from qol.analysis.occasions import counted
from qol.reports import completeness
from qol.reports._paper import pdf
from tests.reports import cohort
from tests.reports.reading import pages


def test_the_patterns_of_a_group_hold_everybody_once() -> None:
    data = cohort.study()
    visits = [visit.id for visit in data.protocol.visits if visit.kind == "calendar"]
    for group in pair(data):
        found = patterns(data.patients, data.visits, valid_forms(counted(data.items)), group, visits)
        assert sum(one.people for one in found) == (data.patients["group"] == group.id).sum()
        assert len({one.marks for one in found}) == len(found)


def test_a_pattern_is_monotone_where_nothing_follows_the_first_gap() -> None:
    assert Pattern(("valid", "missing", "not_expected", "missing"), 1).monotone
    assert not Pattern(("valid", "missing", "valid"), 1).monotone
    assert Pattern(("not_expected", "valid", "valid"), 1).monotone


def test_no_score_stands_in_the_report() -> None:
    document = completeness.document(cohort.study(), cohort.references())
    assert not {row["scale"] for row in document.numbers} - {""}
    assert not completeness.COMPARES


def test_it_is_two_tagged_pages_marked_as_a_demonstration() -> None:
    document = completeness.document(cohort.study(), cohort.references())
    text = pages(pdf(document.html).content)
    assert len(text) == 2
    assert all("invented patients" in page.lower() for page in text)
    assert "Why forms are missing" in text[1]


def test_an_imported_study_without_dates_has_one_too() -> None:
    document = completeness.document(cohort.arms(), cohort.references())
    assert {row["kind"] for row in document.numbers} >= {"valid_form", "pattern", "not_analysed"}
