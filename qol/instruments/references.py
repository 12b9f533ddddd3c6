"""Published thresholds, norms and important differences: four kinds of number, never one for another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from qol.errors import Problem, SourceError
from qol.instruments.definition import Identifier, Instrument, InstrumentId, Part, Text
from qol.instruments.reading import Entries, Problems, number
from qol.instruments.yaml_source import Node, read
from qol.instruments.yaml_source import Sequence as SequenceNode

Kind = Literal["threshold", "norm", "difference", "change"]
NEEDED = ("scale", "kind", "statistic", "value", "population", "source", "confirmed")
KEYS = (*NEEDED, "quartiles", "side", "sex", "ages")


class Reference(Part):
    """One published number. kind: threshold (one patient), difference (groups), change (within), norm (population)."""

    instrument: InstrumentId
    scale: Identifier
    kind: Kind
    statistic: Text
    value: float
    quartiles: tuple[float, ...] = ()
    side: Literal["above", "below"] | None = None
    """For a threshold: the side on which a score is clinically important."""
    sex: str | None = None
    ages: tuple[float, ...] = ()
    population: Text
    source: Text
    confirmed: bool


class NotFoundNote(Part):
    """What was looked for and not found, with the day of the search."""

    instrument: InstrumentId
    scale: Identifier | None = None
    kind: Kind
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


def read_references(
    path: Path, shown: str | None = None, library: Mapping[str, Instrument] | None = None
) -> tuple[Sequence[Reference], Sequence[NotFoundNote]]:
    """One file of references; raises SourceError. With a library also scales that the instrument does not have."""
    source = read(path, shown)
    problems = Problems(source.file)
    top = Entries(source.root, "the file", ("instrument", "references", "not_found"), problems)
    name = top.text("instrument", needed=True) or ""
    instrument = library[name] if library is not None and name in library else None
    if library is not None and name and instrument is None:
        top.refuse("instrument", f"no instrument {name} can be read; there are {', '.join(library)}")
    references = top.each("references", lambda node: _reference(node, name, instrument, problems))
    notes = top.each("not_found", lambda node: _note(node, name, instrument, problems))
    if problems.found:
        raise SourceError(sorted(problems.found))
    return references, notes


def _reference(node: Node, name: str, instrument: Instrument | None, problems: Problems) -> Reference | None:
    entries = Entries(node, "the reference", KEYS, problems)
    for key in NEEDED:
        if not entries.has(key):
            entries.refuse(key, f"the reference needs {key}")
    entries.told.add("instrument")
    texts = {key: entries.text(key) for key in ("scale", "kind", "statistic", "side", "sex", "population", "source")}
    if texts["kind"] == "threshold" and not entries.has("side"):
        entries.refuse("side", "the reference: a threshold needs side: above or below, where a score is important")
    _known_scale(entries, texts["scale"], instrument)
    return entries.make(
        Reference, instrument=name, value=entries.number("value"), confirmed=entries.truth("confirmed"),
        quartiles=_numbers(entries, "quartiles"), ages=_numbers(entries, "ages"), **texts,
    )  # fmt: skip


def _known_scale(entries: Entries, scale: str | None, instrument: Instrument | None) -> None:
    if scale is not None and instrument is not None and scale not in instrument.scale_by_id:
        known = ", ".join(instrument.scale_by_id)
        entries.refuse("scale", f"{entries.what}: {instrument.id} has no scale {scale}; there are {known}")


def _numbers(entries: Entries, key: str) -> tuple[float, ...]:
    """Two numbers, the lower first, or none."""
    if not entries.has(key):
        return ()
    node = entries.values[key]
    values = node.values if isinstance(node, SequenceNode) else ()
    found = [number(value, f"{key} of {entries.what}", entries.problems) for value in values]
    ends = tuple(value for value in found if value is not None)
    if len(ends) == len(found) and (len(ends) != 2 or ends[0] > ends[1]):
        entries.refuse(key, f"{key} of {entries.what} must be two numbers, [lower, upper]")
    return ends


def _note(node: Node, name: str, instrument: Instrument | None, problems: Problems) -> NotFoundNote | None:
    entries = Entries(node, "the note", ("scale", "kind", "searched", "note"), problems)
    entries.told.add("instrument")
    texts = {key: entries.text(key, needed=key != "scale") for key in ("scale", "kind", "searched", "note")}
    _known_scale(entries, texts["scale"], instrument)
    return entries.make(NotFoundNote, instrument=name, **texts)
