"""A study locks its plan once; the first comparison is noted once, on both databases."""

import pytest

from qol.errors import QolError
from qol.storage import plan_locks
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
