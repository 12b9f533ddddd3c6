"""A scale and a condition said in a sentence, for people who do not read YAML."""

from collections.abc import Iterable

from qol.instruments.definition import Condition, Scale, Term
from qol.language import gettext
from qol.web.staff.instruments.condition_words import aloud


def scale_sentence(scale: Scale) -> str:
    """How a score comes about, how many answers it needs, and whom it is for."""
    parts = [_method(scale), *_besides(scale), _needs(scale)]
    if scale.applies_if:
        parts.append(gettext("Only: {condition}.").format(condition=aloud(scale.applies_if)))
    return " ".join(part for part in parts if part)


def asked_only(condition: Condition) -> str:
    """Of whom a page or an item is asked; empty where it is everybody."""
    return gettext("asked only: {condition}").format(condition=aloud(condition)) if condition else ""


def term_sentence(term: Term) -> str:
    """What a value set adds for the whole profile."""
    if term.any is not None:
        said = gettext("{points:g} once, where any answer is {code} or higher.")
        return said.format(points=term.points, code=term.any)
    if term.squared_beyond_first is not None:
        said = gettext("{points:g} times the square of how many answers but one are {code} or higher.")
        return said.format(points=term.points, code=term.squared_beyond_first)
    said = gettext("{points:g} times the steps of {items} above their lowest answers, multiplied.")
    return said.format(points=term.points, items=listed(term.product))


def _method(scale: Scale) -> str:
    known = {"items": listed(scale.parts), "lowest": scale.lowest, "highest": scale.highest}
    if scale.method == "linear_0_100":
        return _linear(scale)
    if scale.method == "mean_of_points" and len(scale.parts) == 1:
        return gettext("The points of {items} alone, {lowest:g} to {highest:g}.").format(**known)
    sentences = {
        "sum_of_points": gettext("Sum of the points of {items}, {lowest:g} to {highest:g}."),
        "mean_of_points": gettext("Mean of the points of {items}, {lowest:g} to {highest:g}."),
        "value_set": gettext("A value from {lowest:g} to {highest:g}, by what each answer to {items} adds."),
        "mean_of_scales": gettext("Mean of {items}."),
        "sum_of_scales": gettext("Sum of {items}, {lowest:g} to {highest:g}."),
        "lookup": gettext("Read from a table by {items}, {lowest:g} to {highest:g}."),
    }
    return sentences[scale.method].format(**known)


def _linear(scale: Scale) -> str:
    alone = len(scale.items) == 1
    sentence = (
        gettext("{items} alone, stretched to 0 to 100.")
        if alone
        else gettext("Mean of {items}, stretched to 0 to 100.")
    ).format(items=listed(scale.items))
    return sentence + (" " + gettext("Turned round.") if scale.reversed else "")


def _besides(scale: Scale) -> Iterable[str]:
    """What only some scales say."""
    turned = [name for name, reversed_ in scale.scales.items() if reversed_]
    if turned:
        yield gettext("Turned round first: {items}.").format(items=listed(turned))
    if scale.start is not None:
        yield gettext("It begins with {start:g}.").format(start=scale.start)
    if scale.factor is not None:
        yield gettext("Multiplied by {factor:g}.").format(factor=scale.factor)
    if scale.unanswered is not None:
        yield gettext("A gap counts {points:g} points.").format(points=scale.unanswered)
    if scale.prorated:
        yield gettext("With gaps, what was answered stands for all.")
    if scale.clipped:
        yield gettext("What that carries beyond the range is taken to its end.")


def _needs(scale: Scale) -> str:
    count = len(scale.parts)
    if scale.method == "lookup":
        return ""
    if count == 1:
        return gettext("A single question is never filled in.")
    if scale.needs == count:
        return gettext("Needs all {count}; with a gap there is no score.").format(count=count)
    return gettext("Needs {needs} of the {count}; with fewer there is no score.").format(needs=scale.needs, count=count)


def listed(names: Iterable[str]) -> str:
    """q1, q2 and q3."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return gettext("{first} and {last}").format(first=", ".join(every[:-1]), last=every[-1])
