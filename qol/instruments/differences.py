"""What two definitions of one instrument differ in, wherever it touches a score, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from qol.instruments.definition import Instrument
from qol.instruments.hashes import scoring_parts

ONE_OF = {"scales": "scale", "items": "item", "answers": "answers", "options": "option", "bands": "band"}
"""What one of a list of parts is called."""
IN_WORDS = {
    "needs": "answers needed",
    "needs_rule": "rule of the answers needed",
    "lowest": "lowest",
    "highest": "highest",
    "higher_means": "higher means",
    "applies_if": "applies if",
    "ask_if": "asked if",
    "page": "page asked if",
    "sets_by": "fact by answer",
    "not_applicable": "means not applicable",
    "separate_by": "kept apart by",
}


def differences(old: Instrument, new: Instrument) -> tuple[str, ...]:
    """One sentence for each thing that differs; empty where both would give every form the same scores.

    Both are compared through what the scoring hash covers, so definitions of different hashes always differ.
    """
    before, now = scoring_parts(old), scoring_parts(new)
    found = tuple(_of_mapping("", before, now))
    if not found and before != now:
        return ("the order of its parts",)
    return found


def _of_mapping(where: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key in {**before, **now}:
        if key != "id":
            yield from _of_value(where, key, before.get(key), now.get(key))


def _of_value(where: str, key: str, before: Any, now: Any) -> Iterator[str]:
    if before == now:
        return
    named = f"answer {key}" if key.lstrip("-").isdigit() else IN_WORDS.get(key, key.replace("_", " "))
    path = ", ".join(filter(None, [where, named]))
    if _are_parts(before or now) and _are_parts(now or before):
        yield from _of_parts(where, ONE_OF.get(key, key), before or [], now or [])
    elif isinstance(before, dict) and isinstance(now, dict):
        yield from _of_mapping(path, before, now)
    elif isinstance(before, list) and isinstance(now, list) and _of_list(before, now):
        yield f"{path}: {_of_list(before, now)}"
    else:
        yield f"{path}: {_said(before)} before, {_said(now)} now"


def _are_parts(value: Any) -> bool:
    """Whether a value is a list of parts that have an id, or a code as the options of a question have."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and _name(one) for one in value)


def _name(part: Mapping[str, Any]) -> str:
    return str(part.get("id", part.get("code", "")))


def _of_parts(where: str, kind: str, before: list[Any], now: list[Any]) -> Iterator[str]:
    old, new = ({_name(part): part for part in parts} for parts in (before, now))
    for name in {**old, **new}:
        path = ", ".join(filter(None, [where, f"{kind} {name}"]))
        if name not in new:
            yield f"{path}: is gone"
        elif name not in old:
            yield f"{path}: is new"
        else:
            yield from _of_mapping(path, old[name], new[name])


def _of_list(before: list[Any], now: list[Any]) -> str:
    without, added = ([one for one in these if one not in those] for these, those in ((before, now), (now, before)))
    parts = [f"{word} {', '.join(map(str, some))}" for word, some in (("without", without), ("with", added)) if some]
    return " and ".join(parts)


def _said(value: Any) -> str:
    if value is None or value in ([], {}):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return " and ".join(f"{key} {_said(one)}" for key, one in value.items())
    return " or ".join(map(_said, value)) if isinstance(value, list) else str(value)
