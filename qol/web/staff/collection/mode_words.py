"""How the modes of answering are called, for choices and beside a form."""

from collections.abc import Iterable

from wtforms.fields.choices import SelectChoice

from qol.language import gettext
from qol.study.collection import modes
from qol.web.staff.choices import choices


def mode_words() -> dict[str, str]:
    """Mode -> words; also of forms that nobody chose a mode for."""
    return {
        modes.SELF: gettext("The patient alone"),
        modes.READ_ALOUD: gettext("Staff read aloud, the patient decides"),
        modes.PROXY: gettext("Somebody answers in the patient's place"),
        modes.TELEPHONE: gettext("Interview by telephone"),
        modes.PAPER: gettext("On paper"),
        "imported": gettext("Imported"),
        "simulated": gettext("Invented"),
    }


def mode_choices(offered: Iterable[str]) -> list[SelectChoice]:
    """Some modes as the choices of a field."""
    words = mode_words()
    return choices((mode, words[mode]) for mode in offered)
