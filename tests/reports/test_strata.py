"""The pages by stratum: only for strategies, never in a release copy, no difference of fewer than ten."""

from qol.reports._comparison.case import case
from qol.reports._comparison.pages import Numbering
from qol.reports._comparison.release.clearance import released
from qol.reports._comparison.release.copy import INTERNAL, RELEASE, sections
from qol.reports._comparison.strata import page
from tests.reports.cohort import arms, references, study


def test_strata_of_satisfaction_and_worry_are_printed_with_everybody_first() -> None:
    found = page(case(study(), references()), Numbering())
    assert found is not None
    scales = [scale for sheet in found.sheets for scale in sheet]
    assert [scale.label for scale in scales[:3]] == [
        "Satisfaction with treatment", "Satisfaction with the decision", "Worry about the cancer"
    ]  # fmt: skip
    assert all(scale.everybody.label == "everybody" for scale in scales)
    for scale in scales:
        for _, lines in scale.parts:
            people = [sum(int(line.people[side]) for line in lines) for side in (0, 1)]
            assert people == [int(n) for n in scale.everybody.people]


def test_fewer_than_ten_scores_in_a_group_give_no_difference() -> None:
    found = page(case(study(), references()), Numbering())
    assert found is not None
    lines = [line for sheet in found.sheets for scale in sheet for _, part in scale.parts for line in part]
    few = [line for line in lines if min(int(n) for n in line.n) < 10]
    assert few
    assert {line.difference for line in few} == {"too few"}


def test_arms_and_a_release_copy_have_no_such_page() -> None:
    assert page(case(arms(), references()), Numbering()) is None
    assert page(released(case(study(), references())), Numbering()) is None
    assert "strata" in sections(INTERNAL) - sections(RELEASE)
