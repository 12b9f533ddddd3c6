from dataclasses import replace

import pytest

from qol.analysis.groups import NotTwoGroups, are_strategies, pair
from qol.analysis.study_data import Group, StudyData
from tests.analysis.frames import NOM, SURGERY
from tests.reports.cohort import arms


def study(*groups: Group) -> StudyData:
    return replace(arms(), groups=groups)


def test_nom_comes_first_however_the_groups_were_declared() -> None:
    assert pair(study(SURGERY, NOM)) == (NOM, SURGERY)


def test_unexplained_arms_keep_their_order_and_are_no_strategies() -> None:
    two = (Group("arm_2", "Arm 2"), Group("arm_1", "Arm 1"))
    assert pair(study(*two)) == two
    assert not are_strategies(two)


def test_a_study_without_two_groups_says_what_to_do() -> None:
    with pytest.raises(NotTwoGroups, match="1 groups; a comparison needs two"):
        pair(study(NOM))
