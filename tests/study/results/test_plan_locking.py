"""A study locks its plan once; the first comparison is noted once, on both databases."""

import pytest

from qol.course.analysis_plan import AnalysisPlan
from qol.errors import QolError
from qol.storage import plan_locks
from qol.study.protocols.next_version import take_version
from qol.study.results.cut import study_data
from qol.study.results.plan_locking import lock, note_comparison
from qol.study.results.reporting import make_report
from tests.study.clinic import NOW, Clinic


def test_a_locked_plan_is_never_locked_again_or_changed(staffed: Clinic) -> None:
    made = lock(staffed.house, None, now=NOW)
    assert made.lock is not None
    with pytest.raises(QolError, match="locked already"):
        lock(staffed.house, None, now=NOW)
    with pytest.raises(Exception, match="never removed"), staffed.house.database.writing() as session:
        session.delete(plan_locks.locks(session, staffed.study_id)[0])


def test_the_first_printed_comparison_is_noted_and_later_ones_are_not(staffed: Clinic) -> None:
    note_comparison(staffed.house, None, NOW)
    note_comparison(staffed.house, None, NOW.replace(day=20))
    with staffed.house.database.reading() as session:
        first = plan_locks.first_comparison(session, staffed.study_id)
    assert first is not None
    assert first.compared_at == NOW


def test_printing_a_summary_is_no_comparison(staffed: Clinic) -> None:
    make_report(staffed.house, "patient-summary", None, NOW, code=staffed.enrol())
    with staffed.house.database.reading() as session:
        assert plan_locks.first_comparison(session, staffed.study_id) is None


def next_version(staffed: Clinic, plan: dict[str, object]) -> str:
    """The study takes a version whose plan differs in this; the sentence of a comparison made then."""
    before = study_data(staffed.house, None, NOW).protocol
    assert before.plan is not None
    changed = AnalysisPlan.model_validate(before.plan.model_dump() | plan)
    protocol = before.model_copy(update={"version": "9.1", "plan": changed})
    take_version(staffed.house, None, protocol, by=staffed.staff["administrator"], reason="Amendment 1", now=NOW)
    return study_data(staffed.house, None, NOW).standing.sentence


def test_a_new_version_with_the_same_plan_leaves_it_locked(staffed: Clinic) -> None:
    lock(staffed.house, None, now=NOW)
    assert "was locked on 12 March 2026, before the groups were first compared" in next_version(staffed, {})


def test_a_new_version_with_another_plan_is_said_and_takes_a_reason_to_lock(staffed: Clinic) -> None:
    lock(staffed.house, None, now=NOW)
    said = next_version(staffed, {"least_effective_size": 30.0})
    assert "not locked and differs from the one locked on 12 March 2026" in said
    with pytest.raises(QolError, match="say why it is changed"):
        lock(staffed.house, None, now=NOW)
    changed = lock(staffed.house, None, now=NOW, reason="more patients are expected")
    assert not changed.confirmatory
