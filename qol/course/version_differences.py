"""What a protocol version changes against another: visits, dates, what is asked, wording, plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from qol.course.protocol_parts import Protocol, Visit

Part = Literal["visit", "wording", "plan", "setting"]
SETTINGS = (
    "study_clock", "title", "population", "stage", "treatment_intent", "note", "seconds_per_item", "show_thresholds",
    "second_entry", "value_sets",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One thing that differs; empty before: it is new, empty after: gone. name: of the visit, instrument or key."""

    part: Part
    name: str
    before: str
    after: str


def differences(before: Protocol, after: Protocol) -> tuple[Difference, ...]:
    """Everything that differs, visits first; nothing but version and id is passed over."""
    return (*_visits(before, after), *_wording(before, after), *_others(before, after))


def _visits(before: Protocol, after: Protocol) -> Iterator[Difference]:
    for visit in after.visits:
        old = before.visit_by_id.get(visit.id)
        if old != visit:
            yield Difference("visit", visit.label, _said(old) if old else "", _said(visit))
    for visit in before.visits:
        if visit.id not in after.visit_by_id:
            yield Difference("visit", visit.label, _said(visit), "")


def _said(visit: Visit) -> str:
    """A visit as the file has it, in one line."""
    asks = ", ".join(_asked(visit))
    clock = " ".join([visit.clock, *(f"({key}: {' or '.join(values)})" for key, values in visit.clock_if.items())])
    more = [f"closes on {closing.event} ({closing.last})" for closing in visit.closings]
    more += [f"late {visit.late}"] if visit.late else []
    more += [f"superseded by {name} ({distance})" for name, distance in visit.superseded_by.items()]
    more += [] if visit.ask_before_results else ["not before results"]
    dates = f"{visit.start} / {visit.due} / {visit.overdue} / {visit.expired}"
    return "; ".join([f"{visit.label}, {visit.kind}, {visit.occasion}", f"{clock}: {dates}", asks, *more])


def _asked(visit: Visit) -> Iterator[str]:
    for asked in visit.instruments:
        conditions = ", ".join(f"{fact}: {' or '.join(values)}" for fact, values in asked.ask_if.items())
        yield f"{asked.id} ({conditions})" if conditions else asked.id


def _wording(before: Protocol, after: Protocol) -> Iterator[Difference]:
    for name in dict.fromkeys([*after.wording, *before.wording]):
        old, new = before.wording.get(name, ""), after.wording.get(name, "")
        if old != new:
            yield Difference("wording", name, old, new)


def _others(before: Protocol, after: Protocol) -> Iterator[Difference]:
    for name in SETTINGS:
        old, new = (_plain(getattr(one, name)) for one in (before, after))
        if old != new:
            yield Difference("setting", name, old, new)
    if before.plan_hash != after.plan_hash:
        yield Difference("plan", "", (before.plan_hash or "")[:12], (after.plan_hash or "")[:12])
    for name in ("report", "welcome"):
        if getattr(before, name) != getattr(after, name):
            yield Difference("setting", name, "differs", "differs")


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {', '.join(used)}" for name, used in value.items())
    return "" if value is None else str(value)
