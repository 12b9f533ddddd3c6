"""A paper form as a document: every question of a worded instrument, places for code, date and visit, entry codes."""

from collections.abc import Mapping

from qol.errors import QolError
from qol.instruments.conditions import holds
from qol.instruments.definition import Instrument
from qol.instruments.hashes import scoring_hash, wording_hash
from qol.instruments.wording import Worded
from qol.language import gettext, own_name, speaking
from qol.reports import _imprint
from qol.reports._document import Document
from qol.reports._form.only_if import only_if, remaining
from qol.reports._form.sheet import parts
from qol.reports._paper import render

TEMPLATE = "reports/paper-form.html"


def document(
    worded: Worded, known: Mapping[str, str] | None = None, study: str = "", demonstration: bool = False
) -> Document:
    """The form in the words and the language that it is given in.

    known: facts that are certain when it is printed (`occasion`: `short`); what they rule out is left away, what they
    leave open is said in words. Raises QolError for a fact or value that the instrument does not have, and where
    nothing is left to ask.
    """
    instrument, known = worded.instrument, dict(known or {})
    _check(instrument, known)
    with speaking(instrument.language):
        html = render(TEMPLATE, _context(worded, known, study, demonstration))
    chosen = "".join(f"-{value}" for value in known.values())
    return Document(html, [], f"{instrument.id}-{instrument.version}-{instrument.language}{chosen}.pdf")


def _check(instrument: Instrument, known: Mapping[str, str]) -> None:
    for fact, value in known.items():
        if fact not in instrument.facts:
            there = ", ".join(instrument.facts) or "none"
            raise QolError(f"{instrument.id} does not depend on {fact}; the facts that it knows: {there}.")
        if value not in instrument.facts[fact]:
            raise QolError(f"{value} is no value of {fact} in {instrument.id}: {', '.join(instrument.facts[fact])}.")
    if holds(instrument.applies_if, known) is False or not parts(instrument, known):
        said = " and ".join(f"{fact} {value}" for fact, value in known.items())
        raise QolError(f"{instrument.id} asks nothing with {said}, so there is no form to print.")


def _context(worded: Worded, known: Mapping[str, str], study: str, demonstration: bool) -> dict[str, object]:
    instrument = worded.instrument
    title = gettext("{title}: paper form, version {version}")
    return {
        "lang": instrument.language,
        "title": title.format(title=instrument.title, version=instrument.version),
        "description": worded.notice,
        "software": _imprint.software(),
        "stamp": gettext("Demonstration study") if demonstration else "",
        "study": study,
        "instrument": instrument,
        "only": only_if(remaining(instrument.applies_if, known, instrument.facts) or {}),
        "parts": parts(instrument, known),
        "known": [value.replace("_", " ") for value in known.values()],
        "notice": worded.notice,
        "licence": instrument.licence.name or instrument.licence.holder or "",
        "language_name": own_name(instrument.language),
        "definition": scoring_hash(instrument)[:4],
        "wording": wording_hash(instrument)[:4],
    }
