"""Queries are answered, settled by what staff change, and open again when their facts change."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from qol.course.events import EventKind
from qol.errors import Conflict, NotFound, QolError
from qol.settings import Settings
from qol.storage import audit, events
from qol.study.patients import treatment_course
from qol.study.patients.treatment_course import Change
from qol.study.queries.answering import confirm, query_of
from qol.study.queries.counting import open_count
from qol.study.queries.listing import Narrowed, query_list
from qol.study.queries.standing import Query, standing
from qol.study.results.cut import study_data
from tests.study import clinic as clinics
from tests.study.clinic import TODAY, Clinic
from tests.study.corrections.answered import LATER, answered, corrected

FORMED = TODAY - timedelta(days=20)


def queries(clinic: Clinic, code: str, kind: str = "", today: date = TODAY) -> list[Query]:
    with clinic.house.database.reading() as session:
        patient = clinic.scope().patient(session, code)
        found = standing(session, [patient], today)[patient.id]
    return [query for query in found if kind in ("", query.kind)]


def one(clinic: Clinic, code: str, kind: str) -> Query:
    (found,) = queries(clinic, code, kind)
    return found


@pytest.fixture
def code(staffed: Clinic) -> str:
    """A man who answered that he has no stoma, and whose timeline says that he has one."""
    found = answered(staffed)
    staffed.record(found, EventKind.STOMA_FORMED, FORMED, intent="temporary")
    return found


def answer(clinic: Clinic, code: str, query: Query, reason: str = "The bag was closed that morning") -> None:
    assert query.finding
    confirm(clinic.house, clinic.scope(), code, query.id, query.finding.fingerprint, reason, LATER)


def test_an_answered_query_does_not_return_while_its_facts_are_the_same(staffed: Clinic, code: str) -> None:
    query = one(staffed, code, "answer_and_record")
    assert query.state == "open"
    answer(staffed, code, query)
    assert one(staffed, code, "answer_and_record").state == "answered"
    for later in (1, 30, 400):
        (again,) = queries(staffed, code, "answer_and_record", TODAY + timedelta(days=later))
        assert (again.id, again.state) == (query.id, "answered")


def test_it_opens_again_when_its_facts_change(staffed: Clinic, code: str) -> None:
    doubt = one(staffed, code, "record_changed")
    answer(staffed, code, doubt)
    corrected(staffed, code, "qlq_cr29", {"q48": "2"})
    assert one(staffed, code, "answer_and_record").state == "settled"
    corrected(staffed, code, "qlq_cr29", {"q48": "1"})
    again = one(staffed, code, "answer_and_record")
    assert (again.state, again.is_reopened) == ("open", True)


def test_a_correction_settles_its_query_and_is_kept_as_its_answer(staffed: Clinic, code: str) -> None:
    corrected(staffed, code, "qlq_cr29", {"q48": "2"})
    query = one(staffed, code, "answer_and_record")
    assert query.state == "settled"
    (said,) = query.answers
    assert (said.answer, said.by) == ("corrected", staffed.staff["coordinator"])
    assert said.reason.startswith("patient_said")


def test_a_changed_timeline_settles_its_queries_and_is_kept_as_their_answer(staffed: Clinic, code: str) -> None:
    with staffed.house.database.reading() as session:
        patient = staffed.scope().patient(session, code)
        formed = next(row for row in events.in_force(session, patient.id) if row.kind == "stoma_formed")
    change = Change(EventKind.STOMA_FORMED, FORMED, "day", {}, formed.event_id, removed=True)
    treatment_course.save(
        staffed.house, staffed.scope(), code, [change], reason="another patient's", checked=True, today=TODAY, now=LATER
    )
    settled = [query for query in queries(staffed, code) if query.state == "settled"]
    assert {query.kind for query in settled} == {"answer_and_record", "record_changed"}
    assert {(q.answers[-1].answer, q.answers[-1].reason) for q in settled} == {
        ("timeline_changed", "another patient's")
    }


@pytest.mark.parametrize("reason", ["", "  ", "ok", "x" * 501])
def test_right_as_it_is_needs_a_reason(staffed: Clinic, code: str, reason: str) -> None:
    with pytest.raises(QolError, match="in a few words"):
        answer(staffed, code, one(staffed, code, "answer_and_record"), reason)
    assert one(staffed, code, "answer_and_record").state == "open"


def test_other_facts_than_those_looked_at_are_not_answered(staffed: Clinic, code: str) -> None:
    query = one(staffed, code, "answer_and_record")
    with pytest.raises(Conflict, match="facts have changed"):
        confirm(staffed.house, staffed.scope(), code, query.id, "of something else", "it is right", LATER)


def test_a_query_of_another_site_is_not_there(staffed: Clinic, code: str) -> None:
    query, elsewhere = one(staffed, code, "answer_and_record"), staffed.scope("Southmere")
    with pytest.raises(NotFound):
        query_of(staffed.house, elsewhere, code, query.id, TODAY)
    other = staffed.enrol(site="Southmere")
    with pytest.raises(NotFound):
        query_of(staffed.house, elsewhere, other, query.id, TODAY)
    assert query_list(staffed.house, elsewhere, Narrowed(), TODAY).total == 0


def test_the_answer_is_in_the_audit_without_its_words(staffed: Clinic, code: str) -> None:
    query = one(staffed, code, "answer_and_record")
    answer(staffed, code, query)
    with staffed.house.database.reading() as session:
        (entry,) = audit.of_object(session, "query", query.id)
    assert (entry.action, entry.actor) == ("query.answered", staffed.staff["coordinator"])
    assert "bag" not in str(entry.model_dump())


def test_the_list_is_narrowed_by_state_kind_and_age(staffed: Clinic, code: str) -> None:
    whole = query_list(staffed.house, staffed.scope(), Narrowed(), TODAY)
    assert set(whole.kinds) == {"answer_and_record", "record_changed", "no_form"}
    by_kind = query_list(staffed.house, staffed.scope(), Narrowed(kind="record_changed"), TODAY)
    assert [query.kind for query in by_kind.rows] == ["record_changed"]
    for today, old in ((TODAY, {"no_form"}), (TODAY + timedelta(days=8), set(whole.kinds))):
        found = query_list(staffed.house, staffed.scope(), Narrowed(older_than=7), today)
        assert {query.kind for query in found.rows} == old
    answer(staffed, code, one(staffed, code, "record_changed"))
    assert query_list(staffed.house, staffed.scope(), Narrowed(state="answered"), TODAY).total == 1


def test_the_count_follows_every_change_of_the_record(staffed: Clinic, code: str) -> None:
    before = open_count(staffed.house, staffed.scope(), LATER)
    answer(staffed, code, one(staffed, code, "answer_and_record"))
    assert open_count(staffed.house, staffed.scope(), LATER) == before - 1


def test_the_dataset_says_how_every_query_stands(staffed: Clinic, code: str) -> None:
    answer(staffed, code, one(staffed, code, "record_changed"))
    corrected(staffed, code, "qlq_cr29", {"q48": "2"})
    rows = study_data(staffed.house, None, LATER).queries.set_index("kind")
    assert rows.loc["answer_and_record", ["state", "answer", "answers"]].tolist() == ["settled", "corrected", 1]
    assert rows.loc["record_changed", "answers"] >= 1
    assert "closed that morning" not in rows.to_csv()


@pytest.mark.postgresql
def test_the_same_on_postgresql(tmp_path: Path, postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clinics, "settings_in", lambda folder: _on_postgresql(folder, postgresql_url))
    clinics.build(tmp_path / "built")
    clinic = clinics.opened(tmp_path / "built", tmp_path / "clinic")
    code = answered(clinic)
    clinic.record(code, EventKind.STOMA_FORMED, FORMED, intent="temporary")
    answer(clinic, code, one(clinic, code, "record_changed"))
    corrected(clinic, code, "qlq_cr29", {"q48": "2"})
    assert one(clinic, code, "answer_and_record").state == "settled"
    data = study_data(clinic.house, None, LATER)
    assert data.corrections["new_value"].tolist() == ["2"]
    clinic.house.database.close()


def _on_postgresql(folder: Path, url: str) -> Settings:
    return Settings.from_environment({"QOL_DATA_DIR": str(folder), "QOL_DATABASE_URL": url})
