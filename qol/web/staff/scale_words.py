"""A scale and a condition said in a sentence, for people who do not read YAML."""

from qol.instruments.conditions import in_words
from qol.instruments.definition import Condition, Instrument, Item, Page, Scale
from qol.language import gettext


def scale_sentence(scale: Scale, instrument: Instrument) -> str:
    """How a score comes about, how many answers it needs, and whom it is for."""
    parts = [_method(scale), _needs(scale)]
    if scale.applies_if:
        parts.append(gettext("Only with {condition}.").format(condition=_aloud(scale.applies_if, instrument)))
    return " ".join(parts)


def page_condition(page: Page, instrument: Instrument) -> str:
    """Of whom a page is asked; empty where it is everybody."""
    if not page.ask_if:
        return ""
    return gettext("asked only with {condition}").format(condition=_aloud(page.ask_if, instrument))


def item_condition(item: Item, instrument: Instrument) -> str:
    """Of whom an item is asked; empty where it is everybody who gets the page."""
    if not item.ask_if:
        return ""
    return gettext("asked only with {condition}").format(condition=_aloud(item.ask_if, instrument))


def _aloud(condition: Condition, instrument: Instrument) -> str:
    return in_words(condition, instrument).replace("_", " ")


def _method(scale: Scale) -> str:
    members = _listed(_members(scale))
    if scale.method == "sum_of_points":
        return gettext("Sum of the points of {items}, {lowest:g} to {highest:g}.").format(
            items=members, lowest=scale.lowest, highest=scale.highest
        )
    if scale.method == "mean_of_scales":
        turned = [name for name, reversed_ in scale.scales.items() if reversed_]
        sentence = gettext("Mean of {items}.").format(items=members)
        return sentence + (
            " " + gettext("Turned round first: {items}.").format(items=_listed(turned)) if turned else ""
        )
    alone = len(scale.items) == 1
    sentence = (
        gettext("{items} alone, stretched to 0 to 100.")
        if alone
        else gettext("Mean of {items}, stretched to 0 to 100.")
    ).format(items=members)
    return sentence + (" " + gettext("Turned round.") if scale.reversed else "")


def _needs(scale: Scale) -> str:
    count = len(_members(scale))
    if count == 1:
        return gettext("A single question is never filled in.")
    if scale.needs == count:
        return gettext("Needs all {count}; with a gap there is no score.").format(count=count)
    return gettext("Needs {needs} of the {count}; with fewer there is no score.").format(needs=scale.needs, count=count)


def _members(scale: Scale) -> tuple[str, ...]:
    """The items or scales that a score is made of."""
    return tuple(scale.scales) or scale.items or tuple(scale.points)


def _listed(names: object) -> str:
    """q1, q2 and q3."""
    every = list(names)  # type: ignore[call-overload]
    if len(every) < 2:
        return "".join(every)
    return gettext("{first} and {last}").format(first=", ".join(every[:-1]), last=every[-1])
