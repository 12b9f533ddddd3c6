"""What `qol wording` prints of one pack."""

from collections.abc import Mapping
from pathlib import Path

from qol.instruments.definition import Instrument
from qol.instruments.library import shown
from qol.instruments.wording_packs import Pack
from qol.instruments.wording_states import Judged


def good_for(file: Path, pack: Pack, library: Mapping[str, Instrument]) -> str:
    """What a whole pack may be used for."""
    return (
        f"{shown(file)}: {library[pack.instrument].short_title} ({pack.instrument}) in {pack.language} for the study "
        f"{pack.study}; {pack.holder}, agreement {pack.agreement}, until {pack.expires}; SHA-256 {pack.digest}"
    )


def line(one: Judged) -> str:
    """State, what it is for, until when and its file; what is wrong last."""
    pack, until = one.pack, f"until {one.expires}" if one.expires else ""
    state = f"{one.state}{', in force' if one.in_force else ''}"
    what = f"{pack.instrument or '?'} {pack.language or '?'}"
    return f"{state:20} {what:26} {pack.study or '?':16} {until:16} {pack.name}{_wrong(one.problems)}"


def _wrong(problems: tuple[str, ...]) -> str:
    if not problems:
        return ""
    more = f"; and {len(problems) - 1} more" if len(problems) > 1 else ""
    return f"  ({problems[0]}{more})"
