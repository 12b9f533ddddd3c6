"""Why something was changed: a kind that can be counted, and words. Kept as `kind: words` with what was changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qol.errors import QolError
from qol.language import gettext as _
from qol.language import number

Kinds = Mapping[str, Callable[[], str]]
OTHER = "other"
LONGEST = 500

OF_ANSWERS: Kinds = {
    "patient_said": lambda: _("The patient says that it was meant otherwise"),
    "typed_wrongly": lambda: _("Typed otherwise than the paper form says"),
    "read_again": lambda: _("The paper form was hard to read and was read again"),
    "record_checked": lambda: _("Checked against the hospital's record"),
    OTHER: lambda: _("Another reason"),
}
"""Why an answer is corrected."""
OF_MARKS: Kinds = {
    "wrong_patient": lambda: _("It belongs to another patient"),
    "twice": lambda: _("It was entered twice"),
    "tried_out": lambda: _("Somebody tried it out; no patient answered"),
    OTHER: lambda: _("Another reason"),
}
"""Why a form counts as entered in error."""
OF_RETURN: Kinds = {
    "right_patient": lambda: _("It does belong to this patient"),
    OTHER: lambda: _("Another reason"),
}
"""Why the mark of a form is taken back."""
WRITTEN_BY_THE_PROGRAM = {"second entry": "second_entry"}
"""Reasons that no person chose."""


@dataclass(frozen=True)
class ReasonGiven:
    """What somebody chose and wrote."""

    kind: str
    words: str = ""

    def fault(self, kinds: Kinds) -> str:
        """What is wrong with it; empty where it will do."""
        if self.kind not in kinds:
            return _("Choose why.")
        if self.kind == OTHER and not self.words.strip():
            return _("Write in a few words what the other reason is.")
        if len(self.words) > LONGEST:
            return _("Write at most %(most)s characters.") % {"most": number(LONGEST)}
        return ""

    def written(self, kinds: Kinds) -> str:
        """As it is kept; raises QolError where it will not do."""
        fault = self.fault(kinds)
        if fault:
            raise QolError(fault)
        words = " ".join(self.words.split())
        return f"{self.kind}: {words}" if words else self.kind


def kind_of(reason: str) -> str:
    """The kind of a kept reason; reasons of before there were kinds are `other`."""
    kind = WRITTEN_BY_THE_PROGRAM.get(reason, reason.partition(":")[0])
    known = {*OF_ANSWERS, *OF_MARKS, *OF_RETURN, *WRITTEN_BY_THE_PROGRAM.values()}
    return kind if kind in known else OTHER


def said(reason: str) -> str:
    """A kept reason in the reader's words."""
    kind, _colon, words = reason.partition(":")
    if reason in WRITTEN_BY_THE_PROGRAM:
        return _("Decided by the paper at the second entry")
    known = {**OF_ANSWERS, **OF_MARKS, **OF_RETURN}
    if kind not in known:
        return reason
    if kind == OTHER:
        return words.strip()
    return f"{known[kind]()}: {words.strip()}" if words.strip() else known[kind]()
