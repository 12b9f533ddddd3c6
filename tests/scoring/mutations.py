"""Wrong versions of an instrument file: one slip each, made in the file's own data, so that the loader reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from qol.instruments.yaml_source import Mapping, Node, Scalar, Sequence, Source

NOTHING = Scalar(0, None)

Way = tuple[str | int, ...]
"""Keys and places that lead to a value within the data."""


@dataclass(frozen=True)
class Mutant:
    """One slip. scale: where it was made; root: the data with it."""

    scale: str
    slip: str
    root: Mapping


def mutants(source: Source) -> Iterator[Mutant]:
    """Every mutant of a file; each file is cut down to the scale that is wrong and those that hang together with it."""
    scales = source.root.values["scales"]
    assert isinstance(scales, Sequence)
    for scale in scales.values:
        name = text(scale, "id")
        root = cut_down(source.root, name)
        place = next(n for n, one in enumerate(members(root, "scales")) if text(one, "id") == name)
        for slip, changed in _slips(members(root, "scales")[place]):
            yield Mutant(name, slip, replaced(root, ("scales", place), changed))
        for number, option in enumerate(members(root, "options")):
            changes = entries(option, "scales").get(name)
            for slip, changed in () if changes is None else _of_scalars(changes, parts_of(scale)):
                way = ("options", number, "scales", name)
                yield Mutant(name, f"option {text(option, 'id')}: {slip}", replaced(root, way, changed))


Slips = Iterator[tuple[str, Node]]


def _slips(scale: Node) -> Slips:
    """Every wrong version of one scale."""
    yield from _of_scalars(scale, parts_of(scale))
    for slips in (_of_range, _of_parts, _of_points, _of_table, _of_terms, _of_bands):
        yield from slips(scale)


def _of_scalars(scale: Node, parts: int) -> Slips:
    """Needs one more and one fewer; what is true becomes false and the other way round; numbers are moved."""
    values = scale.values if isinstance(scale, Mapping) else {}
    yield from _of_needs(scale, parts)
    if text(scale, "method") == "linear_0_100":
        yield "reversed", with_value(scale, "reversed", "false" if text(scale, "reversed") == "true" else "true")
    for key in ("prorated", "clipped"):
        if key in values:
            yield f"not {key}", with_value(scale, key, "false")
    for key in ("factor", "start", "unanswered"):
        number = values.get(key)
        if isinstance(number, Scalar) and isinstance(number.value, int | float):
            yield f"another {key}", with_value(scale, key, number.value + 0.01)


def _of_needs(scale: Node, parts: int) -> Slips:
    needs = scale.values.get("needs") if isinstance(scale, Mapping) else None
    rule = needs.value if isinstance(needs, Scalar) else None
    if rule is None:
        return
    number = {"half": (parts + 1) // 2, "more_than_half": parts // 2 + 1, "all": parts}.get(str(rule), rule)
    for one in (int(number) - 1, int(number) + 1):
        if 1 <= one <= parts:
            yield f"needs {one}", with_value(scale, "needs", one)


def _of_range(scale: Node) -> Slips:
    if ends := members(scale, "range"):
        numbers = [end.value for end in ends if isinstance(end, Scalar) and isinstance(end.value, int | float)]
        for way, moved in (("up", 0.01), ("down", -0.01)):
            shifted = tuple(Scalar(0, number + moved) for number in numbers)
            yield f"range {way}", replaced(scale, ("range",), Sequence(0, shifted))


def _of_parts(scale: Node) -> Slips:
    """Every item or scale left out; every one that enters by a word entering the other way."""
    for place, item in enumerate(members(scale, "items")):
        left = tuple(one for n, one in enumerate(members(scale, "items")) if n != place)
        yield f"without {_said(item)}", replaced(scale, ("items",), Sequence(0, left))
    for key in ("items", "scales"):
        for name, entry in entries(scale, key).items():
            left = {one: node for one, node in entries(scale, key).items() if one != name}
            yield f"without {name}", replaced(scale, (key,), Mapping(0, left, dict.fromkeys(left, 0)))
            if isinstance(entry, Scalar):
                other = "as_is" if entry.value == "reversed" else "reversed"
                yield f"{name} {other}", replaced(scale, (key, name), Scalar(0, other))


def _of_points(scale: Node) -> Slips:
    """The points of two neighbouring codes exchanged; in a value set also each number moved alone."""
    for item, points in entries(scale, "items").items():
        if not isinstance(points, Mapping):
            continue
        for one, other in pairwise(points.values):
            first, second = points.values[one], points.values[other]
            if _said(first) != _said(second):
                swapped = replaced(replaced(points, (one,), second), (other,), first)
                yield f"{item}: {one} and {other} exchanged", replaced(scale, ("items", item), swapped)
        if text(scale, "method") == "value_set":
            yield from _moved(scale, ("items", item), points, 0.001)


def _of_table(scale: Node) -> Slips:
    table = scale.values.get("table") if isinstance(scale, Mapping) else None
    if isinstance(table, Mapping):
        yield from _moved(scale, ("table",), table, 0.1)


def _of_terms(scale: Node) -> Slips:
    for place, term in enumerate(members(scale, "terms")):
        left = tuple(one for n, one in enumerate(members(scale, "terms")) if n != place)
        yield f"without term {place + 1}", replaced(scale, ("terms",), Sequence(0, left))
        for key in ("points", "any", "squared_beyond_first"):
            number = entries_of(term).get(key)
            if isinstance(number, Scalar) and isinstance(number.value, int | float):
                moved = number.value + (0.001 if key == "points" else 1)
                yield f"term {place + 1}: another {key}", replaced(scale, ("terms", place, key), Scalar(0, moved))


def _of_bands(scale: Node) -> Slips:
    """Each boundary between two bands one later."""
    for place, (one, other) in enumerate(pairwise(members(scale, "bands"))):
        end, begin = entries_of(one).get("to"), entries_of(other).get("from")
        if isinstance(end, Scalar) and isinstance(begin, Scalar):
            later = replaced(scale, ("bands", place, "to"), Scalar(0, float(end.value or 0) + 1))
            later = replaced(later, ("bands", place + 1, "from"), Scalar(0, float(begin.value or 0) + 1))
            yield f"band {text(one, 'id')} ends later", later


def _moved(scale: Node, way: Way, numbers: Mapping, by: float) -> Slips:
    """Each number of a mapping moved alone."""
    for code, node in numbers.values.items():
        if isinstance(node, Scalar) and isinstance(node.value, int | float):
            other = Scalar(0, round(node.value + by, 9))
            yield f"{way[-1]}: {code} moved", replaced(scale, (*way, code), other)


def cut_down(root: Mapping, name: str) -> Mapping:
    """The file with the scale, those it is made of, those made of it, and what its examples say of these."""
    made_of = {text(scale, "id"): set(entries(scale, "scales")) for scale in members(root, "scales")}
    kept = {name} | {other for other, parts in made_of.items() if name in parts}
    while more := {part for other in kept for part in made_of[other]} - kept:
        kept |= more
    scales = tuple(scale for scale in members(root, "scales") if text(scale, "id") in kept)
    cut = replaced(root, ("scales",), Sequence(0, scales))
    options = [_only(option, ("scales",), kept) for option in members(root, "options")]
    options = [option for option in options if entries(option, "scales")]
    if members(root, "options"):
        cut = replaced(cut, ("options",), Sequence(0, tuple(options)))
    known = {text(option, "id") for option in options}
    examples = [_only(example, ("scores", "bands"), kept) for example in members(root, "examples")]
    examples = [one if text(one, "option") in known else replaced(one, ("option",), NOTHING) for one in examples]
    telling = tuple(one for one in examples if entries(one, "scores") or entries(one, "bands"))
    return replaced(cut, ("examples",), Sequence(0, telling))


def _only(node: Node, keys: tuple[str, ...], kept: set[str]) -> Node:
    for key in keys:
        if entries(node, key):
            left = {name: one for name, one in entries(node, key).items() if name in kept}
            node = replaced(node, (key,), Mapping(0, left, dict.fromkeys(left, 0)))
    return node


def replaced(node: Node, way: Way, other: Node) -> Any:
    """The data with one value replaced."""
    key, further = way[0], way[1:]
    if isinstance(node, Mapping):
        inner = node.values.get(str(key), Scalar(0, None))
        values = node.values | {str(key): replaced(inner, further, other) if further else other}
        return Mapping(node.line, values, dict.fromkeys(values, node.line))
    assert isinstance(node, Sequence)
    assert isinstance(key, int)
    inner = node.values[key]
    changed = replaced(inner, further, other) if further else other
    return Sequence(node.line, (*node.values[:key], changed, *node.values[key + 1 :]))


def parts_of(scale: Node) -> int:
    """Of how many items or scales a scale is made."""
    return len(members(scale, "items")) or len(entries(scale, "items")) or len(entries(scale, "scales"))


def with_value(node: Node, key: str, value: str | float) -> Node:
    return replaced(node, (key,), Scalar(0, value))


def text(node: Node, key: str) -> str:
    return _said(entries_of(node).get(key))


def members(node: Node, key: str) -> tuple[Node, ...]:
    below = entries_of(node).get(key)
    return below.values if isinstance(below, Sequence) else ()


def entries(node: Node, key: str) -> dict[str, Node]:
    below = entries_of(node).get(key)
    return below.values if isinstance(below, Mapping) else {}


def entries_of(node: Node) -> dict[str, Node]:
    return node.values if isinstance(node, Mapping) else {}


def _said(node: Node | None) -> str:
    return str(node.value) if isinstance(node, Scalar) else ""
