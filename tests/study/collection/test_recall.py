"""A form that is older than its recall period is begun again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from qol.instruments.library import Library
from qol.storage import audit, forms
from qol.study.collection.answering import resume
from qol.study.collection.recall import is_too_old, recall_days
from tests.study.patients_side import NOW, Clinic, new_clinic

DAY = timedelta(days=1)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    clinic = new_clinic(tmp_path)
    yield clinic
    clinic.house.database.close()


def test_the_shortest_recall_period_of_an_instrument_counts() -> None:
    library = Library(Path(__file__).parents[3] / "instruments")
    known = {"lars": None, "qlq_c30": 7, "qlq_cr29": 7, "treatment_satisfaction": 28}
    assert {name: recall_days(library[name].pages) for name in known} == known


def test_a_form_is_too_old_only_after_its_period() -> None:
    assert not is_too_old(NOW, 7, NOW + 7 * DAY)
    assert is_too_old(NOW, 7, NOW + 7 * DAY + timedelta(seconds=1))
    assert not is_too_old(NOW, None, NOW + 400 * DAY)
    assert not is_too_old(None, 7, NOW)


def test_an_old_form_is_closed_as_partial_and_begun_again_and_both_are_kept(clinic: Clinic) -> None:
    visit = clinic.ask("qlq_c30", "lars")
    clinic.answer(visit, "q1", 3)
    clinic.answer(visit, "q1", 2, part=2)
    with clinic.house.database.writing() as session:
        resume(session, visit, NOW + 8 * DAY)
    with clinic.house.database.reading() as session:
        kept = forms.of_assessment(session, visit)
        entries = audit.of_object(session, "form", kept[1].id)
    assert [(form.instrument_id, form.attempt, form.status) for form in kept] == [
        ("qlq_c30", 1, "partial"),
        ("qlq_c30", 2, "open"),
        ("lars", 1, "open"),
    ]
    assert [entry.action for entry in entries] == ["form.restarted"]
    opened = clinic.opened(visit)
    first = opened.path.first_open(opened.store)
    assert first is not None
    assert (first.position, first.item.id) == (1, "q1")
    assert len(opened.store) == 1, "the LARS answer, which has no recall period, is still there"


def test_a_young_form_is_carried_on(clinic: Clinic) -> None:
    visit = clinic.ask("qlq_c30")
    clinic.answer(visit, "q1", 3)
    with clinic.house.database.writing() as session:
        resume(session, visit, NOW + 6 * DAY)
    assert len(clinic.opened(visit).store) == 1
