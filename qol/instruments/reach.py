"""The lowest and the highest that a scale made of points or of scales can come to, exactly."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product

from qol.instruments.definition import Scale, Term

Ends = tuple[Fraction, Fraction]


@lru_cache(maxsize=4096)
def exact(number: float) -> Fraction:
    """The decimal number as it is written: 0.3 is three tenths."""
    return Fraction(str(number))


def reach(scale: Scale, scales: Mapping[str, Scale]) -> Ends | None:
    """Both ends over every form that gives a score; None for methods that always reach from 0 to 100.

    scales: those that it may be made of. Raises KeyError where one of them is not among these.
    """
    if scale.method == "value_set":
        return _of_profiles(scale)
    if scale.method == "lookup":
        return min(map(exact, scale.table.values())), max(map(exact, scale.table.values()))
    if scale.method not in ("sum_of_points", "mean_of_points", "sum_of_scales"):
        return None
    lows, highs = _of_parts(scale, scales)
    if scale.method == "mean_of_points":
        return _mean_of(lows[: scale.needs]), _mean_of(highs[: scale.needs])
    factor = exact(1 if scale.factor is None else scale.factor)
    if scale.prorated:
        factor *= len(lows)
        return _mean_of(lows[: scale.needs]) * factor, _mean_of(highs[: scale.needs]) * factor
    return sum(lows) * factor, sum(highs) * factor


def _of_parts(scale: Scale, scales: Mapping[str, Scale]) -> tuple[list[Fraction], list[Fraction]]:
    """The ends of each part, the extreme ones first: with gaps it is these that are left."""
    if scale.scales:
        ends = [(exact(scales[name].lowest), exact(scales[name].highest)) for name in scale.scales]
    else:
        gap = () if scale.unanswered is None else (scale.unanswered,)
        every = [[exact(one) for one in (*points.values(), *gap)] for points in scale.points.values()]
        ends = [(min(points), max(points)) for points in every]
    return sorted(low for low, _ in ends), sorted((high for _, high in ends), reverse=True)


def _mean_of(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


State = tuple[int, ...]
"""How far each term is after some of the items: how many answers count, or the product of their steps."""


def _of_profiles(scale: Scale) -> Ends:
    """Item by item, the best and the worst of the profiles that leave the terms in the same state."""
    begun: State = tuple(1 if term.product else 0 for term in scale.terms)
    start = exact(scale.start or 0)
    found: dict[State, Ends] = {begun: (start, start)}
    for item, points in scale.points.items():
        after: dict[State, Ends] = {}
        for (state, (low, high)), (code, added) in product(found.items(), points.items()):
            now = tuple(
                _next(term, count, item, code, min(points)) for term, count in zip(scale.terms, state, strict=True)
            )
            least, most = low + exact(added), high + exact(added)
            before = after.get(now, (least, most))
            after[now] = min(before[0], least), max(before[1], most)
        found = after
    lasts = {state: sum(_points(t, n) for t, n in zip(scale.terms, state, strict=True)) for state in found}
    return min(low + lasts[s] for s, (low, _) in found.items()), max(high + lasts[s] for s, (_, high) in found.items())


def _next(term: Term, count: int, item: str, code: int, lowest: int) -> int:
    if term.product:
        return count * (code - lowest) if item in term.product else count
    from_code = term.any if term.squared_beyond_first is None else term.squared_beyond_first
    return count + (from_code is not None and code >= from_code)


def _points(term: Term, count: int) -> Fraction:
    if term.product:
        return exact(term.points) * count
    if term.squared_beyond_first is not None:
        return exact(term.points) * max(count - 1, 0) ** 2
    return exact(term.points) * min(count, 1)
