"""A wording pack checked against its instrument, every fault with its line."""

from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

from qol.errors import Problem, SourceError
from qol.instruments.definition import Instrument
from qol.instruments.library import shown
from qol.instruments.wording_faults import faults
from qol.instruments.wording_packs import Pack, draft_of
from qol.instruments.wording_source import UNFILLED
from qol.instruments.written import line_of
from qol.instruments.yaml_source import parse_bytes


def check_pack(path: Path, library: Mapping[str, Instrument], today: date) -> Pack:
    """The pack of a file; raises SourceError as `check_bytes` does."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise SourceError([Problem(shown(path), 1, f"the file cannot be read: {error.strerror}")]) from None
    return check_bytes(body, shown(path), library, today)


def check_bytes(
    body: bytes, name: str, library: Mapping[str, Instrument], today: date, studies: Collection[str] | None = None
) -> Pack:
    """The whole pack that a file's bytes hold, called `name` in messages.

    studies: names of the studies that there are, where that matters. Raises SourceError with everything at once:
    faults of form, words that the instrument lacks or does not have, a licence that ended before `today`.
    """
    source = parse_bytes(body, name)
    pack, problems = draft_of(source, sha256(body).hexdigest())
    unsaid = (None, UNFILLED)
    found: list[tuple[tuple[str, ...], str]] = []
    if pack.expires is not None and pack.expires < today:
        found.append((("expires",), f"the licence expired on {pack.expires}; renew the agreement"))
    if pack.instrument in library:
        found += faults(pack, library[pack.instrument])
    elif pack.instrument not in unsaid:
        found.append((("instrument",), f"no instrument {pack.instrument} can be read; there are {', '.join(library)}"))
    if studies is not None and pack.study not in (*unsaid, *studies):
        known = ", ".join(sorted(studies)) or "none"
        found.append((("study",), f"there is no study {pack.study} here; studies: {known}"))
    if problems or found:
        own = {Problem(source.file, line_of(source.root, *keys), text) for keys, text in found}
        raise SourceError(sorted({*problems, *own}))
    return pack
