"""Of whom a question is asked, in words that the person with the pen can decide by."""

from collections.abc import Mapping

from qol.instruments.conditions import holds
from qol.instruments.definition import Condition
from qol.language import gettext

Choices = Mapping[str, tuple[str, ...]]
"""The facts of an instrument with the values that each may have."""


def remaining(condition: Condition, known: Mapping[str, str], facts: Choices) -> Condition | None:
    """What of a condition the reader has to decide; None where it cannot hold.

    known: facts that are certain when the form is printed. An entry that lists every value of its fact says nothing.
    """
    if holds(condition, known) is False:
        return None
    return {
        fact: values
        for fact, values in condition.items()
        if fact not in known and set(values) != set(facts.get(fact, ()))
    }


def only_if(condition: Condition) -> str:
    """The condition in words: one sentence for one fact, a list of true statements for several; empty for none."""
    entries = list(condition.items())
    if not entries:
        return ""
    if len(entries) == 1:
        alone = _alone().get(entries[0])
        return alone or gettext("Only if this is true: {statement}").format(statement=_statement(*entries[0]))
    said = " ".join(_statement(*entry) for entry in entries)
    return gettext("Only if all of this is true: {statements}").format(statements=said)


def _statement(fact: str, values: tuple[str, ...]) -> str:
    known = _statements().get((fact, values))
    return known or f"{fact.replace('_', ' ')}: {' / '.join(value.replace('_', ' ') for value in values)}."


def _alone() -> dict[tuple[str, tuple[str, ...]], str]:
    return {
        ("stoma", ("yes",)): gettext("Only if you have a stoma (bag)."),
        ("stoma", ("no",)): gettext("Only if you have no stoma (no bag)."),
        ("sex", ("female",)): gettext("Only for women."),
        ("sex", ("male",)): gettext("Only for men."),
        ("strategy", ("nom",)): gettext("Only if it was first decided to treat you without an operation."),
        ("strategy", ("surgery",)): gettext("Only if it was first decided to operate on you."),
        ("rectum", ("removed",)): gettext("Only if your rectum, or a part of it, was removed."),
        ("rectum", ("kept",)): gettext("Only if you still have your rectum and no cancer has grown back in it."),
        ("rectum", ("regrowth",)): gettext("Only if you still have your rectum and cancer has grown back in it."),
        ("occasion", ("decision",)): gettext("Only at the visit about the decision."),
        ("occasion", ("follow_up",)): gettext("Only at a regular follow-up visit."),
        ("occasion", ("short",)): gettext("Only with the short form."),
        ("occasion", ("follow_up", "short")): gettext("Not at the visit about the decision."),
        ("occasion", ("decision", "follow_up")): gettext("Not with the short form."),
    }


def _statements() -> dict[tuple[str, tuple[str, ...]], str]:
    return {
        ("stoma", ("yes",)): gettext("You have a stoma (bag)."),
        ("stoma", ("no",)): gettext("You have no stoma (no bag)."),
        ("sex", ("female",)): gettext("You are a woman."),
        ("sex", ("male",)): gettext("You are a man."),
        ("strategy", ("nom",)): gettext("It was first decided to treat you without an operation."),
        ("strategy", ("surgery",)): gettext("It was first decided to operate on you."),
        ("rectum", ("removed",)): gettext("Your rectum, or a part of it, was removed."),
        ("rectum", ("kept",)): gettext("You still have your rectum, and no cancer has grown back in it."),
        ("rectum", ("regrowth",)): gettext("You still have your rectum, and cancer has grown back in it."),
        ("occasion", ("decision",)): gettext("This visit is about the decision."),
        ("occasion", ("follow_up",)): gettext("This is a regular follow-up visit."),
        ("occasion", ("short",)): gettext("You were given the short form."),
        ("occasion", ("follow_up", "short")): gettext("This visit is not about the decision."),
        ("occasion", ("decision", "follow_up")): gettext("You were not given the short form."),
    }
