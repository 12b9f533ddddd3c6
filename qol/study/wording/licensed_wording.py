"""Licensed wording packs as an administrator keeps them: listed, checked, added, withdrawn, never overwritten."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from qol.errors import NotFound, Problem, QolError, SourceError
from qol.instruments.wording import read_packs
from qol.instruments.wording_check import check_bytes
from qol.instruments.wording_packs import Pack, plain_name, stored_name
from qol.instruments.wording_states import Judged, judged
from qol.settings import private_folder
from qol.storage import audit, studies
from qol.study.house import House
from qol.study.studies import editions

LARGEST = 200 * 1024
"""Bytes; a long questionnaire has about 15,000."""
STAMP = "%Y%m%dT%H%M%SZ"


def states(house: House, today: date) -> tuple[Judged, ...]:
    """Every pack of the installation with its state, the one in force first."""
    return judged(read_packs(*house.wording_folders), house.library, today)


def asked_for(house: House) -> Mapping[str, frozenset[str]]:
    """Study -> the instruments for which its protocol says `wording: licensed`."""
    with house.database.reading() as session:
        found = {study.name: editions(session, study).together.wording for study in studies.every(session)}
    return {
        name: frozenset(instrument for instrument, kind in wording.items() if kind == "licensed")
        for name, wording in found.items()
    }


def is_asked(one: Judged, asked: Mapping[str, frozenset[str]]) -> bool:
    """Whether the protocol of the pack's study asks for licensed wording of its instrument."""
    return one.pack.instrument in asked.get(one.pack.study, ())


def understood(house: House, body: bytes, name: str, today: date) -> Pack:
    """The pack that a file holds, whole and for a study of this installation; raises SourceError with every problem."""
    shown = plain_name(name)
    if len(body) > LARGEST:
        raise SourceError([Problem(shown, 1, f"the file is larger than {LARGEST // 1024} KiB; a pack is one form")])
    with house.database.reading() as session:
        names = [study.name for study in studies.every(session)]
    return check_bytes(body, shown, house.library, today, names)


def add(house: House, body: bytes, name: str, by: str, today: date, now: datetime) -> Judged:
    """Keep a whole pack under a new name in the data folder, beside the earlier ones; its state there.

    Raises SourceError as `understood` does, QolError where the same file is there already.
    """
    pack = understood(house, body, name, today)
    known = next((one for one in read_packs(*house.wording_folders) if one.digest == pack.digest), None)
    if known is not None:
        raise QolError(f"This file is there already, as {known.name}. Nothing was changed.")
    path = _folder(house) / stored_name(pack, now.astimezone(UTC).strftime(STAMP))
    private_folder(path.parent)
    with _noted(house, "add_wording", pack.digest, by, now):
        _write(path, body)
    return next(one for one in states(house, today) if Path(one.pack.file) == path)


def withdraw(house: House, name: str, by: str, now: datetime) -> str:
    """Take a pack out of use and keep its file aside; the name that it has there. Raises NotFound, QolError."""
    path = _stored(house, name)
    aside = private_folder(house.settings.data_dir / "wording-withdrawn")
    kept = aside / f"{path.name}.{now.astimezone(UTC).strftime(STAMP)}"
    with _noted(house, "withdraw_wording", _digest(path), by, now):
        path.rename(kept)
    return kept.name


def downloaded(house: House, name: str, by: str, now: datetime) -> bytes:
    """The bytes of a pack of the data folder, noted in the audit; raises NotFound, QolError."""
    path = _stored(house, name)
    with _noted(house, "download_wording", _digest(path), by, now):
        return path.read_bytes()


def is_stored(house: House, one: Judged) -> bool:
    """Whether a pack lies in the data folder, where it can be withdrawn, and not beside the instruments."""
    return Path(one.pack.file).parent == _folder(house)


def _folder(house: House) -> Path:
    return house.settings.data_dir / "wording"


def _stored(house: House, name: str) -> Path:
    """A file of the folder by its name; a name never leads anywhere else."""
    for folder in house.wording_folders:
        path = next((path for path in folder.glob("*.yaml") if path.name == name), None) if folder.is_dir() else None
        if path is not None and folder == _folder(house):
            return path
        if path is not None:
            raise QolError(f"{name} lies beside the instruments. Whoever runs the server removes it there.")
    raise NotFound(f"There is no wording pack {name!r}. `qol wording list` shows what there is.")


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@contextmanager
def _noted(house: House, action: str, digest: str, by: str, now: datetime) -> Iterator[None]:
    """Do it in the transaction that notes it: neither without the other where the disk or the database refuses."""
    with house.database.writing() as session:
        audit.append(session, at=now, actor=by, action=action, object_kind="wording", object_id=digest)
        yield


def _write(path: Path, body: bytes) -> None:
    """A new file that only its owner reads, on the disk when this returns; never over another one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())
