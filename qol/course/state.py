"""The state of a patient on a date, and the facts that instruments need. An event counts from its day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qol.course.events import EventKind, Timeline

Strategy = Literal["undecided", "nom", "surgery"]
Rectum = Literal["kept", "regrowth", "removed"]


@dataclass(frozen=True)
class State:
    """A patient on one day.

    strategy: decided at time zero, for good. rectum: `regrowth` is known regrowth with the rectum still
    there; a local excision gives `kept` again. stoma_intent: of the stoma there is. organ_preserved: the
    rectum is still there. since: days since the latest event of each kind that had happened.
    """

    strategy: Strategy
    rectum: Rectum
    stoma: Literal["no", "yes"]
    stoma_intent: str | None
    alive: bool
    withdrawn: bool
    organ_preserved: bool
    since: Mapping[EventKind, int]


def state_at(timeline: Timeline, on: date) -> State:
    """The state on a date, whatever the order in which events were entered."""
    known = timeline.until(on)
    rectum = _rectum(known)
    stoma, intent = _stoma(known)
    return State(
        strategy=_strategy(known),
        rectum=rectum,
        stoma=stoma,
        stoma_intent=intent,
        alive=known.first(EventKind.DEATH) is None,
        withdrawn=known.first(EventKind.WITHDRAWAL) is not None,
        organ_preserved=rectum != "removed",
        since={event.kind: (on - event.on).days for event in known.events},
    )


def facts_at(timeline: Timeline, on: date, sex: str | None, occasion: str | None) -> dict[str, str]:
    """What instruments may ask about a patient on a date; what is not known is left out."""
    state = state_at(timeline, on)
    facts = {"strategy": str(state.strategy), "rectum": str(state.rectum), "stoma": str(state.stoma)}
    if sex:
        facts["sex"] = sex
    if occasion:
        facts["occasion"] = occasion
    return facts


def _strategy(known: Timeline) -> Strategy:
    decision = known.first(EventKind.DECISION)
    strategy = decision.details.get("strategy") if decision else None
    if strategy == "nom":
        return "nom"
    return "surgery" if strategy == "surgery" else "undecided"


def _rectum(known: Timeline) -> Rectum:
    if known.first(EventKind.RESECTION):
        return "removed"
    latest = known.of(EventKind.REGROWTH, EventKind.LOCAL_EXCISION)[-1:]
    return "regrowth" if latest and latest[0].kind is EventKind.REGROWTH else "kept"


def _stoma(known: Timeline) -> tuple[Literal["no", "yes"], str | None]:
    latest = known.of(EventKind.STOMA_FORMED, EventKind.STOMA_CLOSED)[-1:]
    if latest and latest[0].kind is EventKind.STOMA_FORMED:
        return "yes", latest[0].details.get("intent")
    return "no", None
