"""The record by itself, and what did not come: one function a rule."""

from collections.abc import Iterator
from hashlib import sha256

from qol.course.due import DueState
from qol.course.events import EventKind
from qol.study.queries.case import QueryCase
from qol.study.queries.finding import Finding

NEEDS_DECISION = (EventKind.REGROWTH, EventKind.LOCAL_EXCISION)
"""Events that only follow a decision; a resection without one is among the doubtful sets already."""


def doubtful(case: QueryCase) -> Iterator[Finding]:
    """Sets of events that may be true and are asked back (a second stoma while the first is there, and so on)."""
    for sentence in case.doubtful:
        subject = sha256(sentence.encode()).hexdigest()[:16]
        yield Finding("doubtful", subject, case.last_change, {"sentence": sentence}, {"sentence": sentence})


def day_not_known(case: QueryCase) -> Iterator[Finding]:
    """An event of which only the month is known."""
    for one in case.events:
        if one.event.precision == "month":
            facts = {"month": one.event.on.strftime("%Y-%m")}
            yield Finding("day_not_known", one.id, one.recorded_on, facts, {"event": one.event.kind}, event_id=one.id)


def no_decision(case: QueryCase) -> Iterator[Finding]:
    """Nothing was decided although the first visit of the calendar is over, or what follows a decision has happened."""
    if case.arm is not None or case.timeline.first(EventKind.DECISION) or not case.dates_known:
        return
    calendar = [one.window for one in case.visits if one.visit.kind == "calendar"]
    over = [window for window in calendar if window and not window.ended_by and window.closes < case.today]
    after = [one.recorded_on for one in case.events if one.event.kind in NEEDS_DECISION]
    if over:
        first = min(over, key=lambda window: window.closes)
        facts = {"because": first.visit.id}
        yield Finding("no_decision", "decision", first.closes, facts, {"visit": first.visit.label})
    elif after:
        yield Finding("no_decision", "decision", min(after), {"because": "event"})


def no_form(case: QueryCase) -> Iterator[Finding]:
    """A visit whose window ended without a form: why?"""
    for one in case.visits if case.dates_known else ():
        if one.state == DueState.EXPIRED and one.window:
            closes = one.window.closes
            yield Finding(
                "no_form", one.visit.id, closes, {"closes": closes.isoformat()},
                {"visit": one.visit.label, "closes": closes.isoformat()}, visit_id=one.visit.id,
            )  # fmt: skip


def typed_once(case: QueryCase) -> Iterator[Finding]:
    """A paper form that was typed by one person where the protocol asks for two."""
    if case.protocol.second_entry == "no":
        return
    for form in case.forms:
        if form.typed and not form.typed_twice:
            visit = case.visit(form)
            said = {"form": form.instrument.short_title, "visit": visit.label if visit else ""}
            yield Finding("typed_once", form.id, form.came_on, {}, said, form_id=form.id, visit_id=form.visit_id)
