"""Ways into an assessment and the sessions that they open."""

from datetime import timedelta

import pytest

from qol.errors import NotFound
from qol.storage import accesses, assessments, definitions, forms, surveys
from qol.storage.database import Database
from tests.storage.conftest import NOW

HOUR = timedelta(hours=1)


def add(database: Database, assessment_id: str, kind: str, secret: str) -> None:
    with database.writing() as session:
        accesses.add(
            session, assessment_id=assessment_id, kind=kind, secret_hash=secret, now=NOW, expires_at=NOW + HOUR
        )


def test_a_secret_finds_its_way_in(database: Database, assessment_id: str) -> None:
    add(database, assessment_id, "link", "h1")
    with database.reading() as session:
        found = accesses.by_secret(session, "h1")
        assert found is not None and found.assessment_id == assessment_id
        assert accesses.by_secret(session, "h2") is None


def test_a_hand_over_code_opens_one_time(database: Database, assessment_id: str) -> None:
    add(database, assessment_id, "handover", "h1")
    for opens in (True, False):
        with database.writing() as session:
            access = accesses.by_secret(session, "h1")
            assert access is not None
            assert accesses.use_once(session, access, NOW) is opens
            assert access.used_at == NOW


def test_ways_in_end_by_kind_or_all_together(database: Database, assessment_id: str) -> None:
    for kind in ("link", "typed", "handover"):
        add(database, assessment_id, kind, kind)
    with database.writing() as session:
        accesses.end(session, assessment_id, NOW, kind="handover")
    with database.reading() as session:
        found = {row.kind: row.ended_at for row in accesses.of_assessment(session, assessment_id)}
    assert found == {"link": None, "typed": None, "handover": NOW}
    with database.writing() as session:
        accesses.end(session, assessment_id, NOW + HOUR)
        assert all(row.ended_at for row in accesses.of_assessment(session, assessment_id))


def test_an_ended_way_in_is_not_used(database: Database, assessment_id: str) -> None:
    add(database, assessment_id, "handover", "h1")
    with database.writing() as session:
        accesses.end(session, assessment_id, NOW)
        access = accesses.by_secret(session, "h1")
        assert access is not None
        assert not accesses.use_once(session, access, NOW)


def test_a_survey_session_lives_until_it_ends(database: Database, assessment_id: str) -> None:
    with database.writing() as session:
        for token in ("t1", "t2"):
            surveys.begin(
                session, token_hash=token, assessment_id=assessment_id, access_id=None, device="tablet", now=NOW,
                ends_at=NOW + HOUR,
            )  # fmt: skip
    with database.writing() as session:
        row = surveys.by_token(session, "t1", NOW)
        assert row is not None
        surveys.prefer(session, row, text_size="large")
        surveys.prefer(session, row, contrast="more")
        surveys.lock(session, row, NOW)
    with database.reading() as session:
        row = surveys.by_token(session, "t1", NOW)
        assert row is not None
        assert row.preferences == {"text_size": "large", "contrast": "more"}
        assert row.locked_at == NOW
        assert surveys.by_token(session, "t1", NOW + HOUR) is None
    with database.writing() as session:
        surveys.end_all(session, assessment_id, NOW)
        assert surveys.by_token(session, "t2", NOW) is None


def test_an_assessment_notes_its_first_start_and_its_close(
    database: Database, assessment_id: str, patient_id: str
) -> None:
    with database.writing() as session:
        row = assessments.by_id(session, assessment_id)
        assessments.start(session, row, NOW)
        assessments.start(session, row, NOW + HOUR)
        assessments.close(session, row, "completed", NOW + HOUR)
    with database.reading() as session:
        (row,) = assessments.of_visit(session, patient_id, "month_3")
        assert assessments.of_patient(session, patient_id) == [row]
        with pytest.raises(NotFound):
            assessments.by_id(session, "nothing")
    assert (row.started_at, row.submitted_at, row.closed_as, row.on_date) == (
        NOW, NOW + HOUR, "completed", NOW.date(),
    )  # fmt: skip


def test_an_expired_assessment_was_not_submitted(database: Database, assessment_id: str) -> None:
    with database.writing() as session:
        row = assessments.by_id(session, assessment_id)
        assessments.close(session, row, "expired", NOW)
    assert (row.closed_as, row.submitted_at) == ("expired", None)


def test_a_restarted_form_is_a_further_attempt_beside_the_first(
    database: Database, assessment_id: str, form_id: str
) -> None:
    with database.writing() as session:
        first = forms.by_id(session, form_id)
        forms.start(session, first, NOW)
        forms.close(session, first, "partial", NOW)
        second = forms.again(session, first)
    with database.reading() as session:
        found = forms.of_assessment(session, assessment_id)
    assert [(form.attempt, form.status, form.started_at) for form in found] == [
        (1, "partial", NOW),
        (2, "open", None),
    ]
    assert forms.newest_attempts(found) == [found[1]]
    assert second.scoring_hash == first.scoring_hash


def test_a_definition_is_kept_once_and_found_by_its_hash(database: Database) -> None:
    with database.writing() as session:
        for _ in range(2):
            definitions.keep(session, kind="scoring", digest="d", instrument_id="lars", version="1.0", body="{}")
    with database.reading() as session:
        assert definitions.body(session, "scoring", "d") == "{}"
        with pytest.raises(NotFound, match="no wording definition d"):
            definitions.body(session, "wording", "d")
