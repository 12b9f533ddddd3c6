"""The numbers behind bars of answers: as a table of the page, and as rows of the file."""

import pandas as pd

from qol.analysis.comparing.view_strata import Stratum
from qol.language import gettext
from qol.reports._comparison.bars_by_stratum import Drawn
from qol.study.comparing.parts.ground import Ground
from qol.study.comparing.parts.part import Line, Table


def table(ground: Ground, one: Drawn) -> Table:
    """Shares in per cent, how many answered and how many skipped; a head for each row of bars."""
    lines: list[Line] = []
    for question in one.block.questions:
        lines.append(Line(question.label, head=True))
        lines += [
            Line(name, (*bar.shares, bar.n, bar.skipped or "–"))
            for name, bar in zip(ground.names, question.bars, strict=True)
        ]
    heads = (gettext("Group"), *one.asked.words, "n", gettext("Skipped"))
    return Table(one.asked.head, heads, tuple(lines), english=not ground.speaks(one.asked.instrument.id))


def frame(ground: Ground, one: Drawn, strata: tuple[Stratum, ...]) -> pd.DataFrame:
    """One row a stratum, group and answer: people with it, and of how many who answered."""
    words = ["", *(f"{stratum.kind}={stratum.word}" for stratum in strata)]
    return pd.DataFrame(
        {
            "what": "answer", "instrument": told.instrument, "item": told.item, "visit": ground.question.visit,
            "population": ground.question.population, "stratum": word, "group": told.group, "answer": code,
            "people": count, "of": told.answered, "skipped": told.skipped,
        }
        for word, (_, pair) in zip(words, one.told, strict=True)
        for told in pair
        for code, count in told.counts.items()
    )  # fmt: skip
