"""The demonstration of metastatic disease: palliative intent, metastases before the decision, deaths in both groups."""

from datetime import date
from pathlib import Path

import pytest

from qol.analysis.one_set import in_one_set
from qol.course.timeline import EventKind, check
from qol.errors import QolError
from qol.study.demonstration.filling import fill
from qol.study.demonstration.patients import invented_patients
from qol.study.results.cut import study_data
from tests.journeys.intruder import NOW
from tests.study.houses import migrated

TODAY = date(2026, 11, 20)


def test_every_course_can_be_true_and_has_its_metastasis_before_the_decision() -> None:
    people = invented_patients(150, 1, TODAY, metastatic=True)
    died = 0
    for person in people:
        assert check(person.timeline, TODAY).refused == ()
        decided, spread = (person.timeline.first(kind) for kind in (EventKind.DECISION, EventKind.METASTASIS))
        assert decided is None or (spread is not None and spread.on < decided.on)
        died += person.timeline.first(EventKind.DEATH) is not None
    assert 30 < died < 120


def test_its_study_is_one_set_of_palliative_intent(tmp_path: Path) -> None:
    with migrated(tmp_path / "var") as house:
        fill(house, 30, 1, NOW.date(), NOW, follows="stage_4")
        speaks = in_one_set(study_data(house, None, NOW)).speaks_of
        assert speaks is not None and set(speaks.members) == {"stage_4_palliative"}
        assert min(speaks.sizes("stage_4_palliative")) > 5


def test_another_protocol_is_refused(tmp_path: Path) -> None:
    with migrated(tmp_path / "var") as house, pytest.raises(QolError, match="stage_1_3 or stage_4"):
        fill(house, 5, 1, NOW.date(), NOW, follows="qlq_c30_only")
