"""What is taken away from a part, in English like reports: its data as a table, its pictures, the page."""

from qol.exports._csv import as_csv
from qol.language import SOURCE, speaking
from qol.reports._view.part import page, picture
from qol.study.comparing.asking import key
from qol.study.comparing.parts.showing import ShownPart, built


def as_table(shown: ShownPart) -> tuple[bytes, str]:
    """CSV in full precision, and its name."""
    return as_csv(shown.part.frame).encode(), _name(shown, "csv")


def as_picture(shown: ShownPart) -> tuple[bytes, str]:
    """The pictures with their words as PNG, and its name."""
    with speaking(SOURCE):
        made = built(shown.part.name, shown.ground)
        return picture(shown.views.data, made, shown.ground.names), _name(shown, "png")


def as_page(shown: ShownPart) -> tuple[bytes, str]:
    """The part as PDF, and its name."""
    with speaking(SOURCE):
        made = built(shown.part.name, shown.ground)
        return page(shown.views.data, made, shown.ground.names), _name(shown, "pdf")


def _name(shown: ShownPart, ending: str) -> str:
    data, question = shown.views.data, shown.question
    mark = "-demonstration" if data.demonstration else ""
    by = f"-{shown.ground.by}" if shown.part.name == "answers" and shown.ground.by else ""
    asked = f"{shown.part.name}{by}-{key(question.choice)}-{question.population}-{question.method}"
    asked += f"-{question.disease_set}" if question.disease_set else ""
    return f"{data.study}-comparison-{asked}-{data.cut:%Y-%m-%d}{mark}.{ending}".replace(" ", "_")
