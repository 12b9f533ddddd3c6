"""Published thresholds, norms and important differences: four kinds of number, never one for another."""

from dataclasses import dataclass
from typing import Literal

from qol.instruments.definition import Identifier, InstrumentId, Part, Text

Kind = Literal["threshold", "norm", "difference", "change"]
Side = Literal["above", "at_least", "below", "at_most"]


class Reference(Part):
    """One published number. kind: threshold (one patient), difference (groups), change (within), norm (population)."""

    instrument: InstrumentId
    scale: Identifier
    kind: Kind
    statistic: Text
    value: float
    quartiles: tuple[float, ...] = ()
    side: Side | None = None
    """For a threshold: the side on which a score is clinically important."""
    sex: Literal["female", "male"] | None = None
    ages: tuple[float, ...] = ()
    population: Text
    source: Text
    confirmed: bool
    note: Text | None = None

    def reached(self, score: float) -> bool:
        """Whether a score lies where this threshold calls it important; the threshold itself with at_least, at_most."""
        if self.side in ("at_least", "at_most") and score == self.value:
            return True
        return score > self.value if self.side in ("above", "at_least") else score < self.value


class ReferenceRange(Part):
    """From where to where a published number lies over the scales of an instrument; it is the number of no scale."""

    instrument: InstrumentId
    kind: Kind
    statistic: Text
    lowest: float
    highest: float
    population: Text
    source: Text
    confirmed: bool
    note: Text | None = None


class ReferenceSlot(Part):
    """A number that is published and was not read yet: a site fills it in from the paper. It is never confirmed."""

    instrument: InstrumentId
    scale: Identifier
    kind: Kind
    statistic: Text
    side: Side | None = None
    population: Text
    source: Text
    note: Text | None = None


class NotFoundNote(Part):
    """What was looked for and not found, with the day of the search."""

    instrument: InstrumentId
    scale: Identifier | None = None
    kind: Kind
    searched: Text
    note: Text


@dataclass(frozen=True)
class References:
    """Every reference of a file or a folder. Only confirmed numbers of a scale reach a page."""

    found: tuple[Reference, ...] = ()
    not_found: tuple[NotFoundNote, ...] = ()
    ranges: tuple[ReferenceRange, ...] = ()
    slots: tuple[ReferenceSlot, ...] = ()

    def __add__(self, other: "References") -> "References":
        return References(
            self.found + other.found,
            self.not_found + other.not_found,
            self.ranges + other.ranges,
            self.slots + other.slots,
        )

    def of(self, instrument: str) -> "References":
        """What there is about one instrument."""
        return References(
            tuple(one for one in self.found if one.instrument == instrument),
            tuple(one for one in self.not_found if one.instrument == instrument),
            tuple(one for one in self.ranges if one.instrument == instrument),
            tuple(one for one in self.slots if one.instrument == instrument),
        )

    def confirmed(self, instrument: str, scale: str, kind: str) -> tuple[Reference, ...]:
        """The confirmed numbers of one kind for a scale."""
        wanted = (instrument, scale, kind)
        return tuple(r for r in self.found if r.confirmed and (r.instrument, r.scale, r.kind) == wanted)

    def threshold(self, instrument: str, scale: str) -> Reference | None:
        """The confirmed threshold of a scale, where there is one."""
        return next(iter(self.confirmed(instrument, scale, "threshold")), None)
