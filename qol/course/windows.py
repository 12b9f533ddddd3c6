"""The windows of a protocol's visits for one patient, and the visit that a date belongs to."""

from dataclasses import dataclass
from datetime import date, timedelta

from qol.course.clocks import started
from qol.course.events import EventKind, Timeline
from qol.course.protocol_parts import PRECEDENCE, Protocol, Visit


@dataclass(frozen=True)
class Window:
    """When a form counts for a visit: from `opens` to `closes`, both included.

    due: the target day; overdue: the first day on which the visit is called overdue; planned: when it would
    close if the patient did not leave; ended_by: the event that cut the window short, so that it may hold no
    day at all; late_until: see `Visit.late`.
    """

    visit: Visit
    opens: date
    due: date
    overdue: date
    closes: date
    planned: date
    ended_by: EventKind | None = None
    late_until: date | None = None

    @property
    def empty(self) -> bool:
        """Whether no day is left."""
        return self.closes < self.opens

    def holds(self, on: date) -> bool:
        """Whether a date lies in the window."""
        return self.opens <= on <= self.closes


@dataclass(frozen=True)
class Assigned:
    """The visit that a form's date belongs to (None: outside every window, kept as unscheduled).

    also_satisfies: further visits that a form of an event visit answers too, calendar visits first.
    late: taken after the window, see `Visit.late`.
    """

    visit_id: str | None
    also_satisfies: tuple[str, ...] = ()
    late: bool = False


def windows(protocol: Protocol, timeline: Timeline) -> tuple[Window, ...]:
    """Windows of all visits whose clock has started, in the protocol's order; some may hold no day."""
    found = ((visit, started(timeline, visit.clock, visit.clock_if)) for visit in protocol.visits)
    return tuple(_window(visit, zero, timeline) for visit, zero in found if zero is not None)


LEAVING = (EventKind.DEATH, EventKind.WITHDRAWAL)


def _window(visit: Visit, zero: date, timeline: Timeline) -> Window:
    end = zero + timedelta(days=visit.expired.days)
    planned, closed_by = min([(end, None), *_closings(visit, timeline)], key=lambda ending: ending[0])
    # A form given on the day of death was given alive; of a date known by month, the month's last day.
    leaving = [(event.latest, event.kind) for event in timeline.of(*LEAVING)]
    closes, ended_by = min([(planned, closed_by), *leaving], key=lambda ending: ending[0])
    late = zero + timedelta(days=visit.late.days) if visit.late else None
    return Window(
        visit=visit,
        opens=zero + timedelta(days=visit.start.days),
        due=zero + timedelta(days=visit.due.days),
        overdue=zero + timedelta(days=visit.overdue.days),
        closes=closes,
        planned=planned,
        ended_by=ended_by,
        late_until=min([late, *(last for last, _ in leaving)]) if late else None,
    )


def _closings(visit: Visit, timeline: Timeline) -> list[tuple[date, EventKind]]:
    """Last days that still count before an event ends the visit."""
    events = [(timeline.first(closing.event), closing.last.days) for closing in visit.closings]
    return [(event.on + timedelta(days=days), event.kind) for event, days in events if event]


def assign(protocol: Protocol, timeline: Timeline, on: date) -> Assigned:
    """The visit that a date belongs to: by date alone, never by the order in which forms come.

    Where windows overlap a baseline comes before an event visit and that before a calendar visit. Among
    event visits the one with the nearest target day comes first, then the protocol's order. A form of an
    event visit also answers the other visits, baselines apart, whose windows hold the date and that ask
    nothing more.
    """
    every = windows(protocol, timeline)
    held = sorted((window for window in every if window.holds(on)), key=lambda window: _rank(window, on))
    if not held:
        late = [w for w in every if w.late_until and not w.empty and w.closes < on <= w.late_until]
        return Assigned(late[0].visit.id, late=True) if late else Assigned(None)
    first, *others = held
    if first.visit.kind != "event":
        return Assigned(first.visit.id)
    answered = [window.visit for window in others if answers(first.visit, window.visit)]
    answered.sort(key=lambda visit: visit.kind != "calendar")
    return Assigned(first.visit.id, tuple(visit.id for visit in answered))


def _rank(window: Window, on: date) -> tuple[int, int]:
    nearness = abs((window.due - on).days) if window.visit.kind == "event" else 0
    return PRECEDENCE.index(window.visit.kind), nearness


def answers(given: Visit, other: Visit) -> bool:
    """Whether a form of an event visit stands for another: never for a baseline or for one that asks more."""
    asked = set(given.instrument_ids)
    return (
        given.kind == "event"
        and given.id != other.id
        and other.kind != "baseline"
        and given.occasion == other.occasion
        and asked.issuperset(other.instrument_ids)
    )
