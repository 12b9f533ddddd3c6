"""Published thresholds, norms and important differences: four kinds of number, never one for another."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from qol.errors import Problem, SourceError
from qol.instruments.definition import Identifier, InstrumentId, Part, Text
from qol.instruments.reading import Entries, Problems, number
from qol.instruments.yaml_source import Node, read
from qol.instruments.yaml_source import Sequence as SequenceNode

KINDS = ("threshold", "norm", "difference", "change")
KEYS = (
    "scale",
    "kind",
    "statistic",
    "value",
    "quartiles",
    "side",
    "sex",
    "ages",
    "population",
    "source",
    "confirmed",
)


class Reference(Part):
    """One published number. kind: threshold (one patient), difference (groups), change (within), norm (population)."""

    instrument: InstrumentId
    scale: Identifier
    kind: str = Field(pattern="^(threshold|norm|difference|change)$")
    statistic: Text
    value: float
    quartiles: tuple[float, ...] = ()
    side: str | None = None
    sex: str | None = None
    ages: tuple[float, ...] = ()
    population: Text
    source: Text
    confirmed: bool


class NotFoundNote(Part):
    """What was looked for and not found, with the day of the search."""

    instrument: InstrumentId
    scale: Identifier | None = None
    kind: str
    searched: Text
    note: Text


@dataclass(frozen=True)
class References:
    """Every reference of a folder. Only confirmed ones reach a page."""

    found: tuple[Reference, ...]
    not_found: tuple[NotFoundNote, ...]

    def confirmed(self, instrument: str, scale: str, kind: str) -> tuple[Reference, ...]:
        """The confirmed numbers of one kind for a scale."""
        wanted = (instrument, scale, kind)
        return tuple(r for r in self.found if r.confirmed and (r.instrument, r.scale, r.kind) == wanted)

    def threshold(self, instrument: str, scale: str) -> Reference | None:
        """The confirmed threshold of a scale, where there is one."""
        return next(iter(self.confirmed(instrument, scale, "threshold")), None)


def load_references(folder: Path) -> References:
    """The references of a folder; raises SourceError with the problems of every file."""
    found: list[Reference] = []
    absent: list[NotFoundNote] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            references, notes = read_references(path)
        except SourceError as error:
            problems += error.problems
        else:
            found += references
            absent += notes
    if problems:
        raise SourceError(sorted(problems))
    return References(tuple(found), tuple(absent))


def read_references(path: Path, shown: str | None = None) -> tuple[Sequence[Reference], Sequence[NotFoundNote]]:
    """One file of references; raises SourceError."""
    source = read(path, shown)
    problems = Problems(source.file)
    top = Entries(source.root, "the file", ("instrument", "references", "not_found"), problems)
    instrument = top.text("instrument", needed=True) or ""
    references = top.each("references", lambda node: _reference(node, instrument, problems))
    notes = top.each("not_found", lambda node: _note(node, instrument, problems))
    if problems.found:
        raise SourceError(sorted(problems.found))
    return references, notes


def _reference(node: Node, instrument: str, problems: Problems) -> Reference | None:
    entries = Entries(node, "the reference", KEYS, problems)
    for key in ("scale", "kind", "statistic", "value", "population", "source", "confirmed"):
        if not entries.has(key):
            problems.add(entries.line, f"the reference needs {key}")
            return None
    texts = {key: entries.text(key) for key in ("scale", "kind", "statistic", "side", "sex", "population", "source")}
    return entries.make(
        Reference, instrument=instrument, value=entries.number("value"), confirmed=entries.truth("confirmed"),
        quartiles=_numbers(entries, "quartiles"), ages=_numbers(entries, "ages"), **texts,
    )  # fmt: skip


def _numbers(entries: Entries, key: str) -> tuple[float, ...]:
    node = entries.values.get(key)
    if not isinstance(node, SequenceNode):
        return ()
    found = (number(value, key, entries.problems) for value in node.values)
    return tuple(value for value in found if value is not None)


def _note(node: Node, instrument: str, problems: Problems) -> NotFoundNote | None:
    entries = Entries(node, "the note", ("scale", "kind", "searched", "note"), problems)
    texts = {key: entries.text(key) for key in ("scale", "kind", "searched", "note")}
    return entries.make(NotFoundNote, instrument=instrument, **texts)
