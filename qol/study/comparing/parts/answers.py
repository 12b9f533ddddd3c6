"""Satisfaction, regret and worry: how both groups answered, everybody and by stratum, with the scores beside."""

import pandas as pd

from qol.analysis.comparing.view_strata import Stratum, first_scales, strata
from qol.analysis.decision import HowDecided, how_decided
from qol.analysis.difference import LEAST
from qol.language import gettext, number
from qol.reports._comparison.bars_by_stratum import Asked, Drawn, Row, drawn
from qol.study.comparing.parts import answers_table, scores_table
from qol.study.comparing.parts.ground import Ground
from qol.study.comparing.parts.part import Figure, Line, Part, Table, exploratory, name_of
from qol.study.comparing.parts.questions import questions
from qol.study.comparing.parts.stratum_words import kind_name, stratum_name

OFFERS = ("yes", "no", "open", "unsure")


def part(ground: Ground) -> Part:
    """At the chosen visit, of the chosen population, divided by one thing or by nothing; nothing is weighted."""
    title = f"{name_of('answers')}: {ground.visit.label}"
    if ground.question.population == "received":
        no = gettext("Answers are shown by strategy at the decision: choose another way to form the groups.")
        return Part("answers", title, no, exploratory())
    found = _strata(ground)
    rows = (Row(gettext("Everybody"), None), *(Row(stratum_name(one), one.people) for one in found))
    shown = [one for asked in questions(ground) if (one := _drawn(ground, asked, rows)) is not None]
    scores = scores_table.scores(ground, first_scales(ground.data), found)
    if not shown and not scores.tables:
        return Part("answers", title, gettext("Nobody answered these questions at this visit."), exploratory())
    return Part(
        "answers", title, scores.finding, exploratory(), (_about(ground), *_small(found)), (),
        tuple(_figure(ground, one) for one in shown),
        (*scores.tables, _decided(ground), *(answers_table.table(ground, one) for one in shown)),
        _frame([scores.frame, *(answers_table.frame(ground, one, found) for one in shown)]),
    )  # fmt: skip


def _frame(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Scores and answers one under the other; counts stay whole where the other rows have none."""
    return pd.concat(frames, ignore_index=True).convert_dtypes()


def _strata(ground: Ground) -> tuple[Stratum, ...]:
    return strata(ground.people, ground.case.items, ground.groups, ground.by) if ground.by else ()


def _drawn(ground: Ground, asked: Asked, rows: tuple[Row, ...]) -> Drawn | None:
    alt = gettext("Bars of answers from {less}, left, to {more}, right. Every number is in the table behind them.")
    return drawn(
        ground.case, asked, rows, ground.question.visit, number, alt.format(less=asked.ends[0], more=asked.ends[1])
    )


def _figure(ground: Ground, one: Drawn) -> Figure:
    few = [
        gettext("{stratum} ({first} and {second})").format(stratum=label, first=number(first), second=number(second))
        for label, first, second in one.few
    ]
    note = gettext("Fewer than {least} answers in a group, so nothing is drawn: {strata}.").format(
        least=number(LEAST), strata=", ".join(few)
    )
    english = not ground.speaks(one.asked.instrument.id)
    return Figure("bars", one.asked.head, one.block, note if few else "", english)


def _about(ground: Ground) -> str:
    return gettext(
        "Per cent of those who answered. Divided by: {kind}. Observed, nothing is weighted; strata were not declared "
        "and differ by chance too."
    ).format(kind=kind_name(ground.by))


def _small(found: tuple[Stratum, ...]) -> list[str]:
    small = [stratum_name(one) for one in found if min(one.sizes) < LEAST]
    if not small:
        return []
    said = gettext("Fewer than {least} people in a group of these strata, so they are not drawn: {strata}.")
    return [said.format(least=number(LEAST), strata=", ".join(small))]


def _decided(ground: Ground) -> Table:
    """How many were offered a choice, and what they had wanted."""
    told = [how_decided(ground.case.items, ground.people, group) for group in ground.groups]
    recorded = [
        ground.people.loc[ground.people["group"] == group.id, "offered"].value_counts() for group in ground.groups
    ]

    def line(label: str, first: int, second: int) -> Line:
        return Line(label, (number(first), number(second)))

    def of(label: str, name: str) -> Line:
        return line(label, *(sum(int(one.get(word, 0)) for word in name.split()) for one in recorded))

    return Table(
        gettext("What was offered and wanted before the decision, people"),
        (gettext("Offer and wish"), *ground.names),
        (
            Line(gettext("As recorded with the decision"), head=True),
            of(gettext("Both ways were offered"), "both"), of(gettext("One way was offered"), "nom surgery"),
            Line(gettext("As patients tell it, first answer"), head=True),
            line(gettext("Told what was offered"), told[0].asked, told[1].asked),
            line(gettext("Of these, both ways"), told[0].both_offered, told[1].both_offered),
            line(gettext("Told what they had wanted"), told[0].told_wish, told[1].told_wish),
            *_wishes(told),
        ),
    )  # fmt: skip


def _wishes(told: list[HowDecided]) -> list[Line]:
    names = {
        "yes": gettext("Of these, what they got"), "no": gettext("Of these, the other way"),
        "open": gettext("Of these, both were fine"), "unsure": gettext("Of these, did not know"),
    }  # fmt: skip
    return [Line(names[word], tuple(number(one.wish[word]) for one in told)) for word in OFFERS]
