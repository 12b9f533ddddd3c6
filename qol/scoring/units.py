"""Points as whole numbers of a unit, so that adding them up is exact, and the terms of value sets in these units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import lcm

from qol.instruments.definition import Scale
from qol.instruments.reach import exact
from qol.scoring.items import ItemPlan


@dataclass(frozen=True)
class TermPlan:
    """What a value set adds for a whole profile.

    steps: how far above its lowest answer each item must be to count; product: places of the items whose steps are
    multiplied. Without a product: `points` times (n - 1) squared where `squared`, else once, n items counting.
    """

    points: float
    steps: tuple[int, ...] = ()
    squared: bool = False
    product: tuple[int, ...] = ()


def unit_of(scale: Scale) -> int:
    """Into how many units 1 is divided so that every number that is added up is whole."""
    return lcm(*(exact(number).denominator for number in _added(scale)))


def _added(scale: Scale) -> Iterator[float]:
    for points in scale.points.values():
        yield from points.values()
    for term in scale.terms:
        yield term.points
    yield from (number for number in (scale.start, scale.unanswered) if number is not None)


def term_plans(scale: Scale, items: Sequence[ItemPlan], unit: int) -> tuple[TermPlan, ...]:
    """The terms of a value set, by the places of its items."""
    names, plans = [item.id for item in items], []
    for term in scale.terms:
        points = float(exact(term.points) * unit)
        from_code = term.any if term.squared_beyond_first is None else term.squared_beyond_first
        steps = () if from_code is None else tuple(from_code - item.offer.lowest for item in items)
        product = tuple(names.index(item) for item in term.product)
        plans.append(TermPlan(points, steps, term.squared_beyond_first is not None, product))
    return tuple(plans)
