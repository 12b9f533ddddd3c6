"""The numbers of LARS and stoma: the declared test, everybody by visit, rows of the file."""

from typing import Any

from qol.analysis.bowel import PARTS
from qol.analysis.categories.shares import SharesTested
from qol.language import gettext, number
from qol.study.comparing.parts.bowel_pictures import Pair, heads, kept
from qol.study.comparing.parts.ground import Ground
from qol.study.comparing.parts.part import Line, Table, p_value
from qol.study.comparing.words import MINUS, isolated


def test_name(found: SharesTested) -> str:
    """The test in words."""
    known = {
        "fisher": gettext("Fisher’s exact test"), "chi_square": gettext("chi-square test without correction"),
    }  # fmt: skip
    return known[found.test]


def tests(ground: Ground, tested: tuple[SharesTested, ...]) -> Table:
    """Both comparisons by the declared test."""
    names = gettext("Major LARS, of people without a stoma"), gettext("Stoma or major LARS, of everybody")
    lines = tuple(
        Line(name, (*(share(one.count, one.of) for one in found.shares), apart(found),
                    f"{p_value(found.p)}, {test_name(found)}",
                    gettext("{first} and {second}").format(
                        first=number(found.excluded[0]), second=number(found.excluded[1]))))
        for name, found in zip(names, tested, strict=True)
    )  # fmt: skip
    columns = (
        gettext("What is counted"), *ground.names, gettext("Difference, percentage points (95 % interval)"),
        gettext("Test, exploratory"), gettext("In no denominator"),
    )  # fmt: skip
    return Table(
        gettext("By the test of the plan, {visit}").format(visit=ground.visit.label), columns, lines,
        note=gettext("Intervals: Newcombe’s. In no denominator: seen at the visit, without what is counted here."),
    )  # fmt: skip


def share(count: int, of: int) -> str:
    """How many of how many, and per cent."""
    said = gettext("{n} of {whole}").format(n=number(count), whole=number(of))
    return f"{said}, {number(100 * count / of, 1)} %" if of else said


def apart(found: SharesTested) -> str:
    """The difference in percentage points with its interval."""
    if found.apart is None:
        return gettext("too few")
    estimate, lower, upper = (
        isolated(number(round(100 * value) + 0.0, 0).replace("-", MINUS))
        for value in (found.apart.estimate, found.apart.lower, found.apart.upper)
    )
    return gettext("{difference} ({lower} to {upper})").format(difference=estimate, lower=lower, upper=upper)


def everybody(ground: Ground, told: dict[str, Pair]) -> Table:
    """Everybody seen, counted once at each visit."""
    words, labels = heads(), {visit.id: visit.label for visit in ground.views.visits}
    names = tuple(name for name in PARTS if name != "unrecorded" or "unrecorded" in kept(told))
    lines: list[Line] = []
    for visit, pair in told.items():
        lines.append(Line(labels[visit], head=True))
        for name, one in zip(ground.names, pair, strict=True):
            composite = share(one.stoma_or_major.count, one.stoma_or_major.of)
            lines.append(Line(name, (*(number(getattr(one, key)) for key in names), composite)))
    return Table(
        gettext("Everybody seen, by visit"),
        (gettext("Group"), *(words[name] for name in names), gettext("Stoma or major LARS")), tuple(lines),
    )  # fmt: skip


def rows(ground: Ground, visit: str, pair: Pair) -> list[dict[str, Any]]:
    """The same as rows of the file."""
    return [
        {
            "visit": visit, "population": ground.question.population, "group": one.group,
            **{name: getattr(one, name) for name in PARTS},
            "stoma_or_major": one.stoma_or_major.count, "stoma_or_major_of": one.stoma_or_major.of,
        }
        for one in pair
    ]  # fmt: skip
