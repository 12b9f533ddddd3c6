"""A form entered in error is kept, counts nowhere, is counted, and may come back."""

import pytest

from qol.errors import QolError
from qol.storage import answers, assessments, audit, forms
from qol.study.collection.handing_over import open_ways
from qol.study.corrections.in_error import mark, take_back
from qol.study.corrections.reasons import ReasonGiven
from qol.study.patients.patient_record import record
from qol.study.results.cut import study_data
from tests.study.clinic import TODAY, Clinic
from tests.study.corrections.answered import LATER, answered, corrected, form_of
from tests.web.staff.answering import answer_everything

WRONG, RIGHT = ReasonGiven("wrong_patient"), ReasonGiven("right_patient")


@pytest.fixture
def code(staffed: Clinic) -> str:
    return answered(staffed)


def put_aside(clinic: Clinic, code: str, whole_visit: bool = False) -> int:
    form = form_of(clinic, code, "qlq_c30")
    return mark(clinic.house, clinic.scope(), code, form.id, WRONG, LATER, whole_visit=whole_visit)


def state_of_the_visit(clinic: Clinic, code: str) -> str:
    found = record(clinic.house, clinic.scope(), code, TODAY)
    return next(str(visit.state) for visit in found.visits if visit.visit.id == "decision")


def test_it_is_kept_and_counts_in_no_score_and_no_dataset(staffed: Clinic, code: str) -> None:
    put_aside(staffed, code)
    form = form_of(staffed, code, "qlq_c30")
    with staffed.house.database.reading() as session:
        assert len(answers.current(session, [form.id])) == 30
    data = study_data(staffed.house, None, LATER)
    for table in (data.forms, data.items, data.scores):
        assert "qlq_c30" not in set(table["instrument"])
        assert "qlq_cr29" in set(table["instrument"])
    assert data.refused["forms entered in error, left out"] == 1
    found = record(staffed.house, staffed.scope(), code, TODAY)
    (shown,) = [one for one in found.scores[0].forms if one.id == form.id]
    assert shown.in_error
    assert shown.scales == ()


def test_a_visit_of_which_one_form_is_in_error_is_partly_answered(staffed: Clinic, code: str) -> None:
    assert state_of_the_visit(staffed, code) == "completed"
    put_aside(staffed, code)
    assert state_of_the_visit(staffed, code) == "partially_completed"


def test_a_visit_of_which_every_form_is_in_error_is_open_again_and_answered_anew(staffed: Clinic, code: str) -> None:
    assert put_aside(staffed, code, whole_visit=True) == 4
    assert state_of_the_visit(staffed, code) == "due"
    open_ways(staffed.house, staffed.scope(), code, "decision", "handover", "en", TODAY, LATER)
    answer_everything(staffed, code, LATER)
    assert state_of_the_visit(staffed, code) == "completed"
    found = record(staffed.house, staffed.scope(), code, TODAY)
    assert len(found.assessments) == 2
    assert not [query for query in found.queries if query.kind == "twice_at_one_visit"]


def test_the_mark_is_taken_back_with_a_reason_and_both_stay(staffed: Clinic, code: str) -> None:
    put_aside(staffed, code)
    form = form_of(staffed, code, "qlq_c30")
    with pytest.raises(QolError, match="marked already"):
        put_aside(staffed, code)
    with pytest.raises(QolError, match="Choose why"):
        take_back(staffed.house, staffed.scope(), code, form.id, ReasonGiven(""), LATER)
    take_back(staffed.house, staffed.scope(), code, form.id, RIGHT, LATER)
    assert state_of_the_visit(staffed, code) == "completed"
    assert "qlq_c30" in set(study_data(staffed.house, None, LATER).scores["instrument"])
    with staffed.house.database.reading() as session:
        actions = [entry.action for entry in audit.of_object(session, "form", form.id)]
    assert actions[-2:] == ["form.in_error", "form.restored"]


def test_a_marked_form_is_not_corrected(staffed: Clinic, code: str) -> None:
    put_aside(staffed, code)
    with pytest.raises(QolError, match="Take the mark back first"):
        corrected(staffed, code, "qlq_c30", {"q5": "4"})


def test_when_it_was_sent_stays_as_it_was(staffed: Clinic, code: str) -> None:
    form = form_of(staffed, code, "qlq_c30")
    with staffed.house.database.reading() as session:
        before = assessments.by_id(session, form.assessment_id).submitted_at
    put_aside(staffed, code, whole_visit=True)
    with staffed.house.database.reading() as session:
        assert assessments.by_id(session, form.assessment_id).submitted_at == before
        assert forms.by_id(session, form.id).status == "completed"
