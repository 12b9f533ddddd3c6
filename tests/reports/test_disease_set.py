"""The printed comparison of one stage and intent, of several pooled by choice, and where those alive are the answer."""

import re
from functools import cache

import pytest

from qol.analysis.study_data import StudyData
from qol.reports._comparison import disease, living_words, people, words
from qol.reports._comparison.case import Case, case
from qol.reports._comparison.release.clearance import released
from qol.reports._comparison.selection import first_page
from tests.reports.cohort import arms, references, study
from tests.reports.two_sets import metastatic, two_sets


@cache
def made(name: str, wanted: str | None = None) -> Case:
    data = {"two": two_sets, "metastatic": metastatic, "one": study, "arms": arms}[name]()
    return case(data, references(), disease_set=wanted)


def test_the_other_sets_are_named_with_their_sizes_and_how_to_have_them() -> None:
    said = " ".join(disease.apart(made("two")))
    assert re.search(r"Stage IV, palliative intent: \d+ and \d+ people, apart \(choose it with --set stage_4_pal", said)
    assert "Stage IV, intent not recorded: 1 and 0 people, apart (nobody to compare with)" in said
    assert disease.heads(made("two")) == "Stage I to III"


def test_pooling_is_stamped_and_a_study_of_one_set_says_nothing_new() -> None:
    assert disease.heads(made("two", "pooled")) == "Pooled over stage and intent by choice, exploratory"
    assert "Stage IV, palliative intent" in disease.together(made("two", "pooled"))
    for name in ("one", "arms"):
        assert not disease.heads(made(name)) and not disease.apart(made(name))
        assert disease.row(made(name)) == ("Stage, intent", "Stage not recorded")


def test_the_file_of_a_chosen_set_carries_its_name() -> None:
    assert disease.named(made("two"), "group-comparison") == "group-comparison"
    assert disease.named(made("two", "pooled"), "group-comparison") == "group-comparison-pooled"


def test_a_release_copy_withholds_the_size_of_a_small_set() -> None:
    under_way = released(made("two"))
    said = " ".join(disease.apart(under_way))
    assert "Stage IV, intent not recorded: † and" in said
    assert "M not recorded" not in disease.row(under_way)[1]


def answer(under_way: Case) -> words.Answer:
    data: StudyData = under_way.data
    shown = (*first_page(data, "better"), *first_page(data, "worse"))
    return words.answer(under_way, shown, people.people(under_way), words.Markup())


def test_in_stage_iv_the_answer_is_of_those_alive_and_a_world_without_death_comes_second() -> None:
    said = answer(made("metastatic"))
    assert "among those alive" in said.title and "among those alive" in said.answer
    assert re.search(r"Alive then: \d+ % of \d+ in the NOM group and \d+ % of \d+ in the surgery group", said.answer)
    assert "describes a world without death" in said.else_
    assert "Who lived to answer was decided after the choice" in said.caution


@pytest.mark.parametrize("limit", [0.0, 1.0])
def test_in_stage_i_to_iii_the_share_of_deaths_of_the_plan_decides(limit: float) -> None:
    data = study(60)
    plan = data.protocol.plan
    assert plan is not None
    plan = plan.model_copy(update={"death_share": limit, "weights": "none"})
    changed = type(data)(**{**data.__dict__, "protocol": data.protocol.model_copy(update={"plan": plan})})
    under_way = case(changed, references())
    assert living_words.leads(under_way) == (limit == 0.0)
    assert ("among those alive" in answer(under_way).answer) == (limit == 0.0)


def test_no_sentence_judges_survival() -> None:
    said = answer(made("metastatic"))
    text = f"{said.title} {said.answer} {said.else_} {said.caution}".lower()
    assert "surviv" not in text and "longer" not in text


def test_a_release_copy_says_that_its_scores_are_of_those_alive() -> None:
    said = answer(released(made("metastatic")))
    assert "Scores are of those alive who answered" in said.answer
    assert "Alive then" not in said.answer
