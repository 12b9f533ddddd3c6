"""The scales of an instrument file."""

from math import ceil

from qol.instruments.definition import METHODS, Band, Scale
from qol.instruments.reading import Entries, Problems, code_of, number
from qol.instruments.yaml_source import Mapping, Node, Scalar, Sequence

KEYS = (
    "id", "label", "domain", "method", "items", "scales", "needs", "reversed", "range", "higher_means", "meaning",
    "applies_if", "separate_by", "bands",
)  # fmt: skip

USED_BY = {
    "items": ("linear_0_100", "sum_of_points"),
    "scales": ("mean_of_scales",),
    "reversed": ("linear_0_100",),
}

RULES = ("half", "more_than_half", "all")


def scale(node: Node, problems: Problems) -> Scale | None:
    """One scale; `needs` is resolved to a number, the rule's name is kept."""
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
    points = _points(entries) if method == "sum_of_points" else {}
    scales = _scales(entries) if method == "mean_of_scales" else {}
    needs, rule = _needs(entries, len(items or points or scales))
    lowest, highest = _range(entries, method)
    return entries.make(
        Scale, id=entries.text("id"), label=entries.text("label"), domain=entries.text("domain"), method=method,
        items=items, points=points, scales=scales, needs=needs, needs_rule=rule, reversed=entries.truth("reversed"),
        lowest=lowest, highest=highest, higher_means=entries.text("higher_means"), meaning=entries.text("meaning"),
        applies_if=entries.condition("applies_if"), separate_by=entries.text("separate_by"),
        bands=entries.each("bands", lambda band: _band(band, problems)),
    )  # fmt: skip


def _points(entries: Entries) -> dict[str, dict[int, float]]:
    out: dict[str, dict[int, float]] = {}
    for item, node in entries.pairs("items").items():
        if not isinstance(node, Mapping):
            entries.problems.add(node.line, f"{entries.what}: the points of {item} must be {{code: points}}")
            continue
        out[item] = {}
        for key, value in node.values.items():
            code = code_of(key)
            found = number(value, f"{entries.what}: the points of {item}, code {key}", entries.problems)
            if code is None:
                entries.problems.add(node.lines[key], f"{entries.what}: {key} is not an answer code of {item}")
            elif found is not None:
                out[item][code] = found
    return out


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
    if not entries.has("range") and method in ("linear_0_100", "mean_of_scales"):
        return 0.0, 100.0
    node = entries.values.get("range")
    ends = node.values if isinstance(node, Sequence) else ()
    found = [number(end, f"range of {entries.what}", entries.problems) for end in ends]
    if len(found) != 2 or found[0] is None or found[1] is None or found[0] >= found[1]:
        entries.told |= {"lowest", "highest"}
        entries.problems.add(entries.line_of("range"), f"{entries.what} needs range, [lowest, highest]")
        return None, None
    if method in ("linear_0_100", "mean_of_scales") and found != [0, 100]:
        entries.refuse("range", f"{entries.what}: {method} reaches from 0 to 100; leave range away")
    return found[0], found[1]


def _band(node: Node, problems: Problems) -> Band | None:
    band = Entries(node, "the band", ("id", "label", "from", "to"), problems)
    name = band.text("id", needed=True)
    if name is not None:
        band.what = f"the band {name}"
    band.told |= {"lowest", "highest"}
    for key in ("from", "to"):
        if not band.has(key):
            problems.add(band.line, f"{band.what} needs {key}")
    return band.make(Band, id=name, label=band.text("label") or name, lowest=band.number("from"),
                     highest=band.number("to"))  # fmt: skip
