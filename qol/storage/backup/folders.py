"""The files of the data folder that belong to an installation beside its database."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from qol.errors import BackupRefused
from qol.settings import private_folder
from qol.storage.backup.records import FilePart

AUDIT = "audit"
"""Holds the audit's head outside the database; read before the rows, so that it never leads them."""
FOLDERS = (
    "wording",
    "wording-withdrawn",
    "wording-waiting",
    "protocols",
    "protocols-withdrawn",
    "protocols-waiting",
    "freezes",
)
"""Read after the rows' moment, so that no row speaks of a file that is not there."""
KEYS = "keys"
PART = 1024 * 1024


def parts(data_dir: Path, folders: Iterable[str]) -> Iterator[FilePart]:
    """Every file of these folders; one that goes away meanwhile is left out."""
    for folder in folders:
        for file in sorted((data_dir / folder).rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield from _parts_of(file, file.relative_to(data_dir).as_posix())


def _parts_of(file: Path, path: str) -> Iterator[FilePart]:
    try:
        stream = file.open("rb")
    except FileNotFoundError:
        return
    with stream:
        first, data = True, stream.read(PART)
        while first or data:
            yield FilePart(path, first, data)
            first, data = False, stream.read(PART)


def put(part: FilePart, data_dir: Path) -> None:
    """Write some bytes of a file where it belongs; raises BackupRefused for a path that leads elsewhere."""
    path = PurePosixPath(part.path)
    if path.parts[0] not in (AUDIT, *FOLDERS) or ".." in path.parts or len(path.parts) < 2:
        raise BackupRefused(f"The backup holds a file that does not belong into the data folder: {part.path!r}.")
    file = data_dir / path
    for folder in reversed(path.parents[:-1]):
        private_folder(data_dir / folder)
    file.touch(mode=0o600, exist_ok=not part.first)
    with file.open("ab") as stream:
        stream.write(part.data)
