"""Laws of the scales of one definition."""

from collections.abc import Iterator
from itertools import pairwise

from qol.instruments.definition import Instrument, Scale
from qol.instruments.reach import exact, reach
from qol.instruments.written import Written, line_of

Found = Iterator[tuple[int, str]]
Said = Iterator[tuple[tuple[str, ...], str]]
"""The keys that lead to the line of a problem within a scale, and the problem."""


def check(made: Instrument, where: Written) -> Found:
    """Every breach in every scale."""
    before: set[str] = set()
    for scale in made.scales:
        node = where.scales[scale.id]
        for keys, message in (*of_scale(made, scale, where), *_scales(scale, before, where)):
            yield line_of(node, *keys), f"scale {scale.id}{message}"
        before.add(scale.id)


def of_scale(made: Instrument, scale: Scale, where: Written) -> Said:
    """Every breach in one scale, or in what an option makes of it."""
    for law in (_items, _points, _same_answers, _table, _terms, _range, _bands):
        yield from law(made, scale, where)


def _items(made: Instrument, scale: Scale, where: Written) -> Said:
    if not (scale.items or scale.points or scale.scales):
        yield ("items",), " is made of nothing; name its items (or scales)"
    for item in (*scale.items, *scale.points):
        if item not in where.items:
            yield ("items", item), f" names item {item}, which is on no page"
        elif _codes(made, item) == ():
            yield ("items", item), f" names item {item}, whose answers are not scored"
    for item in sorted({item for item in scale.items if scale.items.count(item) > 1}):
        yield ("items",), f" names item {item} twice; it would count double"
    if scale.separate_by and scale.separate_by not in made.facts:
        yield ("separate_by",), f": separate_by names {scale.separate_by}, which `facts` does not list"


def _codes(made: Instrument, item: str) -> tuple[int, ...] | None:
    """The codes of an item that count; None where the item or its answers could not be built."""
    if item not in made.items or made.items[item].answers not in made.answer_sets:
        return None
    return made.answers_of(item).scored_codes


def _scales(scale: Scale, before: set[str], where: Written) -> Said:
    """A scale of scales stands below the scales that it is made of, so none can be made of itself."""
    for name in scale.scales:
        if name not in where.scales or name == scale.id:
            yield ("scales", name), f" is made of scale {name}, which does not exist"
        elif name not in before and where.scales[name].line >= where.scales[scale.id].line:
            yield ("scales", name), f" is made of scale {name}, which stands below it; put {scale.id} after {name}"


def _points(made: Instrument, scale: Scale, where: Written) -> Said:
    for item, points in scale.points.items():
        codes = _codes(made, item)
        if codes and set(points) != set(codes):
            expected = ", ".join(str(code) for code in sorted(codes))
            yield ("items", item), f": the points of {item} must cover exactly the codes {expected}"
        asked_if = (made.page_of(item).ask_if, made.items[item].ask_if) if item in made.items else ()
        if scale.unanswered is not None and any(asked_if):
            yield ("unanswered",), f": a gap has points, but {item} is not asked of everybody"


def _table(made: Instrument, scale: Scale, where: Written) -> Said:
    if scale.method != "lookup":
        return
    if len(scale.scales) != 1:
        yield ("scales",), " looks up one scale; name exactly one"
        return
    raw = made.scale_by_id.get(next(iter(scale.scales)))
    if raw is None:
        return
    whole = [number for points in raw.points.values() for number in points.values() if number != round(number)]
    if raw.method != "sum_of_points" or whole or raw.factor is not None or raw.prorated:
        yield ("scales", raw.id), f" looks up {raw.id}, which is not always a whole number"
    elif set(scale.table) != set(range(round(raw.lowest), round(raw.highest) + 1)):
        yield ("table",), f": its table must cover exactly {raw.lowest:g} to {raw.highest:g}"


def _terms(made: Instrument, scale: Scale, where: Written) -> Said:
    if scale.method == "value_set" and scale.needs != len(scale.points):
        yield ("needs",), ": a value set needs all of its answers"
    for item in sorted({item for term in scale.terms for item in term.product} - set(scale.points)):
        yield ("terms",), f": a term multiplies {item}, which is none of its items"


def _range(made: Instrument, scale: Scale, where: Written) -> Said:
    """The range says what can be reached, exactly; not judged where a part is not sound."""
    sound = all(points and set(points) == set(_codes(made, item) or ()) for item, points in scale.points.items())
    if not sound or set(scale.scales) - set(made.scale_by_id) or (scale.method == "lookup" and not scale.table):
        return
    if not scale.parts or (ends := reach(scale, made.scale_by_id)) is None:
        return
    low, high = ends
    said = exact(scale.lowest), exact(scale.highest)
    if said != (low, high) and not (scale.clipped and low <= said[0] and said[1] <= high):
        range_ = f"{scale.lowest:g} to {scale.highest:g}"
        reached = f"{float(low):.10g} to {float(high):.10g}"
        yield ("range",), f": its {_of_what(scale)} reach from {reached}, its range says {range_}"


def _of_what(scale: Scale) -> str:
    return "scales" if scale.scales else "points"


def _same_answers(made: Instrument, scale: Scale, where: Written) -> Said:
    ends = {(codes[0], codes[-1]) for item in scale.items if (codes := _codes(made, item))}
    if len(ends) > 1:
        yield ("items",), ": its items have different answer codes, so their mean has no one range"


def _bands(made: Instrument, scale: Scale, where: Written) -> Said:
    if not scale.bands:
        return
    bands = sorted(scale.bands, key=lambda band: band.lowest)
    if bands[0].lowest != scale.lowest or bands[-1].highest != scale.highest:
        yield ("bands",), f": its bands must reach from {scale.lowest:g} to {scale.highest:g}"
    for band in bands:
        if band.lowest > band.highest:
            yield ("bands",), f": the band {band.id} ends before it begins"
    for one, other in pairwise(bands):
        if not 0 < other.lowest - one.highest <= 1:
            yield ("bands",), f": the bands {one.id} and {other.id} overlap or leave a gap"
    for name in sorted({one.id for one in bands if sum(band.id == one.id for band in bands) > 1}):
        yield ("bands",), f": the band {name} stands here twice; ids are given once"
