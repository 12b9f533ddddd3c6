"""A published number said in a sentence, always with whom it was found in and who found it."""

from qol.instruments.references import Reference
from qol.language import gettext


def reference_sentence(one: Reference) -> str:
    """Kind, value, people and source of one confirmed number."""
    said = [f"{_kind(one)}: {_value(one)}", _people(one), one.source]
    return ". ".join(part.rstrip(".") for part in said) + "."


def _kind(one: Reference) -> str:
    return {
        "threshold": gettext("Threshold of clinical importance"),
        "norm": gettext("Norm"),
        "difference": gettext("Important difference between groups"),
        "change": gettext("Important change within patients"),
    }[one.kind]


def _value(one: Reference) -> str:
    sides = {
        "above": gettext("above {value:g}"),
        "at_least": gettext("{value:g} or more"),
        "below": gettext("below {value:g}"),
        "at_most": gettext("{value:g} or less"),
    }
    if one.side:
        return sides[one.side].format(value=one.value)
    words = {
        "median": gettext("median {value:g}"),
        "mean": gettext("mean {value:g}"),
        "major_lars_percent": gettext("{value:g} % have major LARS"),
    }
    said = words.get(one.statistic, one.statistic.replace("_", " ") + " {value:g}").format(value=one.value)
    if len(one.quartiles) == 2:
        between = gettext("{said}, quartiles {low:g} to {high:g}")
        return between.format(said=said, low=one.quartiles[0], high=one.quartiles[1])
    return said


def _people(one: Reference) -> str:
    sexes = {"female": gettext("{people}, women"), "male": gettext("{people}, men")}
    people = sexes[one.sex].format(people=one.population) if one.sex in sexes else one.population
    if len(one.ages) == 2:
        return gettext("{people}, {low:g} to {high:g} years").format(people=people, low=one.ages[0], high=one.ages[1])
    return people
