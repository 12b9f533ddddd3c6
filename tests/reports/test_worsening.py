from dataclasses import replace

from qol.analysis.study_data import StudyData
from qol.reports._comparison.case import case
from qol.reports._comparison.gaps import gaps
from qol.reports._comparison.pages import Numbering
from qol.reports._comparison.worsening import WorseningPage, worsening
from tests.reports.cohort import arms, references, study


def pages(data: StudyData) -> tuple[WorseningPage, ...]:
    return worsening(case(data, references()), Numbering())


def planned(data: StudyData, **changes: object) -> StudyData:
    assert data.protocol.plan is not None
    plan = data.protocol.plan.model_copy(update=changes)
    return replace(data, protocol=data.protocol.model_copy(update={"plan": plan}))


def test_the_points_are_said_to_be_the_studys_own_choice() -> None:
    for page in pages(study()):
        assert "own choice, declared in its plan; no value is confirmed for this scale" in " ".join(page.notes)
        assert "NOM" not in page.caption


def test_without_points_nothing_is_computed_and_the_last_page_says_so() -> None:
    silent = planned(study(), deterioration={})
    assert pages(silent) == ()
    told = {gap.asked: gap.instead for gap in gaps(case(silent, references()))}
    assert told["Time to deterioration, responders"] == (
        "No threshold is confirmed for these scales and the plan chooses none: not computed"
    )
    assert "Time to deterioration, responders" not in {gap.asked for gap in gaps(case(study(), references()))}


def test_unexplained_arms_have_no_such_page() -> None:
    assert pages(arms()) == ()


def test_fewer_than_ten_people_of_a_group_give_a_sentence_and_no_picture() -> None:
    data = study()
    few = set(data.patients.loc[data.patients["group"] == "surgery", "patient"].head(9))
    mine = few | set(data.patients.loc[data.patients["group"] == "nom", "patient"])
    parts = ("patients", "events", "visits", "forms", "items", "scores")
    for page in pages(replace(data, **{n: getattr(data, n)[getattr(data, n)["patient"].isin(mine)] for n in parts})):
        assert page.charts == ()
        assert page.opening.endswith("too few people to compare the groups")
        assert page.why.startswith("Fewer than 10 people of a group")
        assert [row.cells for row in page.rows if row.cells]


def test_refused_weights_give_no_weighted_ratio_and_the_reason_in_words() -> None:
    for page in pages(planned(study(), least_effective_size=5000.0)):
        labels = [row.label for row in page.rows]
        assert "Hazard ratio, unweighted" in labels
        assert "Hazard ratio, overlap weights" not in labels
        assert "No weighted ratio: the declared weights are refused" in page.notes[-1]


def test_a_ratio_whose_interval_holds_one_makes_a_title_that_cannot_tell() -> None:
    for page in pages(study()):
        shown = next(row.cells[2] for row in page.rows if row.label == "Hazard ratio, unweighted")
        low, high = (float(text) for text in shown.partition("(")[2].rstrip(")").split(" to "))
        assert ("cannot tell" in page.opening) == (low < 1 < high)
