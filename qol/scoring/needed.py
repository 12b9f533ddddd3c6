"""Which columns of a table the scores of an instrument rest on, once some facts are stated for all rows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from qol.errors import MissingColumns, QolError
from qol.instruments.conditions import holds, is_asked
from qol.instruments.definition import Condition, Instrument, Scale
from qol.scoring.plan import plan_of
from qol.scoring.short_forms import longer_scales


@dataclass(frozen=True)
class Sources:
    """Where answers and facts come from: item -> column, fact -> column, and facts stated for all rows.

    short_of: scales that stay empty because the table holds a short form -> the items that it lacks.
    """

    items: Mapping[str, str]
    facts: Mapping[str, str]
    stated: Mapping[str, str]
    short_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def sources(instrument: Instrument, columns: Collection[str], prefix: str, stated: Mapping[str, str]) -> Sources:
    """The sources of everything that the scores rest on, and every other closed item that the table has.

    A fact may come from its column, from `stated`, or from the item that sets it. Items and facts are not needed
    where the stated facts rule out every scale that would use them, or the table holds a short form. Raises
    MissingColumns naming all that are absent, and QolError for a stated fact that the instrument does not know or
    that the table has a column of.
    """
    _check_stated(instrument, columns, stated)
    items = {item: prefix + item for item in plan_of(instrument).items if prefix + item in columns}
    setting = {instrument.items[item].sets for item in items} - {None}
    sure = {fact: value for fact, value in stated.items() if fact not in setting}
    short_of = longer_scales(instrument, items)
    needed_items = _items(instrument, sure, short_of)
    needed_facts = _facts(instrument, needed_items, sure)
    absent = [prefix + item for item in needed_items if item not in items]
    absent += [
        _fact_in_words(instrument, fact, prefix)
        for fact in needed_facts
        if fact not in stated and fact not in columns and fact not in setting
    ]
    if absent:
        raise MissingColumns(f"{_lacking(instrument, absent)}{_prefix_hint(needed_items, columns, prefix)}")
    return Sources(items, {fact: fact for fact in needed_facts if fact in columns}, stated, short_of)


def _check_stated(instrument: Instrument, columns: Collection[str], stated: Mapping[str, str]) -> None:
    problems = []
    for fact, value in stated.items():
        known = instrument.facts.get(fact)
        if known is None:
            facts = ", ".join(instrument.facts) or "none"
            problems.append(f"{instrument.id} does not know the fact {fact}; its facts: {facts}.")
        elif value not in known:
            problems.append(f"The fact {fact} cannot be {value!r}; it is one of {', '.join(known)}.")
        elif fact in columns:
            problems.append(f"The fact {fact} is stated, but the table has a column {fact}. Leave one of them out.")
    if problems:
        raise QolError("\n".join(problems))


def _scales(instrument: Instrument, sure: Mapping[str, str]) -> Iterator[Scale]:
    """Scales that the facts do not rule out, whatever else is found out."""
    for scale in instrument.scales:
        conditions = (instrument.applies_if, scale.applies_if)
        if all(holds(condition, sure) is not False for condition in conditions):
            yield scale


def _items(instrument: Instrument, sure: Mapping[str, str], left_out: Collection[str]) -> list[str]:
    scales = [scale for scale in _scales(instrument, sure) if scale.id not in left_out]
    used = {item for scale in scales for item in (*scale.items, *scale.points)}
    return [item for item in instrument.items if item in used and is_asked(instrument, item, sure) is not False]


def _facts(instrument: Instrument, items: list[str], sure: Mapping[str, str]) -> list[str]:
    conditions: list[Condition] = [instrument.applies_if] if instrument.scales else []
    conditions += [scale.applies_if for scale in _scales(instrument, sure)]
    conditions += [instrument.page_of(item).ask_if for item in items]
    conditions += [instrument.items[item].ask_if for item in items]
    used = {fact for condition in conditions for fact in condition}
    return [fact for fact in instrument.facts if fact in used]


def _fact_in_words(instrument: Instrument, fact: str, prefix: str) -> str:
    values = instrument.facts[fact]
    setting = [f", or the item {prefix}{item.id}" for item in instrument.items.values() if item.sets == fact]
    return f"{fact} ({' or '.join(values)}; or --fact {fact}={values[0]}{''.join(setting)})"


def _lacking(instrument: Instrument, absent: list[str]) -> str:
    return f"The table lacks columns that {instrument.id} needs: {', '.join(absent)}."


def _prefix_hint(items: list[str], columns: Collection[str], prefix: str) -> str:
    """Names the prefix that would find the items, where there is one."""
    if not items:
        return ""
    found = [name.removesuffix(items[0]) for name in columns if name.endswith(items[0])]
    fits = [start for start in found if start != prefix and all(start + item in columns for item in items)]
    return f" With --prefix {fits[0]} all items would be found." if fits and fits[0] else ""
