"""The rows of "check your answers": each question by its number, short label and answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from qol.language import number, speaking
from qol.study.collection.answering import Questionnaire
from qol.study.collection.path import Section, Step


@dataclass(frozen=True)
class Row:
    """One question; answer is None for a gap."""

    step: Step
    answer: str | None
    written: bool = False
    """Whether the answer is the patient's own text, in whatever language."""


@dataclass(frozen=True)
class Part:
    """The rows under one heading."""

    number: str
    heading: str
    section: Section
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Review:
    """Everything that the page shows."""

    parts: tuple[Part, ...]
    questions: int

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in the order of the path."""
        return tuple(row for part in self.parts for row in part.rows)

    @property
    def gaps(self) -> tuple[Row, ...]:
        """The rows without an answer."""
        return tuple(row for row in self.rows if row.answer is None)

    @property
    def answered(self) -> int:
        """How many have one."""
        return self.questions - len(self.gaps)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The instruments shown, each once, for the notices at the foot."""
        return tuple({part.section.position: part.section for part in self.parts}.values())


def review(opened: Questionnaire) -> Review:
    """The questions on the path with their answers in words."""
    return Review(tuple(_parts(opened)), len(opened.path.steps))


def _parts(opened: Questionnaire) -> Iterator[Part]:
    positions = [section.position for section in opened.path.sections]
    for (position, name), steps in groupby(opened.path.steps, lambda step: (step.position, step.page.section)):
        rows = tuple(_row(opened, step) for step in steps)
        yield Part(number(positions.index(position) + 1), name, rows[0].step.section, rows)


def _row(opened: Questionnaire, step: Step) -> Row:
    kind = step.section.instrument.answers_of(step.item.id).kind
    return Row(step, _in_words(opened, step), written=kind == "text")


def _in_words(opened: Questionnaire, step: Step) -> str | None:
    given = opened.given(step)
    if given is None or not given.is_answer:
        return None
    if given.value is None:
        return given.text
    return _code_in_words(step, given.value)


def _code_in_words(step: Step, code: int) -> str:
    """The words of a code; on a 1-7 item its number, at the ends with their words; in the form's own digits."""
    with speaking(step.section.instrument.language):
        return _said(step, code)


def _said(step: Step, code: int) -> str:
    answers = step.section.instrument.answers_of(step.item.id)
    if answers.kind == "choice":
        return answers.label_of(code)
    ends = {answers.lowest: answers.low, answers.highest: answers.high}
    words = ends.get(code) if answers.kind == "scale" else None
    return f"{number(code)} ({words})" if words else number(code)
