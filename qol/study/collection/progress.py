"""Where the patient is: counted over the whole assessment on the current path."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from qol.study.collection.path import Path, Step

SECONDS_AN_ITEM = 10
"""An assumption until the platform knows its own page times (treatment-satisfaction 0.1, section 2)."""
UNIT = 10
GAP = 6


@dataclass(frozen=True)
class Bar:
    """One part of the drawn bar, in drawing units."""

    start: int
    length: int
    done: int


@dataclass(frozen=True)
class Progress:
    """Part and question (both from 1), how many there are, minutes left, and the bars to draw."""

    part: int
    parts: int
    question: int
    questions: int
    minutes: int
    bars: tuple[Bar, ...]

    @property
    def length(self) -> int:
        """The whole drawing's length."""
        return self.questions * UNIT


def progress(path: Path, step: Step) -> Progress:
    """How far a step is along its path; the question itself counts as still to do."""
    positions = [section.position for section in path.sections]
    return Progress(
        part=positions.index(step.position) + 1,
        parts=len(positions),
        question=step.number,
        questions=len(path.steps),
        minutes=minutes(len(path.steps) - step.number + 1),
        bars=tuple(_bars(path, step)),
    )


def minutes(questions: int) -> int:
    """Whole minutes that so many questions take, at least one."""
    return max(1, ceil(questions * SECONDS_AN_ITEM / 60))


def _bars(path: Path, step: Step) -> Iterator[Bar]:
    """Parts as long as their questions, with gaps between; filled up to and with the present question."""
    start = 0
    for section in path.sections:
        end = start + len(path.of(section)) * UNIT
        left = start + (GAP // 2 if start else 0)
        right = end - (GAP // 2 if end < len(path.steps) * UNIT else 0)
        filled = min(step.number * UNIT, right)
        yield Bar(left, right - left, max(0, filled - left))
        start = end
