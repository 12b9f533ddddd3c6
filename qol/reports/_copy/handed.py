"""What the patient's sheet needs beside the study's data: whom to call, and in which language it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qol.errors import NotFound
from qol.instruments.translations import Translation
from qol.language import SOURCE, languages
from qol.reports._summary.history import History


@dataclass(frozen=True)
class Handed:
    """phone: the patient's clinic; emergency: the number for emergencies; both empty where there is none.

    language: the one asked for, None for the patient's own. recorded: the language kept with the patient.
    translations: our own words of instruments, by instrument and language.
    """

    phone: str = ""
    emergency: str = ""
    language: str | None = None
    recorded: str = SOURCE
    translations: Mapping[tuple[str, str], Translation] = field(default_factory=dict)


def language_of(past: History, handed: Handed) -> str:
    """The language asked for, else that of the latest form which could be read in several, else the recorded one.

    Raises NotFound for a language asked for that no catalogue speaks.
    """
    if handed.language is not None:
        if handed.language not in languages():
            raise NotFound(f"No sheet is printed in {handed.language!r}. Languages: {', '.join(sorted(languages()))}.")
        return handed.language
    return next((spoken for spoken in (*_read(past, handed), handed.recorded) if spoken in languages()), SOURCE)


def _read(past: History, handed: Handed) -> list[str]:
    """The languages of the latest forms that exist in more than one: a form in English alone tells nothing."""
    if past.now is None:
        return []
    several = {instrument for instrument, _ in handed.translations}
    mine = past.forms[past.forms["assessment"] == past.now.key]
    return [
        str(spoken)
        for instrument, spoken in zip(mine["instrument"], mine["language"], strict=True)
        if isinstance(spoken, str) and (instrument in several or spoken != SOURCE)
    ]
