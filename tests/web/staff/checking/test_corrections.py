"""The pages of a form: what was answered, corrected after a look at what changes, marked as entered in error."""

import re
from collections.abc import Callable

import pytest

from qol.analysis.study_data import StudyData
from qol.reports._printed import Ledger
from qol.reports._summary.head import head
from qol.reports._summary.history import history
from qol.reports._summary.person import PersonShown
from qol.storage import audit
from qol.study.results.cut import study_data
from tests.study.corrections.answered import LATER, answered, corrected, form_of, given, record_of
from tests.web.staff.conftest import Site, Visitor, words


@pytest.fixture
def code(site: Site) -> str:
    return answered(site.clinic)


def page_of(site: Site, code: str, instrument: str = "qlq_c30") -> str:
    return f"/patients/{code}/forms/{form_of(site.clinic, code, instrument).id}"


def looked_at(text: str) -> dict[str, str]:
    found = re.search(r'name="looked_at" value="([0-9a-f]+)"', text)
    assert found
    return {"looked_at": found[1], "move": "save"}


def test_the_patients_page_leads_to_every_form(site: Site, coordinator: Visitor, code: str) -> None:
    assert f'href="{page_of(site, code)}"' in coordinator.get(f"/patients/{code}").text


def test_a_form_shows_every_question_with_its_answer(site: Site, coordinator: Visitor, code: str) -> None:
    text = coordinator.text(page_of(site, code))
    assert "Low spirits" in text or "q24" in text
    assert "2, Slightly" in text
    assert "by the patient" in text


def test_a_correction_is_looked_at_first_and_then_saved(site: Site, coordinator: Visitor, code: str) -> None:
    address = f"{page_of(site, code)}/correct?item=q5"
    typed = {"box.q5": "4", "reason": "patient_said", "words": "asked again"}
    checked = coordinator.post(address, typed | {"move": "check"})
    shown = words(checked)
    assert "What changes" in shown
    assert "Physical functioning" in shown or "PF2" in shown
    assert given(record_of(site.clinic, code, "qlq_c30"))["q5"] == "2", "a look changes nothing"
    saved = coordinator.post(address, typed | looked_at(checked.text))
    assert saved.status_code == 303
    after = coordinator.text(saved.location)
    assert "The patient says that it was meant otherwise: asked again" in after
    assert "1 earlier version" in after
    assert "corrected on 12 March 2026" in coordinator.text(f"/patients/{code}")


def test_what_was_changed_after_the_look_is_not_saved(site: Site, coordinator: Visitor, code: str) -> None:
    address = f"{page_of(site, code)}/correct?item=q5"
    typed = {"box.q5": "4", "reason": "patient_said"}
    checked = coordinator.post(address, typed)
    other = coordinator.post(address, typed | looked_at(checked.text) | {"box.q5": "3"})
    assert "This was changed after the check" in words(other)
    assert given(record_of(site.clinic, code, "qlq_c30"))["q5"] == "2"


def test_every_fault_is_said_at_once(site: Site, coordinator: Visitor, code: str) -> None:
    answer = coordinator.post(f"{page_of(site, code)}/correct?item=q5&item=q6", {"box.q5": "9", "box.q6": "4"})
    text = words(answer, 422)
    assert "9 is no answer here: 1–4." in text
    assert "Choose why." in text
    same = words(coordinator.post(f"{page_of(site, code)}/correct?item=q5", {"reason": "patient_said"}), 422)
    assert "Every answer is as it was." in same


def test_the_summary_on_paper_says_that_it_was_corrected(site: Site, coordinator: Visitor, code: str) -> None:
    def filled_in(data: StudyData) -> str:
        return str(dict(head(history(data, data.patients["patient"][0]), PersonShown(), Ledger()).cells)["Filled in"])

    assert "corrected" not in filled_in(study_data(site.clinic.house, None, LATER))
    corrected(site.clinic, code, "qlq_c30", {"q5": "4"})
    assert "corrected on 12 Mar 2026" in filled_in(study_data(site.clinic.house, None, LATER))


def test_answers_about_staff_and_in_own_words_are_kept_from_the_clinic(
    site: Site, coordinator: Visitor, code: str
) -> None:
    address = page_of(site, code, "treatment_satisfaction")
    assert "not shown to the clinic" in coordinator.text(address)
    assert 'value="o1"' not in coordinator.get(address).text
    assert coordinator.get(f"{address}/correct?item=o1").status_code == 303


def test_a_form_is_marked_as_entered_in_error_and_back(site: Site, coordinator: Visitor, code: str) -> None:
    address = page_of(site, code)
    assert "Choose why." in words(coordinator.post(f"{address}/in-error", {}), 422)
    marked = coordinator.post(f"{address}/in-error", {"reason": "wrong_patient"})
    assert marked.status_code == 303
    assert "counts in no score and no dataset" in coordinator.text(marked.location)
    assert "entered in error" in coordinator.text(f"/patients/{code}")
    assert coordinator.get(f"{address}/correct?item=q5").status_code == 400
    back = coordinator.post(f"{address}/in-error", {"reason": "right_patient"})
    assert "The form counts again" in coordinator.text(back.location)


def test_a_clinician_reads_and_does_not_correct(site: Site, as_role: Callable[[str], Visitor], code: str) -> None:
    clinician, address = as_role("clinician"), page_of(site, code)
    assert "Correct the chosen answers" not in clinician.text(address)
    for below in ("/correct?item=q5", "/in-error"):
        assert clinician.get(f"{address}{below}").status_code == 403


def test_a_form_under_another_patients_address_is_not_there(site: Site, coordinator: Visitor, code: str) -> None:
    other = site.clinic.enrol("June Whitcombe", number="4821-077")
    foreign = site.clinic.enrol(site="Southmere")
    form = page_of(site, code).rsplit("/", 1)[1]
    for someone in (other, foreign, "A1A-000"):
        for below in ("", "/correct?item=q5", "/in-error"):
            assert coordinator.get(f"/patients/{someone}/forms/{form}{below}").status_code == 404


def test_reading_a_form_is_noted_for_its_own_patient_alone(
    site: Site, as_role: Callable[[str], Visitor], code: str
) -> None:
    clinician, address = as_role("clinician"), page_of(site, code)
    other = site.clinic.enrol("June Whitcombe", number="4821-077")
    assert clinician.get(address).status_code == 200
    assert clinician.get(address.replace(code, other)).status_code == 404
    with site.clinic.house.database.reading() as session:
        patient = site.clinic.scope().patient(session, code)
        noted = [one for one in audit.latest(session, 9) if one.action == "patient.read"]
    assert [(one.actor, one.object_id) for one in noted] == [(site.clinic.staff["clinician"], patient.id)]
