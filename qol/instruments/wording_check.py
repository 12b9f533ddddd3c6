"""A wording pack checked against its instrument, every fault with its line."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

from qol.errors import Problem, SourceError
from qol.instruments.definition import Instrument
from qol.instruments.library import shown
from qol.instruments.wording_faults import faults
from qol.instruments.wording_packs import pack_of
from qol.instruments.written import line_of
from qol.instruments.yaml_source import read


def check_pack(path: Path, library: Mapping[str, Instrument], today: date) -> None:
    """Raises SourceError where the pack has faults of form, does not fit its instrument, or has expired by `today`."""
    source = read(path, shown(path))
    pack = pack_of(source, sha256(path.read_bytes()).hexdigest())
    found: list[tuple[tuple[str, ...], str]] = []
    if pack.expires < today:
        found.append((("expires",), f"the licence expired on {pack.expires}; renew the agreement"))
    if pack.instrument in library:
        found += faults(pack, library[pack.instrument])
    else:
        found.append((("instrument",), f"no instrument {pack.instrument} can be read; there are {', '.join(library)}"))
    if found:
        raise SourceError(sorted(Problem(source.file, line_of(source.root, *keys), text) for keys, text in found))
