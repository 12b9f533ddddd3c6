"""What is due: the state of every visit of a patient, as of a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal

from qol.course.events import Event, EventKind, Timeline
from qol.course.protocol_parts import Protocol, Visit
from qol.course.windows import Assigned, Window, answers, assign, windows


class DueState(StrEnum):
    """States of a visit; `upcoming` is ours, the others are the field's."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    IN_PROGRESS = "in_progress"
    PARTIALLY_COMPLETED = "partially_completed"
    COMPLETED = "completed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    DECEASED = "deceased"
    NOT_APPLICABLE = "not_applicable"


OPEN = frozenset({DueState.DUE, DueState.OVERDUE, DueState.IN_PROGRESS})
"""States in which a patient may be asked today."""


@dataclass(frozen=True)
class Progress:
    """How far a visit's forms have come, and the day on which they were answered."""

    state: Literal["in_progress", "partially_completed", "completed"]
    on: date | None = None


@dataclass(frozen=True)
class DueVisit:
    """One visit of one patient.

    window: None where the clock has not started. satisfied_by: the event visit whose form answered this one.
    answered_with: the visit to which a form given today belongs and which answers this one too: ask that one.
    """

    visit: Visit
    window: Window | None
    state: DueState
    satisfied_by: str | None = None
    answered_with: str | None = None


def due(protocol: Protocol, timeline: Timeline, done: Mapping[str, Progress], today: date) -> tuple[DueVisit, ...]:
    """Every visit in the protocol's order, as known that day; event visits once their event is there."""
    case = _Case(protocol, timeline.until(today), done, today)
    return tuple(case.due(visit) for visit in protocol.visits if visit.kind != "event" or case.window(visit))


class _Case:
    """One patient on one day."""

    def __init__(self, protocol: Protocol, known: Timeline, done: Mapping[str, Progress], today: date) -> None:
        self.protocol, self.known, self.done, self.today = protocol, known, done, today
        self.windows = {window.visit.id: window for window in windows(protocol, known)}
        self.death, self.withdrawal = known.first(EventKind.DEATH), known.first(EventKind.WITHDRAWAL)

    @cached_property
    def assigned(self) -> Assigned:
        """The visit that a form given today belongs to; asked for by many visits, found once."""
        return assign(self.protocol, self.known, self.today)

    def window(self, visit: Visit) -> Window | None:
        """The window of a visit, once its clock has started."""
        return self.windows.get(visit.id)

    def due(self, visit: Visit) -> DueVisit:
        """The visit with its state: what was done first, then what cannot be done, then the calendar."""
        window = self.window(visit)
        if visit.id in self.done:
            return DueVisit(visit, window, self._own(visit, window))
        if window is None:
            return DueVisit(visit, None, self._left(None) or DueState.UPCOMING)
        by = self._satisfied_by(window)
        if by:
            given = self.protocol.visit_by_id[by]
            return DueVisit(visit, window, self._own(given, self.window(given)), satisfied_by=by)
        if self._superseded(window):
            return DueVisit(visit, window, DueState.SUPERSEDED)
        never = self._left(window) or self._never(window)
        return DueVisit(visit, window, never) if never else self._by_calendar(window)

    def _own(self, visit: Visit, window: Window | None) -> DueState:
        """What is begun stays in progress while it can be finished."""
        state = DueState(self.done[visit.id].state)
        over = self.death or self.withdrawal or (window and self.today > (window.late_until or window.closes))
        return DueState.PARTIALLY_COMPLETED if state is DueState.IN_PROGRESS and over else state

    def _satisfied_by(self, window: Window) -> str | None:
        for visit_id, progress in self.done.items():
            given = self.protocol.visit_by_id.get(visit_id)
            if given and progress.on and window.holds(progress.on) and answers(given, window.visit):
                return visit_id
        return None

    def _superseded(self, window: Window) -> bool:
        for visit_id, distance in window.visit.superseded_by.items():
            progress = self.done.get(visit_id)
            if progress and progress.on and abs((progress.on - window.due).days) <= distance.days:
                return True
        return False

    def _left(self, window: Window | None) -> DueState | None:
        """Deceased or withdrawn, where that came before the window had ended."""
        if self._before_end(self.death, window) and not self._withdrew_first(window):
            return DueState.DECEASED
        return DueState.WITHDRAWN if self._before_end(self.withdrawal, window) else None

    def _before_end(self, event: Event | None, window: Window | None) -> bool:
        if event is None:
            return False
        return window is None or window.planned >= event.on

    def _withdrew_first(self, window: Window | None) -> bool:
        """Withdrawn while the window was open; of windows that open after the death, death is the reason."""
        if window is None or self.death is None or self.withdrawal is None:
            return False
        return self.withdrawal.on < self.death.on and window.opens < self.death.on

    def _never(self, window: Window) -> DueState | None:
        """Windows that hold no day, or that ended before the patient was enrolled."""
        gone = window.empty or window.closes < self.known.enrolled
        return DueState.NOT_APPLICABLE if gone else None

    def _by_calendar(self, window: Window) -> DueVisit:
        window = self._after_baseline(window)
        visit, today = window.visit, self.today
        if window.empty or today > window.closes:
            return DueVisit(visit, window, DueState.OVERDUE if self._late(window) else DueState.EXPIRED)
        if today < window.opens:
            return DueVisit(visit, window, DueState.UPCOMING)
        state = DueState.OVERDUE if today >= window.overdue else DueState.DUE
        return DueVisit(visit, window, state, answered_with=self._answered_with(visit))

    def _after_baseline(self, window: Window) -> Window:
        """A baseline's days are its own: while its window is open, other visits open the day after it."""
        for other in self.windows.values():
            mine = other.visit.id == window.visit.id or other.visit.kind != "baseline"
            if not mine and window.visit.kind != "baseline" and other.holds(self.today) and window.holds(self.today):
                opens = other.closes + timedelta(days=1)
                later = replace(window, opens=opens, due=max(window.due, opens))
                return replace(later, overdue=max(window.overdue, opens))
        return window

    def _late(self, window: Window) -> bool:
        """Whether a form of a closed window would still be taken today."""
        if window.late_until is None or self.death or self.withdrawal:
            return False
        return self.assigned.visit_id == window.visit.id

    def _answered_with(self, visit: Visit) -> str | None:
        today = self.assigned
        if today.visit_id is None or visit.id not in today.also_satisfies:
            return None
        given = self.done.get(today.visit_id)
        return None if given and given.state == "completed" else today.visit_id
