"""Sentences for a paper speak of what there is, and every item of two guidelines is filled or said to be open."""

import re
from dataclasses import replace

from qol.analysis.study_data import StudyData
from qol.reports import group_comparison
from qol.reports._comparison.case import case
from qol.reports._comparison.guidelines import Guidelines, guidelines
from tests.reports.cohort import arms, few_scales, references, study
from tests.reports.two_sets import metastatic


def page(data: StudyData) -> str:
    """The page of sentences as text."""
    html = group_comparison.document(few_scales(data), references()).html
    section = html[html.index('class="sheet manuscript"') :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section[: section.index("</section>")]))


def items(found: Guidelines) -> set[str]:
    """Numbers of STROBE, and items of CONSORT-PRO, that are named anywhere."""
    open_ = " ".join(one.item for one in found.unfilled)
    return set(re.findall(r"\bP\d+[ab]?(?:/\d+)?|\b\d{1,2}\b", f"{' '.join(found.filled)} {open_}"))


def test_every_item_of_both_guidelines_is_filled_or_open() -> None:
    for data in (study(), arms()):
        wanted = {"P1b", "P2b", "P6a", "P12a", "P20/21", *(str(number) for number in range(1, 23))}
        assert wanted - items(guidelines(case(data, references()))) == set()


def test_a_plan_for_other_groups_is_not_said_to_be_missing() -> None:
    told = {one.item: one.state for one in guidelines(case(arms(), references())).unfilled}
    assert told["P1b"] == "the plan is there, but not for these groups"
    bare = replace(arms(), protocol=arms().protocol.model_copy(update={"plan": None}))
    told = {one.item: one.state for one in guidelines(case(bare, references())).unfilled}
    assert told["P1b"] == "no plan says which it is"


def test_methods_name_the_bootstrap_and_results_give_the_weighted_difference_first_with_its_interval() -> None:
    said = page(study())
    assert "200 bootstrap samples of patients (seed 20260101), with the weights refitted in each" in said
    assert re.search(r"Global quality of life: weighted difference [−+]?\d+\.\d points \(95 % interval", said)
    assert "Categories of LARS were compared by Fisher" in said
    assert "Deterioration is described by Kaplan-Meier" in said


def test_in_stage_iv_results_begin_with_those_alive_and_nothing_is_told_of_what_was_not_done() -> None:
    said = page(metastatic())
    results = said[said.index("Results") :]
    assert re.search(r"valid forms\..*?Among those alive at month 6, global quality of life differed by", results)
    assert "Categories of LARS" not in said
    assert "Deterioration is described" not in said
    assert "Nobody was weighted" in said
