"""The state of every wording pack of an installation, and which one is in force."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qol.errors import WordingRefused
from qol.instruments.definition import Instrument
from qol.instruments.wording_choice import AnyPack, chosen
from qol.instruments.wording_faults import gaps, surplus
from qol.instruments.wording_packs import Pack

SOON = timedelta(days=60)
"""How long before its last day a pack is said to end soon: a renewal takes weeks."""


class PackState(StrEnum):
    """What can be said of one file."""

    VALID = "valid"
    ENDS_SOON = "ends soon"
    EXPIRED = "expired"
    INCOMPLETE = "incomplete"
    UNFITTING = "unfitting"


@dataclass(frozen=True)
class Judged:
    """One file. in_force: whether patients of its study are shown it today; problems: what is wrong, in words."""

    pack: AnyPack
    state: PackState
    in_force: bool
    problems: tuple[str, ...] = ()

    @property
    def expires(self) -> date | None:
        """The last day of the licence, where the file can be read."""
        return self.pack.expires if isinstance(self.pack, Pack) else None


def judged(packs: Sequence[AnyPack], library: Mapping[str, Instrument], today: date) -> tuple[Judged, ...]:
    """Every file by instrument, language and study; of several for the same the one in force first."""
    found = [_judged(pack, packs, library, today) for pack in packs]
    return tuple(sorted(found, key=_place))


def _judged(pack: AnyPack, packs: Sequence[AnyPack], library: Mapping[str, Instrument], today: date) -> Judged:
    if not isinstance(pack, Pack):
        words = tuple(f"line {problem.line}: {problem.message}" for problem in pack.problems)
        return Judged(pack, PackState.INCOMPLETE, False, words)
    if pack.instrument not in library:
        return Judged(pack, PackState.UNFITTING, False, (f"there is no instrument {pack.instrument}",))
    instrument = library[pack.instrument]
    lacking = tuple(message for _, message in gaps(pack, instrument))
    too_much = tuple(message for _, message in surplus(pack, instrument))
    if lacking or too_much:
        state = PackState.INCOMPLETE if lacking else PackState.UNFITTING
        return Judged(pack, state, False, lacking + too_much)
    if pack.expires < today:
        return Judged(pack, PackState.EXPIRED, False)
    serving = None
    with suppress(WordingRefused):
        serving = chosen(instrument, pack.language, packs, pack.study, today)
    state = PackState.ENDS_SOON if pack.expires - today <= SOON else PackState.VALID
    return Judged(pack, state, serving is pack)


def _place(one: Judged) -> tuple[str, str, str, bool, str]:
    return one.pack.instrument, one.pack.language, one.pack.study, not one.in_force, one.pack.file
