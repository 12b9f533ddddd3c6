"""Sent exactly once, whatever is pressed twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from qol.errors import Conflict, QolError
from qol.storage import accesses, audit
from qol.study.collection import answering, sitting
from qol.study.collection.answering import questionnaire
from qol.study.collection.opening import Caller, open_on_tablet
from qol.study.collection.sitting import Standing
from qol.study.collection.submitting import state_of, submit
from tests.study.patients_side import CODE, KEPT, NOW, Clinic, new_clinic

ID = "00000000-0000-4000-8000-000000000001"
OTHER = "00000000-0000-4000-8000-000000000002"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    clinic = new_clinic(tmp_path)
    yield clinic
    clinic.house.database.close()


def test_sending_closes_forms_assessment_links_and_sessions(clinic: Clinic) -> None:
    visit = clinic.ask("lars")
    token = open_on_tablet(clinic.house.database, CODE, Caller("", {}), NOW)
    for number in range(1, 6):
        clinic.answer(visit, f"q{number}", 1)
    receipt = submit(clinic.house.database, visit, ID, NOW)
    assert receipt.words.startswith(ID)
    assert receipt.received_at == NOW
    opened = clinic.opened(visit)
    assert (opened.assessment.closed_as, opened.assessment.submitted_at) == ("completed", NOW)
    assert [form.status for form in opened.forms] == ["completed"]
    with clinic.house.database.reading() as session:
        assert all(access.ended_at == NOW for access in accesses.of_assessment(session, visit))
        found = sitting.find(session, token, NOW)
        assert found is not None
        assert found.standing is Standing.ENDED
        assert [entry.action for entry in audit.of_object(session, "assessment", visit)] == [
            "survey.opened.tablet",
            "survey.submitted",
        ]


def test_the_same_id_twice_gives_the_same_receipt_and_is_kept_once(clinic: Clinic) -> None:
    visit = clinic.ask("lars")
    first = submit(clinic.house.database, visit, ID, NOW)
    again = submit(clinic.house.database, visit, ID, NOW + timedelta(seconds=3))
    assert first == again
    with clinic.house.database.reading() as session:
        assert len(audit.of_object(session, "assessment", visit)) == 1


def test_eight_presses_at_once_give_one_receipt(clinic: Clinic) -> None:
    visit = clinic.ask("lars")
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: submit(clinic.house.database, visit, ID, NOW), range(8)))
    assert len(set(receipts)) == 1


def test_other_content_under_the_same_id_is_refused_and_nothing_is_lost(clinic: Clinic) -> None:
    first = clinic.ask("lars")
    submit(clinic.house.database, first, ID, NOW)
    with clinic.house.database.writing() as session:
        accesses.end(session, first, NOW)
        for access in accesses.of_assessment(session, first):
            access.secret_hash = f"old {access.secret_hash}"
            session.add(access)
    second = clinic.ask("lars")
    clinic.answer(second, "q1", 3)
    with pytest.raises(Conflict):
        submit(clinic.house.database, second, ID, NOW)
    assert clinic.opened(second).assessment.submitted_at is None
    assert submit(clinic.house.database, second, OTHER, NOW).words.startswith(OTHER)


@pytest.mark.parametrize("identifier", ["", "1", "../../etc", "x" * 4000])
def test_an_id_that_is_no_uuid_is_refused(clinic: Clinic, identifier: str) -> None:
    visit = clinic.ask("lars")
    with pytest.raises(QolError, match="send it again"):
        submit(clinic.house.database, visit, identifier, NOW)
    assert clinic.opened(visit).assessment.submitted_at is None


def test_a_form_is_completed_when_every_question_was_answered_or_declined(clinic: Clinic) -> None:
    visit = clinic.ask("lars", "qlq_c30", "qlq_cr29")
    for number in range(1, 5):
        clinic.answer(visit, f"q{number}", 1)
    clinic.answer(visit, "q1", 1, part=2)
    with clinic.house.database.writing() as session:
        opened = questionnaire(session, visit)
        answering.decline(session, opened, opened.path.steps[4], NOW)
    opened = clinic.opened(visit)
    assert [state_of(opened, section) for section in opened.sections] == ["completed", "partial", "not_done"]
    submit(clinic.house.database, visit, ID, NOW)
    assert clinic.opened(visit).assessment.closed_as == "partial"


def test_a_form_that_asks_nothing_is_complete(clinic: Clinic) -> None:
    visit = clinic.ask("lars", facts={**KEPT, "stoma": "yes"})
    submit(clinic.house.database, visit, ID, NOW)
    assert [form.status for form in clinic.opened(visit).forms] == ["completed"]
