"""Wording packs: files of licensed texts that replace our own words, and nothing but words.

A pack lies in `instruments/wording/` or in the data folder's `wording/`, usually as `<instrument>.<language>.yaml`.
One that the product has stored carries the moment and its digest in its name. Codes, order, conditions and scoring
stay those of the instrument.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from qol.errors import Problem, SourceError
from qol.instruments.definition import Identifier, InstrumentId, Language, Part, Text
from qol.instruments.reading import Problems
from qol.instruments.wording_source import KEYS, UNFILLED, PackPage, parts_of
from qol.instruments.yaml_source import Source, parse_bytes, read

__all__ = ["KEYS", "BrokenPack", "Pack", "added", "draft_of", "plain_name", "read_pack", "read_packs", "stored_name"]

STORED = re.compile(r"(?P<plain>.+)\.(?P<at>\d{8}T\d{6}Z)\.(?P<digest>[0-9a-f]{12})\.yaml")
"""Name of a stored pack: what it is for, when it was added (UTC), the first digits of its digest."""


class Pack(Part):
    """One licensed wording. study: the name of the study it is granted to; expires: its last day.

    items: item id -> name of the variant ("" for the only one) -> words; answers: answer set -> code -> words;
    pages: in the order of the form. digest: SHA-256 (hex) of the file.
    """

    file: str
    instrument: InstrumentId
    language: Language
    holder: Text
    agreement: Text
    study: Text
    title: Text
    expires: date
    items: Mapping[Identifier, Mapping[str, Text]]
    answers: Mapping[Identifier, Mapping[int, Text]]
    pages: tuple[PackPage, ...]
    digest: str

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.file).name


@dataclass(frozen=True)
class BrokenPack:
    """A file in a wording folder that is no whole pack and serves nobody; what it is meant for as far as it says."""

    file: str
    instrument: str
    language: str
    study: str
    digest: str
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.file).name


def read_packs(*folders: Path) -> tuple[Pack | BrokenPack, ...]:
    """Every file of the folders; one with problems stops nothing but the questionnaire that it is meant for."""
    files = (file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.yaml")))
    return tuple(_kept_or_read(path.absolute()) for path in files)


def read_pack(path: Path, shown: str | None = None) -> Pack:
    """One pack; raises SourceError with every problem of its form."""
    source = read(path, shown)
    made, problems = draft_of(source, sha256(path.read_bytes()).hexdigest())
    if problems:
        raise SourceError(problems)
    return made


def draft_of(source: Source, digest: str) -> tuple[Pack, tuple[Problem, ...]]:
    """The pack of a file that has been read, and what is wrong with its form; with problems it is a draft only."""
    problems = Problems(source.file)
    stored = STORED.fullmatch(Path(source.file).name)
    if stored and not digest.startswith(stored["digest"]):
        problems.add(1, "the file was changed after it was added; add the changed file as a new one")
    top, parts = parts_of(source, problems)
    parts |= {"file": source.file, "digest": digest}
    made = top.make(Pack, **{key: None if value == UNFILLED else value for key, value in parts.items()})
    return made or Pack.model_construct(**parts), tuple(sorted(problems.found))


def stored_name(pack: Pack, at: str) -> str:
    """The name under which a pack is kept; at: the moment as 20261126T220500Z."""
    return f"{pack.instrument}.{pack.language}.{at}.{pack.digest[:12]}.yaml"


def plain_name(name: str) -> str:
    """A file's name without the marks of a stored pack: what was taken out and changed is a new file."""
    stored = STORED.fullmatch(name)
    return f"{stored['plain']}.yaml" if stored else name


def added(file: str) -> str:
    """When a stored pack was added, as its name says; empty for a file laid by hand."""
    stored = STORED.fullmatch(Path(file).name)
    return stored["at"] if stored else ""


_kept: dict[Path, tuple[int, int, Pack | BrokenPack]] = {}
"""Path -> time of change, size and what was read: every page of a licensed form asks for it."""


def _kept_or_read(path: Path) -> Pack | BrokenPack:
    try:
        stat = path.stat()
    except OSError:
        return _read(path)
    kept, now = _kept.get(path), (stat.st_mtime_ns, stat.st_size)
    if kept is None or kept[:2] != now:
        kept = _kept[path] = (*now, _read(path))
    return kept[2]


def _read(path: Path) -> Pack | BrokenPack:
    try:
        body = path.read_bytes()
    except OSError as error:
        return _broken(path, "", (Problem(str(path), 1, f"the file cannot be read: {error.strerror}"),), {})
    digest = sha256(body).hexdigest()
    try:
        draft, problems = draft_of(parse_bytes(body, str(path)), digest)
    except SourceError as error:
        return _broken(path, digest, error.problems, {})
    return _broken(path, digest, problems, draft.__dict__) if problems else draft


def _broken(path: Path, digest: str, problems: tuple[Problem, ...], said: Mapping[str, object]) -> BrokenPack:
    """What the file says of itself goes before what its name says."""
    by_name = path.name.split(".")
    instrument = _told(said, "instrument") or by_name[0]
    language = _told(said, "language") or (by_name[1] if len(by_name) > 2 else "")
    return BrokenPack(str(path), instrument, language, _told(said, "study"), digest, problems)


def _told(said: Mapping[str, object], key: str) -> str:
    text = said.get(key)
    return text if isinstance(text, str) and text != UNFILLED else ""
