"""Which wording pack is in force for an instrument, a language and a study, or why none is."""

from collections.abc import Sequence
from datetime import date

from qol.errors import WordingRefused
from qol.instruments.definition import Instrument
from qol.instruments.wording_faults import faults
from qol.instruments.wording_packs import BrokenPack, Pack, added

AnyPack = Pack | BrokenPack
MOST_SAID = 3


def chosen(instrument: Instrument, language: str, packs: Sequence[AnyPack], study: str, today: date) -> Pack:
    """The pack in force: of those that serve, the one added last; of files laid by hand the one that lasts longest.

    Raises WordingRefused with the reason of every file that might have been meant.
    """
    meant = [pack for pack in packs if (pack.instrument, pack.language) == (instrument.id, language)]
    if not meant:
        raise WordingRefused(_no_file(instrument, language, packs, study))
    granted = sorted((pack for pack in meant if pack.study in (study, "")), key=_order)
    if not granted:
        raise WordingRefused(f"{meant[0].name} is granted to the study {meant[0].study}, not to {study}.")
    refused = {pack.file: why_not(pack, instrument, today) for pack in granted}
    serving = [pack for pack in granted if isinstance(pack, Pack) and not refused[pack.file]]
    if not serving:
        raise WordingRefused(" ".join(refused[pack.file] for pack in granted[-MOST_SAID:]))
    return serving[-1]


def licensed_languages(instrument: Instrument, packs: Sequence[AnyPack], study: str, today: date) -> tuple[str, ...]:
    """The languages in which a pack is in force, in the order of the files."""
    mine = [pack for pack in packs if (pack.instrument, pack.study) == (instrument.id, study)]
    return tuple(dict.fromkeys(pack.language for pack in mine if not why_not(pack, instrument, today)))


def granted_languages(instrument: Instrument, packs: Sequence[AnyPack], study: str) -> tuple[str, ...]:
    """The languages for which there is any file, serving or not."""
    mine = [pack for pack in packs if pack.instrument == instrument.id and pack.study in (study, "")]
    return tuple(dict.fromkeys(pack.language for pack in mine if pack.language))


def why_not(pack: AnyPack, instrument: Instrument, today: date) -> str:
    """Why a pack serves nobody today, in a sentence that names the file; empty where it serves."""
    advice = "`qol wording check` shows every line."
    if isinstance(pack, BrokenPack):
        first = pack.problems[0]
        return f"{pack.name} cannot be used: line {first.line}: {first.message}{_more(pack.problems[1:])}. {advice}"
    if pack.expires < today:
        return f"{pack.name} expired on {pack.expires}. Renew the agreement and add the new pack."
    if found := [message for _, message in faults(pack, instrument)]:
        said = "; ".join(found[:MOST_SAID])
        return f"{pack.name} does not fit {instrument.id}: {said}{_more(found[MOST_SAID:])}. {advice}"
    return ""


def _more(rest: Sequence[object]) -> str:
    return f"; and {len(rest)} more" if rest else ""


def _order(pack: AnyPack) -> tuple[str, date, str]:
    """From the one that counts least to the one that counts most."""
    return added(pack.file), pack.expires if isinstance(pack, Pack) else date.min, pack.file


def _no_file(instrument: Instrument, language: str, packs: Sequence[AnyPack], study: str) -> str:
    name = f"{instrument.id}.{language}.yaml"
    others = [p.language for p in packs if (p.instrument, p.study) == (instrument.id, study) and p.language]
    elsewhere = f" (there are packs in {', '.join(dict.fromkeys(others))})" if others else ""
    return (
        f"The protocol asks for licensed wording of {instrument.id}, and there is no {name}{elsewhere}. "
        "Add that pack (`qol wording add`)."
    )
