"""Answers that a protocol marks: who looks at them, by when, and which of a form's answers are among them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from pydantic import Field

from qol.instruments.definition import Identifier, InstrumentId, Part, Text

Reader = Literal["coordinator", "clinician"]
LONGEST_DEADLINE = 31


class MarkedAnswer(Part):
    """An answer of so much or more, or of so little or less, with what it says to its reader."""

    instrument: InstrumentId
    item: Identifier
    at_least: int | None = None
    at_most: int | None = None
    says: Text

    def holds(self, code: int) -> bool:
        """Whether a code is marked."""
        return (self.at_least is not None and code >= self.at_least) or (
            self.at_most is not None and code <= self.at_most
        )


class Attention(Part):
    """Which answers raise a flag. reader: the role that looks; who: that person or post in words; deadline: in days.

    Without all three nobody looks, and nothing is flagged.
    """

    reader: Reader | None = None
    who: Text | None = None
    deadline: int | None = Field(default=None, ge=0, le=LONGEST_DEADLINE)
    answers: tuple[MarkedAnswer, ...]

    @property
    def is_on(self) -> bool:
        """Whether somebody looks."""
        return bool(self.reader and self.who and self.deadline is not None)

    def marked(
        self, instrument: str, values: Mapping[str, int], asked: Collection[str]
    ) -> Iterator[tuple[MarkedAnswer, int]]:
        """The marks that the answers of one form raise, with the code; only questions that were asked count."""
        for mark in self.answers if self.is_on else ():
            code = values.get(mark.item)
            if mark.instrument == instrument and mark.item in asked and code is not None and mark.holds(code):
                yield mark, code
