"""What scoring has to know of an item: what it offers, when it is asked, which fact it sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from qol.scoring.paths import Path


@dataclass(frozen=True)
class Offer:
    """The codes that an item offers: those that count, ascending, and those by which it does not apply."""

    codes: tuple[int, ...]
    not_applicable: tuple[int, ...]

    @property
    def lowest(self) -> int:
        """The lowest code that counts."""
        return self.codes[0]

    @property
    def highest(self) -> int:
        """The highest code that counts."""
        return self.codes[-1]

    @cached_property
    def gapless(self) -> bool:
        """Whether the offer is every whole number from the lowest to the highest, and no other code."""
        return not self.not_applicable and self.codes == tuple(range(self.lowest, self.highest + 1))

    def __str__(self) -> str:
        codes = f"{self.lowest} to {self.highest}" if len(self.codes) > 2 else " or ".join(map(str, self.codes))
        return ", or ".join([codes, *map(str, self.not_applicable)])


@dataclass(frozen=True, eq=False)
class ItemPlan:
    """One closed item: its path, its offer, and the fact that its answers set (code -> place of the value)."""

    id: str
    path: Path | None
    offer: Offer
    sets: str | None
    sets_by: Mapping[int, int]
