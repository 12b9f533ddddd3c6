"""How an answer is said on a page of staff."""

from qol.instruments.definition import AnswerSet
from qol.language import gettext, number
from qol.storage.answers import StoredAnswer
from qol.study.paper.typed import MISSING


def said(answer: StoredAnswer | None, offered: AnswerSet) -> str:
    """An answer with the code of the paper form and its words, or why there is none."""
    if answer is None:
        return gettext("no answer")
    if answer.state == "cleared":
        return gettext("taken back")
    if answer.state == "declined":
        return gettext("left empty")
    if answer.value is None:
        return answer.text or ""
    return code_said(answer.value, offered)


def code_said(code: int, offered: AnswerSet) -> str:
    """A code with its words: 3, Quite a bit."""
    words = offered.label_of(code)
    return number(code) if words == str(code) else f"{number(code)}, {words}"


def choices(offered: AnswerSet) -> list[tuple[str, str]]:
    """What a box can hold, value and words; empty for what is typed."""
    if offered.kind in ("text", "number", "thermometer"):
        return []
    codes = (*offered.scored_codes, *offered.not_applicable_codes)
    return [(str(code), code_said(code, offered)) for code in codes] + [(MISSING, gettext("left empty"))]
