"""How pages say the state of a wording pack, a licence and the wording that is here."""

from qol.instruments.definition import Instrument
from qol.instruments.licences import NEEDED, OWN_WORDS, STATUS, own_words
from qol.instruments.wording_states import PackState
from qol.language import gettext


def pack_states() -> dict[PackState, tuple[str, str, str]]:
    """State of a pack -> glyph, kind and words."""
    return {
        PackState.VALID: ("seal", "done", gettext("Valid")),
        PackState.ENDS_SOON: ("calendar", "overdue", gettext("Ends soon")),
        PackState.EXPIRED: ("expired", "bad", gettext("Expired")),
        PackState.INCOMPLETE: ("partly", "bad", gettext("Incomplete")),
        PackState.UNFITTING: ("missing", "bad", gettext("Does not fit the form")),
    }


def licence_status(instrument: Instrument) -> str:
    """Permission needed."""
    status = gettext(STATUS[instrument.licence.status])
    return status[:1].upper() + status[1:]


def licence_needed(instrument: Instrument) -> str:
    """What a study does before its first patient."""
    return gettext(NEEDED[instrument.licence.status])


def wording_here(instrument: Instrument) -> str:
    """What words the product itself has."""
    words = gettext(OWN_WORDS[own_words(instrument)])
    return words[:1].upper() + words[1:]
