"""Conditions as data: which items are asked, under three-valued facts (known true, known false, unknown)."""

from collections.abc import Mapping

from qol.instruments.definition import Condition, Instrument, Item

Facts = Mapping[str, str | None]


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether every entry holds; None where that rests on a fact that is not known. An empty condition holds."""
    unknown = False
    for fact, values in condition.items():
        value = facts.get(fact)
        if value is None:
            unknown = True
        elif value not in values:
            return False
    return None if unknown else True


def is_asked(instrument: Instrument, item_id: str, facts: Facts) -> bool | None:
    """Whether an item is on the path: instrument, page and item all apply; None where a fact is not known."""
    answers = [
        holds(instrument.applies_if, facts),
        holds(instrument.page_of(item_id).ask_if, facts),
        holds(instrument.items[item_id].ask_if, facts),
    ]
    if False in answers:
        return False
    return None if None in answers else True


def asked_items(instrument: Instrument, facts: Facts) -> tuple[str, ...]:
    """The items on the path in the order of the form; an unknown fact asks nothing."""
    if not holds(instrument.applies_if, facts):
        return ()
    return tuple(
        item.id
        for page, item in instrument.pages_with_items()
        if holds(page.ask_if, facts) and holds(item.ask_if, facts)
    )


def wording_of(item: Item, instrument: Instrument, facts: Facts) -> str:
    """The words of an item; of several wordings the first whose named condition holds, else the first."""
    for name, words in item.ask.items():
        if name == "" or holds(instrument.variants[name], facts):
            return words
    return next(iter(item.ask.values()), "")


def facts_with_answers(
    instrument: Instrument, facts: Facts, answers: Mapping[str, int | None]
) -> dict[str, str | None]:
    """The facts, each replaced by the patient's own answer where an item sets it."""
    known = dict(facts)
    for item in instrument.items.values():
        value = answers.get(item.id)
        if item.sets and value is not None and value in item.sets_by:
            known[item.sets] = item.sets_by[value]
    return known


def in_words(condition: Condition, instrument: Instrument) -> str:
    """A condition as it can be said aloud: `stoma yes and sex female`."""
    return " and ".join(f"{fact} {' or '.join(values)}" for fact, values in condition.items())
