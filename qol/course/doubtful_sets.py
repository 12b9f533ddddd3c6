"""Sets of events that may be true and are asked back: one function a rule, each giving whole sentences."""

from collections.abc import Callable, Iterator

from qol.course.event_details import VALUE_LABELS, named
from qol.course.events import Event, EventKind, Timeline

Kind = EventKind
NEAR_DAYS = 31
"""How near to an abdominoperineal resection its stoma is looked for."""


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _strategy(timeline: Timeline) -> str | None:
    decision = timeline.first(Kind.DECISION)
    return decision.details.get("strategy") if decision else None


def decision_and_response(timeline: Timeline) -> Iterator[str]:
    """A decision that fits neither what was offered, nor the response, nor the treatment's end."""
    decision = timeline.first(Kind.DECISION)
    if decision is None:
        return
    strategy, offered = decision.details.get("strategy"), decision.details.get("offered", "unknown")
    if offered not in ("both", "unknown", strategy):
        chosen = VALUE_LABELS.get(("strategy", strategy or ""), strategy or "").lower()
        yield _sentence(f"{named(decision)} is for {chosen}, which was not among the options offered.")
    end = timeline.first(Kind.NEOADJUVANT_END)
    if end and decision.surely_before(end):
        yield _sentence(f"{named(decision)} is before {named(end)}.")
    assessed = [e for e in timeline.of(Kind.RESPONSE_ASSESSMENT) if not decision.surely_before(e)]
    if strategy == "nom" and assessed and assessed[-1].details.get("result") == "incomplete":
        yield _sentence(f"{named(decision)} is for non-operative management after an incomplete response.")


def regrowth_and_strategy(timeline: Timeline) -> Iterator[str]:
    """Regrowth is what follows a watched rectum."""
    decision = timeline.first(Kind.DECISION)
    for event in timeline.of(Kind.REGROWTH):
        if decision and event.surely_before(decision):
            yield _sentence(f"{named(event)} is before {named(decision)}.")
        elif _strategy(timeline) == "surgery":
            yield _sentence(f"{named(event)} stands in a course for which surgery was decided.")


def resection_and_strategy(timeline: Timeline) -> Iterator[str]:
    """An operation without a decision, or under non-operative management without a regrowth."""
    resections = timeline.of(Kind.RESECTION)
    if not resections:
        return
    first = resections[0]
    if timeline.first(Kind.DECISION) is None:
        yield _sentence(f"{named(first)} has no decision before it; without one the patient is in neither group.")
    regrown = any(not first.surely_before(event) for event in timeline.of(Kind.REGROWTH))
    if _strategy(timeline) == "nom" and not regrown:
        yield _sentence(f"{named(first)} follows non-operative management, and no regrowth is recorded.")
    for again in resections[1:]:
        yield _sentence(f"{named(again)} is a second resection after {named(first)}.")


def excision_after_resection(timeline: Timeline) -> Iterator[str]:
    """A local excision of a rectum that was operated on before."""
    for resection in timeline.of(Kind.RESECTION)[:1]:
        for event in timeline.of(Kind.LOCAL_EXCISION):
            if resection.surely_before(event):
                yield _sentence(f"{named(event)} comes after {named(resection)}.")


def stomas(timeline: Timeline) -> Iterator[str]:
    """An abdominoperineal resection without a stoma, a second stoma, a permanent one closed."""
    current: Event | None = None
    for event in timeline.of(Kind.STOMA_FORMED, Kind.STOMA_CLOSED):
        if event.kind is Kind.STOMA_FORMED:
            if current is not None:
                yield _sentence(f"{named(event)} is a second stoma; {named(current)} was not closed before.")
            current = event
        elif current is not None:
            if current.details.get("intent") == "permanent":
                yield _sentence(f"{named(event)} closes the permanent stoma: {named(current)}.")
            current = None
    for resection in timeline.of(Kind.RESECTION):
        if resection.details.get("operation") == "apr" and not _stoma_near(timeline, resection):
            yield _sentence(f"the abdominoperineal {named(resection)} has no stoma recorded with it.")


def _stoma_near(timeline: Timeline, resection: Event) -> bool:
    """Whether a stoma was there at the operation or formed within a month of it."""
    formed = timeline.of(Kind.STOMA_FORMED)
    return any((event.on - resection.on).days <= NEAR_DAYS for event in formed)


def after_withdrawal(timeline: Timeline) -> Iterator[str]:
    """What was learnt after the patient withdrew needs a consent that still covers it."""
    for left in timeline.of(Kind.WITHDRAWAL)[:1]:
        for event in timeline.events:
            if event.kind is not Kind.DEATH and left.surely_before(event):
                yield _sentence(f"{named(event)} comes after {named(left)}: does the consent still cover it?")


def metastases_and_lines(timeline: Timeline) -> Iterator[str]:
    """A metastasis treated that was never recorded, the same line started twice."""
    if timeline.first(Kind.METASTASIS) is None:
        for event in timeline.of(Kind.METASTASIS_TREATMENT):
            yield _sentence(f"{named(event)} has no metastasis recorded.")
    started: dict[str, Event] = {}
    for event in timeline.of(Kind.SYSTEMIC_START):
        line = event.details.get("line")
        if line in started:
            yield _sentence(f"{named(event)} starts line {line} again; it began with {named(started[line])}.")
        elif line is not None:
            started[line] = event


RULES: tuple[Callable[[Timeline], Iterator[str]], ...] = (
    decision_and_response,
    regrowth_and_strategy,
    resection_and_strategy,
    excision_after_resection,
    stomas,
    after_withdrawal,
    metastases_and_lines,
)
