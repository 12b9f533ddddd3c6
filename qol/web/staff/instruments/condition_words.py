"""Conditions as staff say them: with a stoma, rectum removed, follow-up visit."""

from collections.abc import Mapping

from qol.instruments.definition import Condition, Instrument
from qol.language import gettext


def aloud(condition: Condition) -> str:
    """Every entry of a condition, one after the other; all of them must hold."""
    return ", ".join(phrase(fact, values) for fact, values in condition.items())


def phrase(fact: str, values: tuple[str, ...]) -> str:
    """One entry of a condition; a fact that has no words here is named as the file names it."""
    known = _phrases().get((fact, values))
    return known or f"{fact} {' / '.join(values)}".replace("_", " ")


def paper_facts(instrument: Instrument) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What may be certain of whoever gets the paper form: fact -> values with their words, where there is a choice."""
    found = {}
    for fact, values in instrument.facts.items():
        possible = [value for value in values if value in instrument.applies_if.get(fact, values)]
        if len(possible) > 1:
            found[fact] = tuple((value, phrase(fact, (value,))) for value in possible)
    return found


def fact_name(fact: str) -> str:
    """The name of a fact as the label of a choice."""
    names = {
        "stoma": gettext("Stoma"),
        "sex": gettext("Sex"),
        "strategy": gettext("Strategy"),
        "rectum": gettext("Rectum"),
        "occasion": gettext("Visit"),
    }
    return names.get(fact, fact.replace("_", " ").capitalize())


def _phrases() -> dict[tuple[str, tuple[str, ...]], str]:
    return {
        ("stoma", ("yes",)): gettext("with a stoma"),
        ("stoma", ("no",)): gettext("without a stoma"),
        ("sex", ("female",)): gettext("women"),
        ("sex", ("male",)): gettext("men"),
        ("strategy", ("nom",)): gettext("non-operative management"),
        ("strategy", ("surgery",)): gettext("surgery"),
        ("strategy", ("undecided",)): gettext("no strategy decided"),
        ("strategy", ("nom", "surgery")): gettext("once the strategy is decided"),
        ("rectum", ("kept",)): gettext("rectum in place, no regrowth known"),
        ("rectum", ("regrowth",)): gettext("rectum in place, regrowth known"),
        ("rectum", ("removed",)): gettext("rectum removed"),
        ("occasion", ("decision",)): gettext("visit about the decision"),
        ("occasion", ("follow_up",)): gettext("follow-up visit"),
        ("occasion", ("short",)): gettext("short form"),
        ("occasion", ("follow_up", "short")): gettext("follow-up visit or short form"),
        ("occasion", ("follow_up", "decision")): gettext("follow-up visit or visit about the decision"),
        ("occasion", ("decision", "follow_up")): gettext("follow-up visit or visit about the decision"),
    }
