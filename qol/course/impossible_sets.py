"""Sets of events that cannot be true together: one function a rule, each giving whole sentences."""

from collections.abc import Callable, Iterator
from datetime import date

from qol.course.event_details import DETAIL_LABELS, DETAILS, LABELS, REQUIRED, named
from qol.course.events import Event, EventKind, Timeline, said

Kind = EventKind


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def wrong_details(timeline: Timeline) -> Iterator[str]:
    """Details that are not in the table, and required ones that are absent."""
    for event in timeline.events:
        allowed = DETAILS.get(event.kind, {})
        for key, value in event.details.items():
            if key not in allowed:
                yield _sentence(f"{named(event)} has no detail `{key}`; possible: {_list(allowed) or 'none'}.")
            elif allowed[key] and value not in allowed[key]:
                words = f"{named(event)}: {DETAIL_LABELS[key].lower()} cannot be `{value}`"
                yield _sentence(f"{words}; possible: {_list(allowed[key])}.")
        for key in REQUIRED.get(event.kind, ()):
            if key not in event.details:
                words = f"{named(event)} needs its {DETAIL_LABELS[key].lower()}"
                yield _sentence(f"{words}: {_list(allowed[key])}.")


def _list(words: object) -> str:
    return ", ".join(words) if isinstance(words, (tuple, dict)) else str(words)


ONCE = (Kind.NEOADJUVANT_START, Kind.NEOADJUVANT_END, Kind.WITHDRAWAL, Kind.DEATH)


def more_than_once(timeline: Timeline) -> Iterator[str]:
    """What happens once is there twice, or one event was entered twice."""
    for kind in ONCE:
        found = timeline.of(kind)
        if len(found) > 1:
            yield f"{LABELS[kind]} can be recorded once only: {_and(found)}."
    decisions = timeline.of(Kind.DECISION)
    if len(decisions) > 1:
        yield (
            f"There is one decision, and it sets the group for good: {_and(decisions)}. "
            "Record what followed as its own event, for example a resection."
        )
    for earlier, later in zip(timeline.events, timeline.events[1:], strict=False):
        if earlier == later and earlier.kind not in (*ONCE, Kind.DECISION):
            yield _sentence(f"{named(earlier)} was entered twice.")


def _and(events: tuple[Event, ...]) -> str:
    return " and ".join(named(event) for event in events)


def after_death(timeline: Timeline) -> Iterator[str]:
    """Anything dated after the death."""
    for death in timeline.of(Kind.DEATH)[:1]:
        for event in timeline.events:
            if event.kind is not Kind.DEATH and death.surely_before(event):
                yield _sentence(f"{named(event)} cannot come after {named(death)}.")


def left_before_enrolment(timeline: Timeline) -> Iterator[str]:
    """A death or withdrawal before the patient was enrolled."""
    for event in timeline.of(Kind.DEATH, Kind.WITHDRAWAL):
        if event.latest < timeline.enrolled:
            yield _sentence(f"{named(event)} cannot come before enrolment on {said(timeline.enrolled)}.")


BEFORE: tuple[tuple[Kind, Kind, str], ...] = (
    (Kind.NEOADJUVANT_START, Kind.NEOADJUVANT_END, ""),
    (Kind.NEOADJUVANT_START, Kind.RESPONSE_ASSESSMENT, "there was nothing to respond to"),
    (Kind.NEOADJUVANT_START, Kind.RESECTION, "treatment after the operation is not neoadjuvant"),
    (Kind.NEOADJUVANT_END, Kind.RESECTION, "neoadjuvant treatment ends at the latest with the operation"),
    (Kind.DECISION, Kind.RESECTION, "the decision is the first one, before the operation"),
)
"""First and second in the only possible order, and why."""


def wrong_order(timeline: Timeline) -> Iterator[str]:
    """Two events in an order that cannot be."""
    for before, after, why in BEFORE:
        first, second = timeline.first(before), timeline.first(after)
        if first and second and second.surely_before(first):
            reason = f": {why}" if why else ""
            yield _sentence(f"{named(second)} cannot come before {named(first)}{reason}.")


def rectum_gone(timeline: Timeline) -> Iterator[str]:
    """What needs a rectum after it was removed."""
    for resection in timeline.of(Kind.RESECTION):
        after = [event for event in timeline.events if resection.surely_before(event)]
        apr = resection.details.get("operation") == "apr"
        for event in after:
            if event.kind is Kind.REGROWTH:
                what = "the rectum was removed" if apr else "part of the rectum was removed"
                yield _sentence(
                    f"{named(event)} cannot come after {named(resection)}: {what}. "
                    "A tumour that returns after a resection is a local recurrence."
                )
            elif apr and event.kind is Kind.LOCAL_EXCISION:
                yield _sentence(f"{named(event)} cannot come after {named(resection)}: the rectum was removed.")
            elif apr and event.kind is Kind.RESECTION and event.details.get("operation") == "lar":
                yield _sentence(
                    f"{named(event)} cannot be a low anterior resection after the abdominoperineal "
                    f"{named(resection)}: the rectum was removed."
                )


def recurrence_without_resection(timeline: Timeline) -> Iterator[str]:
    """Local recurrence is what comes after a resection."""
    resection = timeline.first(Kind.RESECTION)
    for event in timeline.of(Kind.LOCAL_RECURRENCE):
        if resection is None:
            yield _sentence(
                f"{named(event)} needs an earlier resection. "
                "A tumour that returns in the intact rectum is a local regrowth."
            )
        elif event.surely_before(resection):
            yield _sentence(f"{named(event)} cannot come before {named(resection)}.")


def closed_before_opened(timeline: Timeline) -> Iterator[str]:
    """A stoma closed that nobody formed, a line ended that never began."""
    yield from _unopened(timeline, Kind.STOMA_FORMED, Kind.STOMA_CLOSED, "no stoma was formed before")
    yield from _unopened(timeline, Kind.SYSTEMIC_START, Kind.SYSTEMIC_STOP, "no line was started before")


def _unopened(timeline: Timeline, opening: Kind, closing: Kind, none: str) -> Iterator[str]:
    open_now = 0
    for event in timeline.of(opening, closing):
        if event.kind is opening:
            open_now += 1
        elif open_now:
            open_now -= 1
        else:
            later = next((e for e in timeline.of(opening) if e.on >= event.on), None)
            known = f"; {named(later)} is later" if later and later.on > event.on else ""
            known = f"; {named(later)} is the same day" if later and later.on == event.on else known
            yield _sentence(f"{named(event)} is impossible: {none}{known}.")


def treated_before_found(timeline: Timeline) -> Iterator[str]:
    """A metastasis treated before it was there."""
    found = timeline.first(Kind.METASTASIS)
    for event in timeline.of(Kind.METASTASIS_TREATMENT):
        if found and event.surely_before(found):
            yield _sentence(f"{named(event)} cannot come before {named(found)}.")


def in_the_future(timeline: Timeline, today: date) -> Iterator[str]:
    """What is dated after today has not happened."""
    for event in timeline.events:
        if event.earliest > today:
            yield _sentence(f"{named(event)} is in the future; today is {said(today)}.")


RULES: tuple[Callable[[Timeline], Iterator[str]], ...] = (
    wrong_details,
    more_than_once,
    after_death,
    left_before_enrolment,
    wrong_order,
    rectum_gone,
    recurrence_without_resection,
    closed_before_opened,
    treated_before_found,
)
