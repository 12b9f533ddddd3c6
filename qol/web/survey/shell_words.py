"""The sentences that a page's script fills in by itself, whole and in the reader's language."""

from collections.abc import Callable
from typing import Any

from qol.language import digits, ngettext
from qol.language import gettext as _

MOST = 400
"""Counts for which a plural is known; an assessment has fewer questions."""


def words() -> dict[str, Any]:
    """Name -> sentence with `%(name)s` where something is put in; counted ones with a form for each count."""
    return {
        "numerals": digits("0123456789"),
        "sentences": {**_question(), **_check(), **_kept()},
        "counted": _counted(),
    }


def _question() -> dict[str, str]:
    return {
        "part": _("Part %(part)s of %(parts)s, question %(question)s of %(questions)s,"),
        "question": _("Question %(question)s of %(questions)s,"),
        "error": _("Error: %(title)s"),
        "number": _("Please enter a whole number from %(lowest)s to %(highest)s."),
        "too_long": _("This text has %(has)s characters; at most %(most)s can be kept. Please shorten it."),
    }


def _check() -> dict[str, str]:
    return {
        "check": _("Check your answers"),
        "answered": _(
            "You answered %(answered)s of %(questions)s questions. "
            "You can change any answer now, or send them as they are."
        ),
        "gap": _("Question %(number)s: %(label)s"),
        "part_of": _("Part %(part)s: %(section)s"),
        "which": _("question %(number)s, %(label)s"),
        "change": _("Change"),
        "answer": _("Answer"),
        "no_answer": _("No answer"),
        "kept_answer": _("Kept on this device"),
    }


def _kept() -> dict[str, str]:
    return {
        "saved": _("Saved"),
        "lost": _("Could not be kept"),
        "break": _("Take a break"),
        "finished": _("Your answers have arrived"),
        "waiting": _("Your answers are kept"),
        "closed": _("These questions are closed"),
    }


def _counted() -> dict[str, dict[str, Any]]:
    return {
        "minutes": _forms(lambda count: ngettext("about %(count)s minute left", "about %(count)s minutes left", count)),
        "kept": _forms(
            lambda count: ngettext(
                "Kept on this device (%(count)s waiting)", "Kept on this device (%(count)s waiting)", count
            )
        ),
        "gaps": _forms(
            lambda count: ngettext("%(count)s question has no answer", "%(count)s questions have no answer", count)
        ),
        "waiting": _forms(
            lambda count: ngettext(
                "There is no connection just now. You can carry on, or close this page. "
                "%(count)s answer waits here and is sent when it is back.",
                "There is no connection just now. You can carry on, or close this page. "
                "%(count)s answers wait here and are sent when it is back.",
                count,
            )
        ),
    }


def _forms(said: Callable[[int], str]) -> dict[str, Any]:
    """The forms that a language has, and which of them each count takes."""
    every = [said(count) for count in range(MOST)]
    forms = list(dict.fromkeys(every))
    return {"forms": forms, "which": "".join(str(forms.index(form)) for form in every)}
