"""The protocols of an installation: those beside the instruments, and files of the data folder, never overwritten."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from qol.course.protocol import Protocol, protocol_of_bytes
from qol.errors import NotFound, Problem, QolError, SourceError
from qol.settings import private_folder
from qol.storage import audit
from qol.study.house import House

LARGEST = 200 * 1024
"""Bytes; a long protocol has about 10,000."""
STAMP = "%Y%m%dT%H%M%SZ"
STORED = re.compile(r"(?P<id>[a-z][a-z0-9_]*)\.(?P<at>\d{8}T\d{6}Z)\.(?P<digest>[0-9a-f]{12})\.yaml")
"""Name of a stored protocol: its id, when it was added (UTC), the first digits of the file's digest."""


@dataclass(frozen=True)
class Stored:
    """A file of the data folder. protocol: None where it is no whole protocol any more; problems say why."""

    name: str
    id: str
    added_at: datetime
    protocol: Protocol | None
    problems: tuple[Problem, ...] = ()


def stored(house: House) -> tuple[Stored, ...]:
    """Every file of the data folder, newest first."""
    found = [_read(house, path, name) for path in _every(house) if (name := STORED.fullmatch(path.name))]
    return tuple(sorted(found, key=lambda one: (one.added_at, one.name), reverse=True))


def known(house: House) -> Mapping[str, Protocol]:
    """Every protocol that a study may begin with, by id: the newest stored one goes before a shipped one."""
    found = dict(house.protocols)
    for one in reversed(stored(house)):
        if one.protocol is not None:
            found[one.id] = one.protocol
    return dict(sorted(found.items()))


def understood(house: House, body: bytes, name: str) -> Protocol:
    """The protocol that a file holds; raises SourceError with every problem (`file:line: message`)."""
    if len(body) > LARGEST:
        raise SourceError([Problem(name, 1, f"the file is larger than {LARGEST // 1024} KiB")])
    return protocol_of_bytes(body, name, house.library)


def keep(house: House, body: bytes, name: str, by: str, now: datetime) -> str:
    """Keep a whole protocol in the data folder beside the earlier ones; its name there.

    Raises SourceError as `understood` does, QolError where the same file is there already.
    """
    protocol = understood(house, body, name)
    digest = sha256(body).hexdigest()
    if is_stored(house, body):
        raise QolError("This file is there already. Nothing was changed.")
    path = private_folder(_folder(house)) / f"{protocol.id}.{now.astimezone(UTC).strftime(STAMP)}.{digest[:12]}.yaml"
    with house.database.writing() as session:
        audit.append(session, at=now, actor=by, action="add_protocol", object_kind="protocol", object_id=digest)
        _write(path, body)
    return path.name


def is_stored(house: House, body: bytes) -> bool:
    """Whether the same file lies in the data folder already."""
    mark = f".{sha256(body).hexdigest()[:12]}.yaml"
    return any(path.name.endswith(mark) for path in _every(house))


def withdraw(house: House, name: str, by: str, now: datetime) -> str:
    """Take a file out of use and keep it aside; its name there. Studies go on with the version that they took."""
    path = _path(house, name)
    aside = private_folder(house.settings.data_dir / "protocols-withdrawn")
    kept = aside / f"{path.name}.{now.astimezone(UTC).strftime(STAMP)}"
    digest = sha256(path.read_bytes()).hexdigest()
    with house.database.writing() as session:
        audit.append(session, at=now, actor=by, action="withdraw_protocol", object_kind="protocol", object_id=digest)
        path.rename(kept)
    return kept.name


def body_of_file(house: House, name: str) -> bytes:
    """The bytes of a stored file; raises NotFound."""
    return _path(house, name).read_bytes()


def _folder(house: House) -> Path:
    return house.settings.data_dir / "protocols"


def _path(house: House, name: str) -> Path:
    """A file of the folder by its name; a name never leads anywhere else."""
    found = next((one for one in _every(house) if one.name == name), None)
    if found is None:
        raise NotFound(f"There is no stored protocol {name!r}.")
    return found


def _every(house: House) -> Iterator[Path]:
    folder = _folder(house)
    return (path for path in folder.glob("*.yaml") if STORED.fullmatch(path.name)) if folder.is_dir() else iter(())


def _read(house: House, path: Path, name: re.Match[str]) -> Stored:
    at = datetime.strptime(name["at"], STAMP).replace(tzinfo=UTC)
    try:
        body = path.read_bytes()
        if not sha256(body).hexdigest().startswith(name["digest"]):
            message = "the file was changed after it was added; add the changed file as a new one"
            raise SourceError([Problem(path.name, 1, message)])
        return Stored(path.name, name["id"], at, understood(house, body, path.name))
    except SourceError as error:
        return Stored(path.name, name["id"], at, None, error.problems)


def _write(path: Path, body: bytes) -> None:
    """A new file that only its owner reads, on the disk when this returns; never over another one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())
