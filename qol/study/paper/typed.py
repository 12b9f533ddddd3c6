"""What staff type from a paper form into one box: a code, a number, a text, or the sign for an empty box."""

from dataclasses import dataclass

from qol.instruments.definition import AnswerSet
from qol.language import gettext as _
from qol.language import number
from qol.storage.answers import NewAnswer

MISSING = "-"
SIGNS_OF_MISSING = frozenset("-–−.")
"""The minus of any keyboard, or a full stop: both lie beside the digits."""
LONGEST = 9
"""Digits; more are no answer to any question."""


@dataclass(frozen=True)
class Typed:
    """One box: what stands in it, the answer that it means (None for an untouched one), what is wrong with it."""

    text: str
    answer: NewAnswer | None = None
    fault: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether the box says that the paper form is empty there."""
        return self.answer is not None and self.answer.state == "declined"

    @property
    def is_answer(self) -> bool:
        """Whether the box holds an answer."""
        return self.answer is not None and self.answer.state == "answered"


def read(item_id: str, text: str, answers: AnswerSet) -> Typed:
    """What a box means. An empty box of the paper form is kept as declined; what cannot be is said, never changed."""
    typed = text.strip()
    if not typed:
        return Typed("")
    if typed in SIGNS_OF_MISSING:
        return Typed(MISSING, NewAnswer(item_id, state="declined"))
    if answers.kind == "text":
        return _text(item_id, typed, answers)
    value = int(typed) if typed.isdecimal() and len(typed) <= LONGEST else None
    if value is None or not _offers(answers, value):
        sentence = _("%(typed)s is no answer here: %(codes)s.")
        return Typed(typed, fault=sentence % {"typed": typed, "codes": codes(answers)})
    return Typed(str(value), NewAnswer(item_id, value))


def codes(answers: AnswerSet) -> str:
    """The codes that a box takes, as short as they can be said: 1–4, 1–5 or 9."""
    if answers.kind == "text":
        return _("text")
    known = answers.scored_codes
    unbroken = known == tuple(range(known[0], known[-1] + 1))
    said = f"{number(known[0])}–{number(known[-1])}" if unbroken else ", ".join(number(code) for code in known)
    apart = ", ".join(number(code) for code in answers.not_applicable_codes)
    return _("%(codes)s or %(apart)s") % {"codes": said, "apart": apart} if apart else said


def longest(answers: AnswerSet) -> int:
    """How many characters the longest code has: after so many the next box is meant."""
    if answers.kind == "text":
        return answers.longest
    return max(len(str(code)) for code in (*answers.scored_codes, *answers.not_applicable_codes))


def _offers(answers: AnswerSet, value: int) -> bool:
    return value in answers.scored_codes or value in answers.not_applicable_codes


def _text(item_id: str, typed: str, answers: AnswerSet) -> Typed:
    if len(typed) > answers.longest:
        sentence = _("This text has %(has)s characters; at most %(most)s can be kept.")
        return Typed(typed, fault=sentence % {"has": number(len(typed)), "most": number(answers.longest)})
    return Typed(typed, NewAnswer(item_id, text=typed))
