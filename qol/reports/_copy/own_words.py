"""What the patient said about the treatment: answers to our own questionnaire in its own words, before and now."""

from dataclasses import dataclass

from qol.instruments.definition import Instrument
from qol.instruments.translations import translated
from qol.language import gettext, present, speaking
from qol.reports._copy.handed import Handed
from qol.reports._copy.moments import heads
from qol.reports._summary.history import History, Sitting
from qol.reports._summary.worth import OWN
from qol.reports._words import NONE

ITEMS = ("q1", "q4", "q6", "q11", "q13")
"""Decision, treatment, body, worry, the same again. Answers about check-ups and staff are on no sheet."""


@dataclass(frozen=True)
class Said:
    """The table. language: whose words it speaks, for the whole of it: never two on one line."""

    language: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def said(past: History, handed: Handed) -> Said | None:
    """None where none of these questions was asked at either occasion."""
    instrument = past.data.instruments.get(OWN)
    if instrument is None or past.now is None:
        return None
    words = _words(instrument, handed)
    shown = [one for one in (past.before, past.now) if one is not None]
    with speaking(words.language):
        rows = tuple(
            (label, tuple(_answer(past, words, sitting, item) for sitting in shown))
            for item, label in _labels().items()
        )
        kept = tuple(row for row in rows if any(cell != NONE for cell in row[1]))
        return Said(words.language, heads(past.before, past.now), kept) if kept else None


def _words(instrument: Instrument, handed: Handed) -> Instrument:
    """The questionnaire in the language in use; in its own where it has not been translated."""
    words = handed.translations.get((instrument.id, present()))
    return instrument if words is None or words.version != instrument.version else translated(instrument, words)


def _labels() -> dict[str, str]:
    _ = gettext
    return {
        "q1": _("What was decided"),
        "q4": _("How the cancer has been treated"),
        "q6": _("How your body works"),
        "q11": _("How worried you were"),
        "q13": _("Which treatment you would want today"),
    }


def _answer(past: History, words: Instrument, sitting: Sitting, item: str) -> str:
    """The answer in words; a dash where it was not asked."""
    state, code = past.answers(sitting, OWN).get(item, ("not_applicable", None))
    if code is not None:
        return words.answers_of(item).label_of(code)
    return NONE if state == "not_applicable" else gettext("no answer")
