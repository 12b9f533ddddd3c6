"""The scales of an instrument file."""

from collections.abc import Mapping as Lookup
from math import ceil

from qol.instruments.definition import METHODS, Band, Scale, Term
from qol.instruments.reading import Entries, Problems, code_of, number
from qol.instruments.scale_keys import BAND, RULES, SCALE, TERM, TERMS
from qol.instruments.yaml_source import Mapping, Node, Scalar, Sequence

KEYS = tuple(SCALE)

OF_POINTS = ("sum_of_points", "mean_of_points", "value_set")
OF_SCALES = ("mean_of_scales", "sum_of_scales", "lookup")
SUMS = ("sum_of_points", "sum_of_scales")
USED_BY = {
    "items": ("linear_0_100", *OF_POINTS),
    "scales": OF_SCALES,
    "reversed": ("linear_0_100",),
    "factor": SUMS,
    "prorated": SUMS,
    "clipped": SUMS,
    "unanswered": ("sum_of_points",),
    "start": ("value_set",),
    "terms": ("value_set",),
    "table": ("lookup",),
}
ZERO_TO_100 = ("linear_0_100", "mean_of_scales")

Codes = Lookup[str, tuple[int, ...]]
"""Item -> the codes that count."""


def scale(node: Node, problems: Problems, codes: Codes) -> Scale | None:
    """One scale; `needs` is resolved to a number, `as_is` and `reversed` to points."""
    name = node.values.get("id") if isinstance(node, Mapping) else None
    entries = Entries(node, f"scale {name.value}" if isinstance(name, Scalar) else "a scale", KEYS, problems)
    for key in ("id", "label", "method", "higher_means"):
        entries.text(key, needed=True)
    method = entries.text("method")
    if method is not None and method not in METHODS:
        problems.add(entries.line_of("method"), f"{entries.what}: there is no method {method}; {', '.join(METHODS)}")
        return None
    for key, methods in USED_BY.items():
        if method and entries.has(key) and method not in methods:
            entries.refuse(key, f"{entries.what}: {key} means nothing to {method}; remove it")
    items = entries.texts("items") if method == "linear_0_100" else ()
    points = _points(entries, codes) if method in OF_POINTS else {}
    scales = _scales(entries) if method in OF_SCALES else {}
    needs, rule = _needs(entries, len(items or points or scales))
    lowest, highest = _range(entries, method)
    texts = {key: entries.text(key) for key in ("id", "label", "domain", "higher_means", "meaning", "separate_by",
                                                "source")}  # fmt: skip
    return entries.make(
        Scale, method=method, items=items, points=points, scales=scales, needs=needs, needs_rule=rule,
        lowest=lowest, highest=highest, applies_if=entries.condition("applies_if"),
        bands=entries.each("bands", lambda band: _band(band, problems)), **texts, **_later(entries),
    )  # fmt: skip


def _later(entries: Entries) -> dict[str, object]:
    """What only some methods use."""
    return {
        **{key: entries.truth(key) for key in ("reversed", "prorated", "clipped")},
        **{key: entries.number(key) for key in ("factor", "unanswered", "start")},
        "terms": entries.each("terms", lambda term: _term(term, entries.problems)),
        "table": _numbers_by_code(entries, entries.pairs("table"), "the table"),
    }


def _points(entries: Entries, codes: Codes) -> dict[str, dict[int, float]]:
    out: dict[str, dict[int, float]] = {}
    for item, node in entries.pairs("items").items():
        if isinstance(node, Mapping):
            out[item] = _numbers_by_code(entries, node.values, f"the points of {item}", node.lines)
        elif isinstance(node, Scalar) and node.value in ("as_is", "reversed"):
            known = codes.get(item, ())
            out[item] = {c: float(known[0] + known[-1] - c if node.value == "reversed" else c) for c in known}
        else:
            message = f"{entries.what}: the points of {item} must be {{code: points}}, as_is or reversed"
            entries.problems.add(node.line, message)
    return out


def _numbers_by_code(
    entries: Entries, nodes: Lookup[str, Node], what: str, lines: Lookup[str, int] | None = None
) -> dict[int, float]:
    found = {}
    for key, value in nodes.items():
        code, line = code_of(key), (lines or {}).get(key, value.line)
        points = number(value, f"{entries.what}: {what}, code {key}", entries.problems)
        if code is None:
            entries.problems.add(line, f"{entries.what}: {key} in {what} is not a code; codes are 0 to 9999")
        elif points is not None:
            found[code] = points
    return found


def _term(node: Node, problems: Problems) -> Term | None:
    term = Entries(node, "the term", TERM, problems)
    kinds = [key for key in TERMS if term.has(key)]
    if len(kinds) != 1 or not term.has("points"):
        problems.add(term.line, "a term needs points and one of any, squared_beyond_first or product")
        return None
    whole = {key: term.whole(key) for key in ("any", "squared_beyond_first")}
    return term.make(Term, **whole, product=term.texts("product"), points=term.number("points"))


def _scales(entries: Entries) -> dict[str, bool]:
    out = {}
    for name, node in entries.pairs("scales").items():
        if isinstance(node, Scalar) and node.value in ("as_is", "reversed"):
            out[name] = node.value == "reversed"
        else:
            entries.problems.add(node.line, f"{entries.what}: {name} enters as_is or reversed")
    return out


def _needs(entries: Entries, parts: int) -> tuple[int | None, str | None]:
    node = entries.values.get("needs")
    value = node.value if isinstance(node, Scalar) else None
    if value == "half":
        return max(1, ceil(parts / 2)), "half"
    if value == "more_than_half":
        return parts // 2 + 1, "more_than_half"
    if value == "all":
        return max(1, parts), "all"
    if isinstance(value, int) and 1 <= value <= max(1, parts):
        return value, "number"
    advice = f"{', '.join(RULES)} or a number from 1 to {parts}"
    entries.told |= {"needs", "needs_rule"}
    entries.problems.add(entries.line_of("needs"), f"{entries.what} needs `needs`, how many answers it takes: {advice}")
    return None, None


def _range(entries: Entries, method: str | None) -> tuple[float | None, float | None]:
    if not entries.has("range") and method in ZERO_TO_100:
        return 0.0, 100.0
    node = entries.values.get("range")
    ends = node.values if isinstance(node, Sequence) else ()
    found = [number(end, f"range of {entries.what}", entries.problems) for end in ends]
    if len(found) != 2 or found[0] is None or found[1] is None or found[0] >= found[1]:
        entries.told |= {"lowest", "highest"}
        entries.problems.add(entries.line_of("range"), f"{entries.what} needs range, [lowest, highest]")
        return None, None
    if method in ZERO_TO_100 and found != [0, 100]:
        entries.refuse("range", f"{entries.what}: {method} reaches from 0 to 100; leave range away")
    return found[0], found[1]


def _band(node: Node, problems: Problems) -> Band | None:
    band = Entries(node, "the band", BAND, problems)
    name = band.text("id", needed=True)
    if name is not None:
        band.what = f"the band {name}"
    band.told |= {"lowest", "highest"}
    for key in ("from", "to"):
        if not band.has(key):
            problems.add(band.line, f"{band.what} needs {key}")
    return band.make(Band, id=name, label=band.text("label") or name, lowest=band.number("from"),
                     highest=band.number("to"))  # fmt: skip
