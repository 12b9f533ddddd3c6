"""A patient's language: what can be shown in it is, the rest stays in its own and may be left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from qol.storage.answers import NewAnswer
from qol.storage.tables import Answer, AuditEntry, Form
from qol.study.collection.answering import decline_forms, keep
from qol.study.collection.changing_language import change_language
from tests.study.patients_side import NOW, Clinic, new_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = new_clinic(tmp_path)
    yield made
    made.house.database.close()


def forms(clinic: Clinic, visit: str) -> dict[str, Form]:
    with clinic.house.database.reading() as session:
        return {form.instrument_id: form for form in session.exec(select(Form).where(Form.assessment_id == visit))}


def change(clinic: Clinic, visit: str, language: str) -> None:
    with clinic.house.database.writing() as session:
        change_language(clinic.house, session, visit, language, NOW.date(), NOW)


def test_a_form_is_laid_out_in_the_patients_language_where_it_has_words_in_it(clinic: Clinic) -> None:
    visit = clinic.ask("treatment_satisfaction", "lars", language="de")
    assert {name: form.language for name, form in forms(clinic, visit).items()} == {
        "treatment_satisfaction": "de",
        "lars": "en",
    }
    assert forms(clinic, visit)["treatment_satisfaction"].wording_notice.startswith("Übersetzungsentwurf")
    assert [section.instrument.id for section in clinic.opened(visit).foreign("de")] == ["lars"]
    assert clinic.opened(visit).foreign("en") == clinic.opened(visit).path.sections[:1]


def test_each_answer_keeps_the_language_it_was_given_in(clinic: Clinic) -> None:
    visit = clinic.ask("treatment_satisfaction", language="de")
    german = forms(clinic, visit)["treatment_satisfaction"].wording_hash
    clinic.answer(visit, "q1", 4)
    change(clinic, visit, "fa")
    clinic.answer(visit, "q2", 5)
    with clinic.house.database.reading() as session:
        stored = {row.item_id: row.language for row in session.exec(select(Answer))}
        noted = [row.action for row in session.exec(select(AuditEntry)) if row.action.startswith("survey.language")]
    assert stored == {"q1": "de", "q2": "fa"}
    assert noted == ["survey.language.fa"]
    now = forms(clinic, visit)["treatment_satisfaction"]
    assert (now.language, now.wording_hash != german) == ("fa", True)
    opened = clinic.opened(visit)
    assert opened.assessment.language == "fa"
    assert len(opened.store) == 2


def test_others_instruments_stay_in_the_language_they_have(clinic: Clinic) -> None:
    visit = clinic.ask("lars")
    before = forms(clinic, visit)["lars"].wording_hash
    change(clinic, visit, "fa")
    assert forms(clinic, visit)["lars"].wording_hash == before
    assert clinic.opened(visit).assessment.language == "fa"


def test_questions_in_another_language_can_be_left_out_together_and_answered_later(clinic: Clinic) -> None:
    visit = clinic.ask("lars", "treatment_satisfaction", language="ar")
    clinic.answer(visit, "q1", 2)
    with clinic.house.database.writing() as session:
        opened = clinic.opened(visit)
        decline_forms(session, opened, opened.foreign("ar"), NOW)
    after = clinic.opened(visit)
    states = {step.item.id: after.given(step) for step in after.path.of(after.path.sections[0])}
    assert [given.state for given in states.values() if given] == ["answered", *["declined"] * 4]
    first = after.path.first_open(after.store)
    assert first is not None and first.section.instrument.id == "treatment_satisfaction"
    with clinic.house.database.writing() as session:
        step = after.path.steps[1]
        keep(session, after, step, NewAnswer(step.item.id, 1), NOW)
    again = clinic.opened(visit).given(step)
    assert again is not None and again.value == 1


def test_a_sent_questionnaire_keeps_its_language(clinic: Clinic) -> None:
    visit = clinic.ask("treatment_satisfaction", language="de")
    with clinic.house.database.writing() as session:
        row = clinic.opened(visit).assessment
        row.closed_as = "completed"
        session.merge(row)
    change(clinic, visit, "fa")
    assert clinic.opened(visit).assessment.language == "de"
