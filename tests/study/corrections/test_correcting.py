"""Staff correct answers: with a reason, both versions kept, scores at once, nothing behind anybody's back."""

import pandas as pd
import pytest
from sqlmodel import select

from qol.errors import Conflict, NotFound, QolError
from qol.scoring.scores import score_form
from qol.storage import answers, audit, submissions
from qol.storage.audit_check import check
from qol.storage.tables import Submission
from qol.study.collection.handing_over import open_ways
from qol.study.collection.submitting import submit
from qol.study.corrections.correcting import correct
from qol.study.corrections.reasons import ReasonGiven
from qol.study.patients.patient_record import record
from qol.study.results.cut import study_data
from tests.study.clinic import NOW, TODAY, Clinic
from tests.study.corrections.answered import LATER, SAID, answered, corrected, form_of, given, looked_at, record_of


@pytest.fixture
def code(staffed: Clinic) -> str:
    return answered(staffed)


def score_on_page(clinic: Clinic, code: str, instrument: str, scale: str) -> float | None:
    found = record(clinic.house, clinic.scope(), code, TODAY)
    form = next(f for f in found.scores[0].forms if f.instrument.id == instrument)
    return next(one.score.value for one in form.scales if one.scale.id == scale)


def test_both_versions_stay_with_who_when_and_why(staffed: Clinic, code: str) -> None:
    before = given(record_of(staffed, code, "qlq_c30"))["q5"]
    corrected(staffed, code, "qlq_c30", {"q5": "4"})
    form = form_of(staffed, code, "qlq_c30")
    with staffed.house.database.reading() as session:
        first, second = answers.history(session, form.id, "q5")
    assert (str(first.value), first.by, first.reason) == (before, None, None)
    assert (second.value, second.by, second.at) == (4, staffed.staff["coordinator"], LATER)
    assert second.reason == "patient_said: asked again by telephone"


def test_scores_follow_at_once_and_are_those_of_the_preview(staffed: Clinic, code: str) -> None:
    found = looked_at(staffed, code, "qlq_c30", {"q5": "4"})
    changes = {one.scale.id: (one.before.value, one.after.value) for one in found.scales}
    assert "PF2" in changes
    assert changes["PF2"][0] == score_on_page(staffed, code, "qlq_c30", "PF2")
    corrected(staffed, code, "qlq_c30", {"q5": "4"})
    assert score_on_page(staffed, code, "qlq_c30", "PF2") == changes["PF2"][1] != changes["PF2"][0]


def test_the_preview_says_every_scale_that_changes_and_no_other(staffed: Clinic, code: str) -> None:
    found = looked_at(staffed, code, "qlq_c30", {"q5": "4"})
    before = found.record.values
    one, two = (score_form(found.record.scored, values, {}) for values in (before, {**before, "q5": 4}))
    assert {c.scale.id for c in found.scales} == {scale for scale in one if one[scale] != two[scale]}


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (ReasonGiven(""), "Choose why."),
        (ReasonGiven("because"), "Choose why."),
        (ReasonGiven("other", "  "), "what the other reason is"),
        (ReasonGiven("patient_said", "x" * 501), "at most 500"),
    ],
)
def test_without_a_reason_nothing_is_corrected(staffed: Clinic, code: str, reason: ReasonGiven, says: str) -> None:
    with pytest.raises(QolError, match=says):
        corrected(staffed, code, "qlq_c30", {"q5": "4"}, reason)
    assert not any(one.is_corrected for one in record_of(staffed, code, "qlq_c30").items)


def test_what_changed_since_the_preview_is_looked_at_again(staffed: Clinic, code: str) -> None:
    form, stale = form_of(staffed, code, "qlq_c30"), looked_at(staffed, code, "qlq_c30", {"q5": "4"})
    corrected(staffed, code, "qlq_c30", {"q6": "4"})
    with pytest.raises(Conflict, match="changed in the meantime"):
        correct(staffed.house, staffed.scope(), code, form.id, {"q5": "4"}, SAID, stale.fingerprint, LATER)
    other = looked_at(staffed, code, "qlq_c30", {"q5": "3"})
    with pytest.raises(Conflict):
        correct(staffed.house, staffed.scope(), code, form.id, {"q5": "4"}, SAID, other.fingerprint, LATER)


def test_an_answer_that_the_question_does_not_offer_is_refused(staffed: Clinic, code: str) -> None:
    found = looked_at(staffed, code, "qlq_c30", {"q5": "7", "q6": "3"})
    assert list(found.faults) == ["q5"]
    with pytest.raises(QolError, match="Nothing was saved"):
        corrected(staffed, code, "qlq_c30", {"q5": "7", "q6": "3"})
    assert not any(one.is_corrected for one in record_of(staffed, code, "qlq_c30").items)


def test_the_same_answer_is_no_correction(staffed: Clinic, code: str) -> None:
    same = given(record_of(staffed, code, "qlq_c30"))["q5"]
    with pytest.raises(QolError, match="Nothing would change"):
        corrected(staffed, code, "qlq_c30", {"q5": same})


def test_a_form_that_the_patient_still_answers_is_not_corrected(staffed: Clinic) -> None:
    code = staffed.enrol()
    staffed.decided(code, "nom")
    open_ways(staffed.house, staffed.scope(), code, "decision", "handover", "en", TODAY, NOW)
    with pytest.raises(QolError, match="has not been sent yet"):
        corrected(staffed, code, "qlq_c30", {"q5": "4"})


def test_a_form_of_another_site_is_not_there(staffed: Clinic, code: str) -> None:
    form, other = form_of(staffed, code, "qlq_c30"), staffed.enrol(site="Southmere")
    for scope, mine in ((staffed.scope("Southmere"), code), (staffed.scope("Southmere"), other)):
        with pytest.raises(NotFound):
            correct(staffed.house, scope, mine, form.id, {"q5": "4"}, SAID, "", LATER)


def test_another_answer_about_the_stoma_changes_which_questions_count(staffed: Clinic, code: str) -> None:
    found = looked_at(staffed, code, "qlq_cr29", {"q48": "2"})
    assert found.newly_asked == ("Looking after the stoma",)
    corrected(staffed, code, "qlq_cr29", {"q48": "2"})
    assert form_of(staffed, code, "qlq_cr29").status == "partial"
    corrected(staffed, code, "qlq_cr29", {"q48": "1"})
    assert form_of(staffed, code, "qlq_cr29").status == "completed"


def test_the_audit_says_that_a_form_was_corrected_and_no_value(staffed: Clinic, code: str) -> None:
    corrected(staffed, code, "qlq_c30", {"q5": "4", "q6": "3"})
    form = form_of(staffed, code, "qlq_c30")
    with staffed.house.database.reading() as session:
        entries = [e for e in audit.of_object(session, "form", form.id) if e.action == "form.corrected"]
    (entry,) = entries
    assert (entry.actor, entry.at) == (staffed.staff["coordinator"], LATER)
    assert entry.reason_hash
    assert "q5" not in str(entry.model_dump())
    assert check(staffed.house.database).problems == ()


def test_the_submission_keeps_its_id_and_a_copy_sent_late_gets_the_same_receipt(staffed: Clinic, code: str) -> None:
    database, form = staffed.house.database, form_of(staffed, code, "qlq_c30")
    with database.reading() as session:
        sent = session.exec(select(Submission)).one()
    corrected(staffed, code, "qlq_c30", {"q5": "4"})
    again = submit(database, form.assessment_id, sent.id, LATER)
    assert again.words == sent.receipt == submissions.receipt_for(sent.id, sent.content_hash)
    with database.reading() as session:
        assert session.exec(select(Submission)).one() == sent


def test_datasets_hold_the_new_answer_and_say_that_it_was_corrected(staffed: Clinic, code: str) -> None:
    before = given(record_of(staffed, code, "qlq_c30"))["q5"]
    corrected(staffed, code, "qlq_c30", {"q5": "4"})
    data = study_data(staffed.house, None, LATER)
    items = data.items[data.items["instrument"] == "qlq_c30"].set_index("item")
    assert items.loc["q5", ["value", "corrected", "versions", "answer_version"]].tolist() == [4, True, 2, 2]
    assert items.loc["q6", ["corrected", "versions"]].tolist() == [False, 1]
    scores = data.scores[data.scores["instrument"] == "qlq_c30"].set_index("scale")["corrected"]
    assert scores[["PF2", "SUMMARY", "EF"]].tolist() == [True, True, False]
    (row,) = data.corrections.to_dict("records")
    assert (row["item"], row["old_value"], row["new_value"], row["reason_kind"]) == ("q5", before, "4", "patient_said")
    assert row["corrected_on"] == LATER.date().isoformat()
    assert "telephone" not in pd.concat([data.corrections, data.items]).to_csv()
