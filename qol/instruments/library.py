"""The instruments of a folder, read once and kept until a file changes."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from qol.errors import NotFound, Problem, SourceError
from qol.instruments.build import instrument
from qol.instruments.definition import Instrument
from qol.instruments.translations import Translation, read_translations
from qol.instruments.yaml_source import read

_read: dict[str, tuple[int, int, Instrument]] = {}
"""Path -> time of change, size and the instrument."""


class Library(Mapping[str, Instrument]):
    """Instrument id -> instrument, sorted by id.

    Raises SourceError with the problems of every file, and NotFound for an id that is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _instruments(self) -> dict[str, Instrument]:
        found: dict[str, Instrument] = {}
        problems: list[Problem] = []
        for path in files(self.folder):
            try:
                made = load(path)
            except SourceError as error:
                problems += error.problems
                continue
            found[made.id] = made
        if problems:
            raise SourceError(sorted(problems))
        return dict(sorted(found.items()))

    @cached_property
    def translations(self) -> Mapping[tuple[str, str], Translation]:
        """Instrument id and language -> our own translation; raises SourceError with the problems of every file."""
        return {(one.instrument, one.language): one for one in read_translations(self.folder / "translations")}

    def __getitem__(self, name: str) -> Instrument:
        if name not in self._instruments:
            known = ", ".join(self._instruments) or "none"
            raise NotFound(f"There is no instrument {name!r} in {self.folder}. Instruments: {known}.")
        return self._instruments[name]

    def __contains__(self, name: object) -> bool:
        return name in self._instruments

    def __iter__(self) -> Iterator[str]:
        return iter(self._instruments)

    def __len__(self) -> int:
        return len(self._instruments)


def files(folder: Path) -> list[Path]:
    """The instrument files of a folder, without its subfolders."""
    return sorted(folder.glob("*.yaml"))


def sound(folder: Path) -> dict[str, Instrument]:
    """The instruments of a folder whose files have no problem, so that what rests on them can be checked."""
    found = {}
    for path in files(folder):
        with suppress(SourceError):
            found[path.stem] = load(path)
    return found


def load(path: Path) -> Instrument:
    """One instrument file; a file that did not change is not read again. Raises SourceError."""
    try:
        stat = path.stat()
    except OSError as error:
        raise SourceError([Problem(shown(path), 1, f"the file cannot be read: {error.strerror}")]) from None
    key, now = str(path.absolute()), (stat.st_mtime_ns, stat.st_size)
    kept = _read.get(key)
    if kept is None or kept[:2] != now:
        kept = _read[key] = (*now, instrument(read(path, shown(path)), path.stem))
    return kept[2]


def shown(path: Path) -> str:
    """A path as messages print it: from the working folder where it lies below it."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
