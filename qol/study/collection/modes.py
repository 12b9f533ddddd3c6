"""How a form is answered: by whose hand, and who may answer which instrument."""

from collections.abc import Iterable

from qol.errors import ModeRefused
from qol.instruments.definition import Instrument
from qol.language import gettext as _

SELF, READ_ALOUD, PROXY, TELEPHONE, PAPER = "self", "read_aloud", "proxy", "telephone", "paper"
ON_A_SCREEN = (SELF, READ_ALOUD, PROXY, TELEPHONE)
"""Modes of a questionnaire that is handed over; the patient's own hand is meant unless staff say otherwise."""
TYPED = (PAPER, TELEPHONE, READ_ALOUD, PROXY)
"""Modes of forms that staff type in; paper is meant unless they say otherwise."""


def allows(instrument: Instrument, mode: str) -> bool:
    """Whether an instrument may be answered in a mode: help with reading always, a proxy where it has a version."""
    return mode != PROXY or instrument.proxy == "yes"


def refused(instruments: Iterable[Instrument], mode: str) -> tuple[Instrument, ...]:
    """The instruments that may not be answered in a mode."""
    return tuple(one for one in instruments if not allows(one, mode))


def known(mode: str, modes: tuple[str, ...]) -> str:
    """The mode itself; raises ModeRefused for a word that is none of them."""
    if mode not in modes:
        raise ModeRefused(_("Choose how the questions are answered."))
    return mode


def no_proxy_sentence(instrument: Instrument) -> str:
    """Why an instrument is left out or refused when somebody answers in the patient's place."""
    sentence = _(
        "%(title)s has no version for somebody who answers in the patient's place. "
        "Reading it aloud to the patient is fine."
    )
    return sentence % {"title": instrument.title}
