"""What follows from when a plan was locked, in sentences."""

from datetime import UTC, datetime, timedelta

from qol.analysis.plan_standing import LockedPlan, PlanStanding

FIRST = datetime(2026, 3, 12, 9, tzinfo=UTC)
BEFORE, AFTER = FIRST - timedelta(days=2), FIRST + timedelta(days=2)


def stands(*locks: tuple[str, datetime], confirmatory: bool = True, compared: datetime | None = FIRST) -> PlanStanding:
    return PlanStanding("a", confirmatory, tuple(LockedPlan(*one) for one in locks), compared)


def test_only_the_one_plan_locked_before_the_first_comparison_is_confirmatory() -> None:
    assert stands(("a", BEFORE)).confirmatory
    assert stands(("a", BEFORE), compared=None).confirmatory
    assert not stands(("a", AFTER)).confirmatory
    assert not stands(("a", BEFORE), confirmatory=False).confirmatory
    assert not stands(("b", BEFORE)).confirmatory
    assert not stands(("b", BEFORE), ("a", BEFORE)).confirmatory
    assert not stands().confirmatory


def test_each_standing_says_itself_in_a_sentence() -> None:
    assert "No analysis plan was declared" in PlanStanding(None, False).sentence
    assert "is not locked; every comparison is exploratory" in stands().sentence
    assert "not locked and differs from the one locked on 10 March 2026" in stands(("b", BEFORE)).sentence
    assert "after the groups were first compared on 12 March 2026" in stands(("a", AFTER)).sentence
    assert "locked on 10 March 2026 and differs from the one" in stands(("b", BEFORE), ("a", BEFORE)).sentence
    assert "what it does not declare is exploratory" in stands(("a", BEFORE)).sentence
    assert "declares every comparison exploratory" in stands(("a", BEFORE), confirmatory=False).sentence
