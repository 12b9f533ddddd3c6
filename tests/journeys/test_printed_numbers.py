"""Every number that both PDFs print, computed again from the exported dataset and found where it stands."""

import math
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from qol.storage import patients
from qol.storage.keys import keys_of
from qol.study.demonstration.filling import fill
from qol.study.house import House
from qol.study.imports.importing import ImportPlan, import_forms
from qol.study.results import datasets
from qol.study.results.reporting import make_report
from qol.study.studies import study_named
from tests.journeys import (
    adjusted_again,
    expected_bowel_tests,
    expected_strata,
    expected_worsening,
    modelled_again,
    patient_rows,
    recomputed_release,  # noqa: F401  its kinds join the register
    recomputed_sets,  # noqa: F401  as above
    variants_again,
)
from tests.journeys import expected_rows as expected
from tests.journeys.exported_tables import Exported, Row
from tests.journeys.printed_pages import Page, decimals, number, pages
from tests.journeys.recomputed import KINDS, documented, tells
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SHARED = Path(os.environ.get("QOL_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = SHARED / "qolr_dataqol_items.csv"
ARMS = ImportPlan(
    "qlq_c30", "Id", day="date", group="Arm", groups={"1": "arm_1", "2": "arm_2"}, death="death", study="trial"
)


@dataclass(frozen=True)
class Printed:
    """What was printed of a study: its comparison and some patients' pages, with their lists of numbers."""

    data: Exported
    comparison: list[Page]
    comparison_numbers: list[Row]
    summaries: dict[str, tuple[Page, list[Row]]]
    copies: dict[str, tuple[str, list[Row]]]
    completeness: tuple[str, list[Row]]
    release: tuple[str, list[Row]]

    @property
    def numbers(self) -> list[Row]:
        """Every number of every report."""
        return [
            *self.comparison_numbers,
            *self.completeness[1],
            *self.release[1],
            *(row for _, rows in self.summaries.values() for row in rows),
            *(row for _, rows in self.copies.values() for row in rows),
        ]

    @property
    def text(self) -> str:
        return " ".join(page.text for page in [*self.comparison, *(page for page, _ in self.summaries.values())])


def made(house: House, study: str | None, chosen: Callable[[pd.DataFrame, dict[str, str]], list[str]]) -> Printed:
    """Export the dataset, print both reports, and read the paper."""
    data = Exported(datasets.content(house, "dataset", study, NOW))
    comparison = make_report(house, "group-comparison", study, NOW)
    summaries, copies, codes = {}, {}, codes_of(house, study)
    for pseudonym in chosen(data.patients, codes):
        sheet = make_report(house, "patient-summary", study, NOW, code=codes[pseudonym])
        summaries[pseudonym] = (Page(pages(sheet.pdf)[0]), sheet.numbers)
        own = make_report(house, "patient-copy", study, NOW, code=codes[pseudonym], language="en")
        copies[pseudonym] = (" ".join(pages(own.pdf)), own.numbers)
    data.numbers = comparison.numbers
    read = [Page(text) for text in pages(comparison.pdf)]
    say_what_is_shown(data, read)
    completeness = make_report(house, "completeness", study, NOW)
    paper = (" ".join(pages(completeness.pdf)), completeness.numbers)
    outside = make_report(house, "group-comparison", study, NOW, release=True)
    release = (" ".join(pages(outside.pdf)), outside.numbers)
    return Printed(data, read, comparison.numbers, summaries, copies, paper, release)


def say_what_is_shown(data: Exported, read: list[Page]) -> None:
    """What only the paper says: the visit of page 1, the scales in its figure, the scales of each section."""
    said = re.search(r"Differences .*? minus .*? at (\w+ \d+), points of 100", read[0].text)
    assert said, "page 1 names its visit"
    data.headline = {label.lower(): visit for visit, label in expected.visits(data)}[said[1]]
    data.forest = expected.forest_scales(data, read[0].text)
    for page in read:
        section = re.search(r"(Satisfaction|Quality of life|Bowel function) by visit: ", page.text)
        if section:
            data.drawn[section[1]] = expected.wanted(data, page.text)


def codes_of(house: House, study: str | None) -> dict[str, str]:
    """Pseudonym -> the code by which the clinic asks for a patient's page."""
    with house.database.reading() as session:
        found = patients.of_study(session, study_named(session, study, house.settings).id)
        return {keys_of(session).pseudonym(patient.id): patient.code for patient in found}


def of_each_kind(rows: pd.DataFrame, codes: dict[str, str]) -> list[str]:
    """Patients after salvage surgery, without regrowth, with a closed or a permanent stoma, undecided, dead."""
    kinds = (
        (rows["group"] == "nom") & rows["resection_on"].notna(),
        (rows["group"] == "nom") & rows["regrowth_on"].isna(),
        rows["stoma_closed_on"].notna(),
        (rows["operation"] == "apr") & (rows["group"] == "surgery"),
        rows["group"] == "undecided",
        rows["died_on"].notna(),
    )
    rows = rows.sort_values(["enrolled_on", "decided_on", "age_at_enrolment"])
    return list(dict.fromkeys(str(rows.loc[kind, "patient"].iloc[0]) for kind in kinds))


def a_few(rows: pd.DataFrame, codes: dict[str, str]) -> list[str]:
    """Long, short and broken courses; patient 18 has a form without any answer and without a day."""
    return [pseudonym for pseudonym, code in codes.items() if code in ("1", "7", "18", "31", "38")]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    with migrated(tmp_path_factory.mktemp("demonstration") / "var") as house:
        fill(house, 70, 3, NOW.date(), NOW)
        yield made(house, None, of_each_kind)


@pytest.fixture(scope="module")
def two_arms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    if not REAL.exists():
        pytest.skip("the real forms (qolr_dataqol_items.csv) are not here; QOL_SHARED_DATA names their folder")
    with migrated(tmp_path_factory.mktemp("arms") / "var") as house:
        import_forms(house, REAL, ARMS, NOW)
        yield made(house, "trial", a_few)


@pytest.fixture(params=["demonstration", "two_arms"])
def study(request: pytest.FixtureRequest) -> Printed:
    found: Printed = request.getfixturevalue(request.param)
    return found


IN_SENTENCES = {
    *("enrolled", "entered", "not_in_a_group", "expected", "no_valid_form", "unexpected", "compared_scales"),
    *("scales_more", "scales_apart", "scales_shown", "scales_not_apart", "questions", "same_middle", "mode"),
    *("followed", "followed_answered", "followed_answered_share", "analysed", "not_analysed", "not_analysed_reason"),
    *("both_offered", "offer_told", "wish_met", "wish_told", "wish_met_share", "complete_response", "response_known"),
    *("complete_response_share", "regrowth_answered", "no_regrowth_answered", "surgery_seen", "surgery_with_stoma"),
    *("months_since_operation", "died", "unscheduled", "not_placed"),
    *("strata_compared", "strata_apart"),
    *adjusted_again.KINDS_HERE,
    *modelled_again.KINDS_HERE,
    *variants_again.KINDS_HERE,
}
"""Kinds that stand in sentences and in the flow; every other number stands in a row of a table or chart."""


def wrong(data: Exported, rows: list[Row]) -> list[str]:
    """The rows whose value, or whose text, is not what the exported tables give."""
    found = []
    for row in rows:
        if modelled_again.lightly(row):
            continue
        value = KINDS[row["kind"]](data, row)
        fitted = row["kind"] in adjusted_again.KINDS_HERE  # a fitted model comes to rest, not to an end
        least = 1e-4 if fitted else 1e-9
        near = modelled_again.NEAR.get(row["kind"], least)
        shown, half = number(row["shown"].removesuffix("+")), 0.5 * 10 ** -decimals(row["shown"].removesuffix("+"))
        if not math.isclose(value, row["value"], rel_tol=least, abs_tol=near) or abs(shown - value) > half + near:
            found.append(f"{ {k: v for k, v in row.items() if v != ''} }: computed again {value:.6f}")
    return found


def test_every_kind_of_number_has_a_recomputation(study: Printed) -> None:
    assert {row["kind"] for row in study.numbers} - set(KINDS) == set()


def test_the_page_about_reports_explains_exactly_these_kinds() -> None:
    assert documented() == set(KINDS)


def test_every_number_is_what_the_exported_tables_give(study: Printed) -> None:
    assert len(study.comparison_numbers) > 1000
    assert wrong(study.data, study.numbers) == []


def test_every_number_stands_on_its_paper(study: Printed) -> None:
    sheets = [(" ".join(page.text for page in study.comparison), study.comparison_numbers)]
    sheets += [(page.text, rows) for page, rows in study.summaries.values()]
    sheets += [study.completeness, study.release, *study.copies.values()]
    for text, rows in sheets:
        on_paper = set(re.findall(r"[−+]?\d+(?:\.\d+)?", text))
        assert {row["shown"].removesuffix("+") for row in rows} - on_paper == set()


def tables_crossed_out(found: Printed) -> list[Page]:
    """The comparison's pages without the rows that read as they must; fails for a row that does not."""
    sheets, data = [Page(page.text) for page in found.comparison], found.data
    expected.cross_out_tables(data, sheets)
    expected_worsening.cross_out(data, sheets)
    expected_bowel_tests.cross_out(data, sheets)
    expected_strata.cross_out(data, sheets)
    return sheets


def test_every_row_of_a_table_or_chart_reads_as_computed_again(study: Printed) -> None:
    assert len(tables_crossed_out(study)) > 5


def test_no_number_of_the_comparison_is_unaccounted_for(study: Printed) -> None:
    known = {row["shown"].lstrip("+−") for row in study.comparison_numbers if row["kind"] in IN_SENTENCES}
    for place, page in enumerate(tables_crossed_out(study), 1):
        left = [text for text in page.rest() if text.lstrip("+−") not in known]
        assert left == [], f"page {place}: {page.left}"


def test_no_number_of_a_patients_page_is_unaccounted_for(study: Printed) -> None:
    assert len(study.summaries) > 3
    for patient, (printed_page, rows) in study.summaries.items():
        page = Page(printed_page.text)
        patient_rows.cross_out(study.data, patient, page)
        known = {row["shown"] for row in rows if row["kind"] not in ("own_score", "own_change")}
        assert [text for text in page.rest() if text not in known] == [], page.left


def test_a_scale_that_a_stoma_changes_is_never_printed_for_everybody(demonstration: Printed) -> None:
    bag_or_bowel = {f"q{number}" for number in range(49, 55)}
    apart = {
        key for key, row in demonstration.data.scales.items()
        if key[0] == "qlq_cr29" and bag_or_bowel & set(row["items"].split())
    }  # fmt: skip
    rows = [row for row in demonstration.comparison_numbers if (row["instrument"], row["scale"]) in apart]
    assert {row["stratum"] for row in rows} == {"stoma=no", "stoma=yes"}


def test_two_arms_are_never_called_strategies_and_no_nominal_date_is_printed(two_arms: Printed) -> None:
    text = two_arms.text
    assert re.findall(r"NOM\b|[Nn]on-operative|[Ss]urg|[Rr]esection|[Ww]atch and wait", text) == []
    assert re.findall(r"(?:19|20)\d\d", re.sub(r"23 Nov 2026(?: 09:00 UTC)?", "", text)) == []
    assert "Allocation unknown, read as not randomised; unadjusted" in two_arms.comparison[0].text


def test_what_the_real_forms_cannot_give_is_said(two_arms: Printed) -> None:
    front = two_arms.comparison[0].text
    for words in (
        "No satisfaction here.", "LARS categories No LARS form", "People with a stoma Not recorded",
        "What the two arms were Only their labels, Arm 1 and Arm 2",
        "Calendar dates, clocks, events Days since entry only",
        "2 forms outside every window: in no comparison", "5 forms without a date: in no comparison",
    ):  # fmt: skip
        assert words in front
    assert "2 died in Arm 1, 11 in Arm 2" in two_arms.text
    assert "2 answered forms lie outside every window" in two_arms.comparison[1].text


def test_arms_that_differ_at_the_baseline_are_not_said_to_differ_at_no_visit(two_arms: Printed) -> None:
    what = {"instrument": "qlq_c30", "scale": "RF2", "visit": "baseline", "stratum": ""}
    assert tells(two_arms.data, what), "role function at inclusion leaves zero out"
    assert "at no visit after the baseline do these data tell the groups apart" in two_arms.text
