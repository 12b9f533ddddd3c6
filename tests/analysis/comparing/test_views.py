"""A view of the comparison: populations, what is weighted, what is declared, and its table in full precision."""

from dataclasses import replace

import pytest

from qol.analysis.by_visit import scale_by_visit
from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.cohort import cohort
from qol.analysis.comparing.declared import Compared
from qol.analysis.comparing.populations import chosen
from qol.analysis.comparing.view import Question
from qol.analysis.comparing.view_table import table
from qol.analysis.comparing.views import Views
from qol.analysis.difference import Difference
from qol.analysis.groups import pair
from qol.analysis.study_data import StudyData
from qol.analysis.weighting.adjusted import Adjusted
from qol.course.analysis_plan import AnalysisPlan
from tests.reports.cohort import arms, study

GLOBAL = Choice("qlq_c30", "QL2")


@pytest.fixture(scope="module")
def data() -> StudyData:
    """A study with a small plan, so that its bootstrap takes no time."""
    made = study()
    plan = made.protocol.plan
    assert plan is not None
    small = {"covariates": ("age", "sex", "response"), "bootstrap": 200, "least_effective_size": 5.0}
    return replace(made, protocol=made.protocol.model_copy(update={"plan": plan.model_copy(update=small)}))


@pytest.fixture(scope="module")
def views(data: StudyData) -> Views:
    return Views(data)


def _plan(data: StudyData) -> AnalysisPlan:
    assert data.protocol.plan is not None
    return data.protocol.plan


def test_what_is_declared_is_shown_first_and_equals_the_declared_comparison(views: Views, data: StudyData) -> None:
    question = views.declared
    assert question == Question(GLOBAL, "declared", "overlap", "month_12")
    view = views.view(question)
    assert view.is_declared and view.is_primary
    row = view.chosen
    assert row is not None and isinstance(row.weighted, Adjusted)
    alone = Compared(cohort(data, pair(data), _plan(data))).difference(GLOBAL)
    assert row.weighted == alone


def test_a_mean_of_fewer_than_ten_people_has_no_interval_and_others_have(views: Views) -> None:
    assert views.declared is not None
    rows = table(views.view(views.declared))
    for side in ("first", "second"):
        assert (rows[f"mean_lower_{side}"].notna() == (rows[f"n_{side}"] >= 10)).all()
        assert (rows[f"mean_upper_{side}"].notna() == (rows[f"n_{side}"] >= 10)).all()
    counts = rows[["n_first", "n_second"]].to_numpy()
    assert (counts < 10).any() and (counts >= 10).any()


@pytest.mark.parametrize("other", [{"method": "none"}, {"population": "everybody"}, {"visit": "month_6"}])
def test_whatever_the_plan_does_not_say_is_not_declared(views: Views, other: dict[str, object]) -> None:
    assert views.declared is not None
    assert not views.view(replace(views.declared, **other)).is_declared  # type: ignore[arg-type]


def test_everybody_by_strategy_is_described_as_the_report_describes_them(views: Views, data: StudyData) -> None:
    view = views.view(Question(GLOBAL, "everybody", "none", "month_12"))
    assert view.sizes == tuple(int((data.patients["group"] == group.id).sum()) for group in pair(data))
    again = scale_by_visit(
        views._scores, data.instruments["qlq_c30"], "QL2", pair(data), [row.visit.id for row in view.visits]
    )
    assert [row.told for row in view.visits] == list(again.visits)


def test_a_kept_rectum_leaves_out_resected_people_of_nom_alone(views: Views, data: StudyData) -> None:
    resected = set(data.events.loc[data.events["event"] == "resection", "patient"])
    kept, everybody = (chosen(data, pair(data), one).people for one in ("kept", "everybody"))
    gone = set(everybody["patient"]) - set(kept["patient"])
    assert gone
    assert gone == {one for one in everybody.loc[everybody["group"] == "nom", "patient"] if one in resected}


def test_by_treatment_received_nothing_is_weighted_and_the_groups_follow_the_form(views: Views) -> None:
    view = views.view(Question(GLOBAL, "received", "none", "month_12"))
    assert view.why_unweighted == "received" and view.weighed is None
    assert all(row.weighted is None and row.model is None and row.expected is None for row in view.visits)
    rows = views._scores
    here = rows[(rows["scale"] == "QL2") & (rows["instrument"] == "qlq_c30") & (rows["visit"] == "month_12")]
    assert view.chosen is not None
    assert view.chosen.told.second.n == int((here["rectum"] == "removed").sum())
    assert view.chosen.told.first.n == int((here["rectum"].notna() & (here["rectum"] != "removed")).sum())


def test_the_model_says_nothing_where_a_group_has_fewer_than_ten_scores(views: Views) -> None:
    for row in views.view(Question(GLOBAL, "everybody", "none", "month_12")).visits:
        if min(row.told.first.n, row.told.second.n) < 10:
            assert row.model is None
            assert not isinstance(row.told.compared, Difference)


def test_the_table_holds_every_number_in_full_precision_and_says_why_there_is_none(views: Views) -> None:
    assert views.declared is not None
    view = views.view(views.declared)
    rows = table(view).set_index("visit")
    for row in view.visits:
        line = rows.loc[row.visit.id]
        assert line["n_first"] == row.told.first.n and line["mean_second"] == row.told.second.mean
        if isinstance(row.weighted, Adjusted):
            assert (line["weighted"], line["weighted_lower"], line["weighted_upper"]) == (
                row.weighted.estimate, row.weighted.lower, row.weighted.upper,
            )  # fmt: skip
        elif row.weighted is not None:
            assert line["weighted_reason"] == "; ".join(row.weighted.why)
    assert set(rows["declared"]) == {"yes"}


def test_imported_arms_know_no_strategy_so_only_everybody_can_be_asked_about() -> None:
    assert set(Views(arms()).populations) <= {"declared", "everybody"}
