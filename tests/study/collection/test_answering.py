"""A patient answers: what is kept, and what leaving a page does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qol.errors import LinkExpired
from qol.storage import answers
from qol.study.collection import answering
from qol.study.collection.answering import Left, questionnaire
from qol.study.collection.reply import Reply
from qol.study.collection.submitting import submit
from tests.study.patients_side import NOW, Clinic, new_clinic

ID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    clinic = new_clinic(tmp_path)
    yield clinic
    clinic.house.database.close()


def leave(clinic: Clinic, assessment: str, item: str, reply: Reply | None, *, asking: bool) -> Left:
    with clinic.house.database.writing() as session:
        opened = questionnaire(session, assessment)
        step = opened.path.find(1, item)
        assert step is not None
        return answering.leave(session, opened, step, reply, NOW, asking=asking)


def test_an_answer_starts_form_and_assessment(clinic: Clinic) -> None:
    visit = clinic.ask("qlq_c30", "lars")
    clinic.answer(visit, "q3", 2)
    opened = clinic.opened(visit)
    assert opened.assessment.started_at == NOW
    assert [form.started_at for form in opened.forms] == [NOW, None]


def test_a_changed_answer_is_a_further_version_and_the_same_one_is_not(clinic: Clinic) -> None:
    visit = clinic.ask("qlq_c30")
    versions = [clinic.answer(visit, "q3", value) for value in (2, 3, 3)]
    assert versions == [1, 2, 2]
    with clinic.house.database.reading() as session:
        form = clinic.opened(visit).forms[0].id
        assert [old.value for old in answers.history(session, form, "q3")] == [2, 3]


def test_next_without_an_answer_asks_once_and_keeps_nothing(clinic: Clinic) -> None:
    visit = clinic.ask("qlq_c30")
    assert leave(clinic, visit, "q1", None, asking=True) == Left(revision=0, asks=True)
    assert not clinic.opened(visit).store


def test_a_declined_question_is_not_asked_about_again(clinic: Clinic) -> None:
    visit = clinic.ask("qlq_c30")
    with clinic.house.database.writing() as session:
        opened = questionnaire(session, visit)
        answering.decline(session, opened, opened.path.steps[0], NOW)
    assert not leave(clinic, visit, "q1", None, asking=True).asks
    given = clinic.opened(visit).given(clinic.opened(visit).path.steps[0])
    assert given is not None
    assert (given.state, given.value, given.is_settled) == ("declined", None, True)


def test_going_back_with_nothing_chosen_never_erases(clinic: Clinic) -> None:
    visit = clinic.ask("qlq_c30")
    clinic.answer(visit, "q1", 2)
    assert leave(clinic, visit, "q1", None, asking=False) == Left(revision=1)
    assert clinic.opened(visit).path.first_open(clinic.opened(visit).store).item.id == "q2"  # type: ignore[union-attr]


def test_an_emptied_text_is_taken_back_wherever_one_goes(clinic: Clinic) -> None:
    visit = clinic.ask("treatment_satisfaction")
    assert leave(clinic, visit, "o1", Reply(text="All was well."), asking=True) == Left(revision=1)
    assert leave(clinic, visit, "o1", None, asking=False) == Left(revision=2)
    store = clinic.opened(visit).store
    assert [given.state for given in store.values()] == ["cleared"]


def test_free_text_is_not_readable_in_the_database_file(clinic: Clinic) -> None:
    visit = clinic.ask("treatment_satisfaction")
    leave(clinic, visit, "o1", Reply(text="Canarybird"), asking=True)
    assert [given.text for given in clinic.opened(visit).store.values()] == ["Canarybird"]
    files = clinic.house.settings.data_dir.rglob("qol.sqlite*")
    assert not any(b"Canarybird" in file.read_bytes() for file in files)


def test_a_cleared_answer_is_open_again(clinic: Clinic) -> None:
    visit = clinic.ask("qlq_c30")
    clinic.answer(visit, "q1", 2)
    with clinic.house.database.writing() as session:
        opened = questionnaire(session, visit)
        assert answering.clear(session, opened, opened.path.steps[0], NOW) == 2
    after = clinic.opened(visit)
    first = after.path.first_open(after.store)
    assert first is not None
    assert first.item.id == "q1"
    assert not after.is_begun


def test_nothing_can_be_answered_after_sending(clinic: Clinic) -> None:
    visit = clinic.ask("qlq_c30")
    submit(clinic.house.database, visit, ID, NOW)
    with pytest.raises(LinkExpired, match="kept"):
        clinic.answer(visit, "q1", 2)
