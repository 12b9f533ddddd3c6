"""What a visit asks of a patient: which instruments, how many items, about how many minutes."""

from collections.abc import Mapping
from dataclasses import dataclass

from qol.course.protocol_parts import Protocol, Visit
from qol.instruments.conditions import Facts, asked_items, holds
from qol.instruments.definition import Instrument

USUAL_MINUTES = 15
"""A usual visit should not take much longer."""


@dataclass(frozen=True)
class Situation:
    """A kind of patient for whom the burden is shown."""

    label: str
    facts: Facts


SITUATIONS = (
    Situation("before a decision", {"strategy": "undecided", "rectum": "kept", "stoma": "no"}),
    Situation("non-operative, rectum in place", {"strategy": "nom", "rectum": "kept", "stoma": "no"}),
    Situation("non-operative, regrowth known", {"strategy": "nom", "rectum": "regrowth", "stoma": "no"}),
    Situation("non-operative, later resection", {"strategy": "nom", "rectum": "removed", "stoma": "no"}),
    Situation("surgery, no stoma", {"strategy": "surgery", "rectum": "removed", "stoma": "no"}),
    Situation("surgery, stoma", {"strategy": "surgery", "rectum": "removed", "stoma": "yes"}),
)
"""What patients of the two groups may be; sex changes nothing in the number of items asked by default."""


@dataclass(frozen=True)
class Burden:
    """One visit in one situation: items by instrument in the order asked, and minutes."""

    visit: Visit
    situation: Situation
    items: Mapping[str, int]
    seconds_per_item: float

    @property
    def total(self) -> int:
        """Items of the whole visit."""
        return sum(self.items.values())

    @property
    def minutes(self) -> float:
        """Minutes at the protocol's seconds an item, unrounded."""
        return self.total * self.seconds_per_item / 60


def forms_asked(visit: Visit, instruments: Mapping[str, Instrument], facts: Facts) -> dict[str, tuple[str, ...]]:
    """Instrument -> items on the path, in the visit's order; instruments that do not apply are left out.

    `facts` are those of the patient that day, with the visit's occasion; an unknown fact asks nothing.
    """
    known = {"occasion": visit.occasion, **facts}
    forms = {
        asked.id: asked_items(instruments[asked.id], known) for asked in visit.instruments if holds(asked.ask_if, known)
    }
    return {name: items for name, items in forms.items() if items}


def burden(
    protocol: Protocol, visit: Visit, instruments: Mapping[str, Instrument], situation: Situation, sex: str
) -> Burden:
    """Items and minutes of one visit for one kind of patient."""
    forms = forms_asked(visit, instruments, {**situation.facts, "sex": sex})
    items = {name: len(items) for name, items in forms.items()}
    return Burden(visit, situation, items, protocol.seconds_per_item)


def heaviest(protocol: Protocol, instruments: Mapping[str, Instrument]) -> dict[str, Burden]:
    """Visit -> its longest version over situations and sexes; what the protocol page prints."""
    return {
        visit.id: max(
            (burden(protocol, visit, instruments, s, sex) for s in SITUATIONS for sex in ("female", "male")),
            key=lambda found: found.total,
        )
        for visit in protocol.visits
    }
