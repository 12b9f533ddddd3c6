"""A protocol that changes while patients are followed: the old visits stay, the new ones begin with the new version."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from qol.course.events import Timeline
from qol.course.protocol_parts import Offset, Protocol, Visit
from qol.course.windows import Window, windows

KINDS = ("baseline", "calendar", "event")
"""The order in which visits of several versions stand beside one another."""


@dataclass(frozen=True)
class Edition:
    """One version of a study's protocol, and the day from which it counts."""

    protocol: Protocol
    valid_from: date


@dataclass(frozen=True)
class Editions:
    """Every version that a study has followed, oldest first; the first counts from the beginning of time."""

    every: tuple[Edition, ...]

    @property
    def current(self) -> Protocol:
        """The version in force, exactly as it was taken."""
        return self.every[-1].protocol

    def of(self, timeline: Timeline, answered: Collection[str] = ()) -> Protocol:
        """What one patient is asked: the version in force, with the visits that an earlier one had begun.

        answered: visits that were begun; one that the new version does not know stays, whatever its dates.
        """
        protocol = self.every[0].protocol
        for edition in self.every[1:]:
            if timeline.enrolled >= edition.valid_from:
                protocol = edition.protocol
            else:
                protocol = _succeeded(protocol, edition, timeline, answered)
        return protocol

    @cached_property
    def together(self) -> Protocol:
        """The version in force that also knows the visits and wordings of earlier ones; for tables of a study."""
        found = self.every[0].protocol
        for edition in self.every[1:]:
            new = edition.protocol
            gone = [visit for visit in found.visits if visit.id not in new.visit_by_id]
            found = (
                _beside(found, new, _in_order([*new.visits, *gone])) if gone or found.wording != new.wording else new
            )
        return found

    def version_of(self, visit: Visit) -> str:
        """The version that words a visit so; the one in force where its window was only shortened."""
        for edition in reversed(self.every):
            if edition.protocol.visit_by_id.get(visit.id) == visit:
                return edition.protocol.version
        return self.current.version


def _succeeded(old: Protocol, edition: Edition, timeline: Timeline, answered: Collection[str]) -> Protocol:
    new, day = edition.protocol, edition.valid_from
    begun = [window for window in windows(old, timeline) if window.opens < day]
    kept = {window.visit.id: window.visit for window in begun}
    kept |= {v.id: v for v in old.visits if v.id in answered and v.id not in new.visit_by_id}
    opening = {window.visit.id: window for window in windows(new, timeline)}
    coming = (_from_day(v, opening.get(v.id), day, begun) for v in new.visits if v.id not in kept)
    return _beside(old, new, _in_order([*kept.values(), *(visit for visit in coming if visit)]))


def _from_day(visit: Visit, window: Window | None, day: date, begun: Sequence[Window]) -> Visit | None:
    """A visit that opens on the day at the earliest and shares none with a window that was begun; None: too late."""
    if window is None:
        return visit
    opens = max([window.opens, day, *_days_after(visit, window, begun)])
    if opens == window.opens:
        return visit
    if opens > window.planned:
        return None
    zero = window.opens - timedelta(days=visit.start.days)
    start = Offset(amount=float((opens - zero).days), unit="days")
    due, overdue = (max(offset, start, key=lambda one: one.days) for offset in (visit.due, visit.overdue))
    return visit.model_copy(update={"start": start, "due": due, "overdue": overdue})


def _days_after(visit: Visit, window: Window, begun: Sequence[Window]) -> Iterator[date]:
    """The day after each begun window that shares days with this one and could not be told from it."""
    for other in begun:
        same = other.visit.kind == visit.kind
        one_clock = (other.visit.clock, other.visit.clock_if) == (visit.clock, visit.clock_if)
        if same and (visit.kind == "calendar" or one_clock) and window.opens <= other.closes >= other.opens:
            yield other.closes + timedelta(days=1)


def _in_order(visits: Sequence[Visit]) -> tuple[Visit, ...]:
    """By kind; calendar visits by their target day, the others as they were written."""
    return tuple(sorted(visits, key=lambda v: (KINDS.index(v.kind), v.due.days if v.kind == "calendar" else 0)))


def _beside(old: Protocol, new: Protocol, visits: tuple[Visit, ...]) -> Protocol:
    asked = {name for visit in visits for name in visit.instrument_ids}
    wording = {name: kind for name, kind in old.wording.items() if name in asked} | dict(new.wording)
    sets = {name: used for name, used in old.value_sets.items() if name in asked} | dict(new.value_sets)
    return new.with_visits(visits, wording, sets)
