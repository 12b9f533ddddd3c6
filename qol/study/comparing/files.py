"""What is taken away from the page of the comparison, in English like reports: its table, its picture, the page."""

from qol.analysis.comparing.view_table import table
from qol.exports._csv import as_csv
from qol.language import SOURCE, speaking
from qol.reports._view.drawn import Told
from qol.reports._view.paper import page, picture
from qol.study.comparing.asking import key
from qol.study.comparing.lines import trait_lines, visit_lines
from qol.study.comparing.showing import Shown
from qol.study.comparing.words import (
    finding,
    group_name,
    minus,
    of_whom,
    population_caution,
    population_name,
    scale_name,
    standing,
    title,
    weights_name,
)  # fmt: skip


def as_table(shown: Shown) -> tuple[bytes, str]:
    """CSV in full precision, and its name."""
    return as_csv(table(shown.view)).encode(), _name(shown, "csv")


def as_picture(shown: Shown) -> tuple[bytes, str]:
    """The picture with its words and caption as PNG, and its name."""
    with speaking(SOURCE):
        return picture(shown.view, _told(shown)), _name(shown, "png")


def as_page(shown: Shown) -> tuple[bytes, str]:
    """The page as PDF, and its name."""
    with speaking(SOURCE):
        return page(shown.view, _told(shown), visit_lines(shown.view), trait_lines(shown.view)), _name(shown, "pdf")


def _told(shown: Shown) -> Told:
    view, question = shown.view, shown.question
    said = finding(view)
    return Told(
        title=title(question, view.data),
        scale=scale_name(view.data, question.choice),
        standing=". ".join(part for part in (of_whom(view.data), standing(view)) if part),
        finding=" ".join(part for part in (said.head, said.tells, _why(said.why), said.beside) if part),
        population=population_name(question.population),
        caution=population_caution(question.population),
        weights=weights_name(question.method),
        minus=minus(view),
        names=(group_name(view.groups[0]), group_name(view.groups[1])),
    )


def _why(why: tuple[str, ...]) -> str:
    told = "; ".join(why)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _name(shown: Shown, ending: str) -> str:
    data, question = shown.view.data, shown.question
    mark = "-demonstration" if data.demonstration else ""
    asked = f"{key(question.choice)}-{question.population}-{question.method}"
    asked += f"-{question.disease_set}" if question.disease_set else ""
    return f"{data.study}-comparison-{asked}-{data.cut:%Y-%m-%d}{mark}.{ending}".replace(" ", "_")
