"""Where an analysis plan stands: declared, locked in time, locked too late, changed; and what follows from it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LockedPlan:
    """A plan as it was locked."""

    plan_hash: str
    locked_at: datetime
    reason: str | None = None


@dataclass(frozen=True)
class PlanStanding:
    """The plan in force against what was locked and when the groups were first compared.

    plan_hash: of the plan in force, None where the protocol has none. declared_confirmatory: what the plan says of
    itself. locks: the first one first. compared_at: the first comparison, None before it. other_set: that
    another set of stage and intent is looked at than the one taken by itself, in words; empty where it is that one.
    """

    plan_hash: str | None
    declared_confirmatory: bool
    locks: tuple[LockedPlan, ...] = ()
    compared_at: datetime | None = None
    other_set: str = ""

    @property
    def lock(self) -> LockedPlan | None:
        """The lock of the plan in force."""
        return next((one for one in self.locks if one.plan_hash == self.plan_hash), None)

    @property
    def in_time(self) -> bool:
        """Whether the plan in force was locked before the groups were first compared."""
        return self.lock is not None and (self.compared_at is None or self.lock.locked_at <= self.compared_at)

    @property
    def confirmatory(self) -> bool:
        """Whether the declared comparison may be called confirmatory; everything else is exploratory anyway."""
        return self.declared_confirmatory and self.in_time and len(self.locks) == 1 and not self.other_set

    @property
    def sentence(self) -> str:
        """What page 1 of a comparison says of the plan, in words."""
        if self.plan_hash is None:
            return "No analysis plan was declared; every comparison is exploratory."
        if self.lock is None:
            return f"The analysis plan is not locked{self._changed()}; every comparison is exploratory."
        locked = f"The analysis plan was locked on {_day(self.lock.locked_at)}"
        if not self.in_time:
            first = _day(self.compared_at) if self.compared_at else ""
            return f"{locked}, after the groups were first compared on {first}; every comparison is exploratory."
        if len(self.locks) > 1:
            return f"{locked}{self._changed()}; every comparison is exploratory."
        if self.other_set:
            return f"{locked}, before the groups were first compared; {self.other_set}: everything is exploratory."
        if not self.declared_confirmatory:
            return f"{locked}, before the groups were first compared; it declares every comparison exploratory."
        return f"{locked}, before the groups were first compared; what it does not declare is exploratory."

    def _changed(self) -> str:
        """That another plan was locked before, and when."""
        others = [one for one in self.locks if one.plan_hash != self.plan_hash]
        return f" and differs from the one locked on {_day(others[0].locked_at)}" if others else ""


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
