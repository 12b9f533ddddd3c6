"""What must be looked at before a number is believed: effective sizes, answers, deaths, and what could explain it."""

from dataclasses import dataclass

from qol.analysis.comparing.view import View
from qol.analysis.weighting.adjusted import Adjusted
from qol.language import gettext, number
from qol.study.comparing.words import group_name


@dataclass(frozen=True)
class Fact:
    """A heading with a line for each group, or one line."""

    head: str
    lines: tuple[str, ...]


def strip(view: View) -> tuple[Fact, ...]:
    """The facts of the chosen visit that exist."""
    row = view.chosen
    found: list[Fact] = []
    if view.weighed is not None and view.question.method != "none":
        sizes = view.weighed.people.sizes
        told = [
            gettext("{n} of {whole}").format(n=number(round(part), 0), whole=number(whole))
            for part, whole in zip(view.weighed.effective(), sizes, strict=True)
        ]
        found.append(Fact(gettext("Effective size after weights"), _each(view, told)))
    if row is not None and row.expected is not None:
        told = [
            gettext("{n} of {whole}").format(n=number(one.n), whole=number(of))
            for one, of in zip((row.told.first, row.told.second), row.expected, strict=True)
        ]
        found.append(Fact(gettext("Scores at this visit, of forms expected"), _each(view, told)))
    if row is not None and row.died is not None:
        found.append(Fact(gettext("Died before this visit"), _each(view, [number(one) for one in row.died])))
    if row is not None and isinstance(row.weighted, Adjusted) and view.question.method != "none":
        found.append(Fact(gettext("E-value: what could explain it away"), _e_value(row.weighted)))
    return tuple(found)


def _each(view: View, told: list[str]) -> tuple[str, ...]:
    return tuple(
        gettext("{group}: {number}").format(group=group_name(group), number=words)
        for group, words in zip(view.groups, told, strict=True)
    )


def _e_value(found: Adjusted) -> tuple[str, ...]:
    e = found.e_value
    return (
        gettext("estimate {value}").format(value=number(round(e.estimate, 1), 1)),
        gettext("interval {value}").format(value=number(round(e.limit, 1), 1)),
    )
