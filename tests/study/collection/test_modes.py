"""How each form is answered: chosen when it is handed over, kept with the form, refused where it has no version."""

from datetime import timedelta

import pytest

from qol.errors import ModeRefused
from qol.storage import assessments, forms
from qol.storage.answers import NewAnswer
from qol.storage.tables import Form
from qol.study.collection import answering, modes
from qol.study.collection.handing_over import mode_in_use, open_ways
from qol.study.results.cut import study_data
from tests.study.clinic import NOW, TODAY, Clinic
from tests.web.staff.answering import answer_everything


@pytest.fixture
def code(staffed: Clinic) -> str:
    code = staffed.enrol()
    staffed.decided(code)
    return code


def hand_over(clinic: Clinic, code: str, mode: str = modes.SELF) -> None:
    open_ways(clinic.house, clinic.scope(), code, "decision", "handover", "en", TODAY, NOW, mode)


def forms_of(clinic: Clinic, code: str) -> dict[str, Form]:
    with clinic.house.database.reading() as session:
        patient = clinic.scope().patient(session, code)
        (visit,) = assessments.of_patient(session, patient.id)
        return {form.instrument_id: form for form in forms.of_assessment(session, visit.id)}


def begin(clinic: Clinic, code: str, *instruments: str) -> None:
    """Answer the first question of some forms."""
    with clinic.house.database.writing() as session:
        patient = clinic.scope().patient(session, code)
        (visit,) = assessments.of_patient(session, patient.id)
        opened = answering.questionnaire(session, visit.id)
        for section in opened.path.sections:
            if section.instrument.id in instruments:
                step = opened.path.of(section)[0]
                answering.keep(session, opened, step, NewAnswer(step.item.id, 1), NOW)


@pytest.mark.parametrize("mode", ["self", "read_aloud", "telephone"])
def test_every_form_of_a_hand_over_keeps_its_mode(staffed: Clinic, code: str, mode: str) -> None:
    hand_over(staffed, code, mode)
    assert {form.mode for form in forms_of(staffed, code).values()} == {mode}


def test_a_form_that_is_begun_keeps_its_mode_and_the_others_take_the_new_one(staffed: Clinic, code: str) -> None:
    hand_over(staffed, code)
    begin(staffed, code, "qlq_c30")
    hand_over(staffed, code, "read_aloud")
    found = {name: form.mode for name, form in forms_of(staffed, code).items()}
    assert found.pop("qlq_c30") == "self"
    assert set(found.values()) == {"read_aloud"}


def test_with_a_proxy_what_has_no_proxy_version_is_left_out_and_comes_back_with_the_patient(
    staffed: Clinic, code: str
) -> None:
    def asked() -> list[str]:
        with staffed.house.database.reading() as session:
            patient = staffed.scope().patient(session, code)
            (visit,) = assessments.of_patient(session, patient.id)
            return [section.instrument.id for section in answering.questionnaire(session, visit.id).sections]

    hand_over(staffed, code, "proxy")
    found = forms_of(staffed, code)
    assert (found["treatment_satisfaction"].status, found["qlq_c30"].status) == ("not_done", "open")
    assert "treatment_satisfaction" not in asked()
    assert "qlq_c30" in asked()
    hand_over(staffed, code)
    assert "treatment_satisfaction" in asked()


def test_where_nothing_else_is_left_a_proxy_is_refused_in_a_sentence(staffed: Clinic, code: str) -> None:
    hand_over(staffed, code)
    begin(staffed, code, *(name for name in forms_of(staffed, code) if name != "treatment_satisfaction"))
    with pytest.raises(ModeRefused, match=r"no version for somebody who answers in the patient's place"):
        hand_over(staffed, code, "proxy")
    assert forms_of(staffed, code)["treatment_satisfaction"].status == "open"


def test_a_mode_that_is_none_is_refused(staffed: Clinic, code: str) -> None:
    with pytest.raises(ModeRefused, match="Choose how the questions are answered"):
        hand_over(staffed, code, "paper")


def test_the_mode_in_use_is_the_one_that_was_chosen_last(staffed: Clinic, code: str) -> None:
    assert mode_in_use(staffed.house, None) == "self"
    hand_over(staffed, code, "telephone")
    with staffed.house.database.reading() as session:
        (visit,) = assessments.of_patient(session, staffed.scope().patient(session, code).id)
    assert mode_in_use(staffed.house, visit) == "telephone"


def test_what_is_sent_from_a_screen_is_completed_received_and_entered_when_it_is_sent(
    staffed: Clinic, code: str
) -> None:
    hand_over(staffed, code, "read_aloud")
    begin(staffed, code, "qlq_c30")
    sent = NOW + timedelta(days=2)
    answer_everything(staffed, code, sent)
    for form in forms_of(staffed, code).values():
        assert (form.completed_on, form.received_on, form.entered_at) == (sent.date(), sent.date(), sent)
        assert form.entered_by is None
    rows = study_data(staffed.house, "follow-up", sent).forms
    assert set(rows["mode"]) == {"read_aloud"}
    dates = rows[["on_date", "completed_on", "received_on", "entered_on"]]
    assert set(dates.to_numpy().ravel()) == {sent.date().isoformat()}
