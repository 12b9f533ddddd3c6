"""Files of published numbers: `references/<instrument>.yaml`, every problem with its line."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from qol.errors import Problem, SourceError
from qol.instruments.definition import Instrument
from qol.instruments.reading import Entries, Problems, number
from qol.instruments.references import NotFoundNote, Reference, ReferenceRange, References, ReferenceSlot
from qol.instruments.yaml_source import Node, read
from qol.instruments.yaml_source import Sequence as SequenceNode

NEEDED = ("kind", "statistic", "population", "source", "confirmed")
KEYS = (*NEEDED, "scale", "value", "range", "quartiles", "side", "sex", "ages", "note")
TEXTS = ("scale", "kind", "statistic", "side", "sex", "population", "source", "note")
RANGE_KEYS = ("value", "scale", "side", "quartiles", "sex", "ages")
SLOT_KEYS = ("quartiles", "sex", "ages")

Kept = Reference | ReferenceRange | ReferenceSlot


def load_references(folder: Path) -> References:
    """The references of a folder; raises SourceError with the problems of every file."""
    found = References()
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found += read_references(path)
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(sorted(problems))
    return found


def read_references(
    path: Path, shown: str | None = None, library: Mapping[str, Instrument] | None = None
) -> References:
    """One file of references; raises SourceError. With a library also scales that the instrument does not have."""
    source = read(path, shown)
    problems = Problems(source.file)
    top = Entries(source.root, "the file", ("instrument", "references", "not_found"), problems)
    name = top.text("instrument", needed=True) or ""
    instrument = library[name] if library is not None and name in library else None
    if library is not None and name and instrument is None:
        top.refuse("instrument", f"no instrument {name} can be read; there are {', '.join(library)}")
    made = top.each("references", lambda node: _reference(node, name, instrument, problems))
    _one_threshold(made, top, problems)
    notes = top.each("not_found", lambda node: _note(node, name, instrument, problems))
    if problems.found:
        raise SourceError(sorted(problems.found))
    return References(
        tuple(one for one in made if isinstance(one, Reference)),
        notes,
        tuple(one for one in made if isinstance(one, ReferenceRange)),
        tuple(one for one in made if isinstance(one, ReferenceSlot)),
    )


def _reference(node: Node, name: str, instrument: Instrument | None, problems: Problems) -> Kept | None:
    """A number of a scale, a range over scales, or a slot that waits for its number."""
    entries = Entries(node, "the reference", KEYS, problems)
    for key in NEEDED:
        if not entries.has(key):
            entries.refuse(key, f"the reference needs {key}")
    entries.told.add("instrument")
    texts = {key: entries.text(key) for key in TEXTS}
    if entries.has("range"):
        return _range(entries, name, texts)
    if not entries.has("scale"):
        entries.refuse("scale", "the reference needs scale, or range where it lies over several scales")
    if texts["kind"] == "threshold" and not entries.has("side"):
        entries.refuse(
            "side",
            "the reference: a threshold needs side: above, at_least, below or at_most, where a score is important",
        )
    _known_scale(entries, texts["scale"], instrument)
    if not entries.has("value"):
        return _slot(entries, name, texts)
    return entries.make(
        Reference, instrument=name, value=entries.number("value"), confirmed=entries.truth("confirmed"),
        quartiles=_numbers(entries, "quartiles"), ages=_numbers(entries, "ages"), **texts,
    )  # fmt: skip


def _range(entries: Entries, name: str, texts: dict[str, str | None]) -> ReferenceRange | None:
    for key in RANGE_KEYS:
        if entries.has(key):
            entries.refuse(key, f"the reference has a range over several scales; {key} means nothing beside it")
    ends = _numbers(entries, "range")
    entries.told |= {"lowest", "highest"}
    lowest, highest = ends if len(ends) == 2 else (None, None)
    kept = {key: text for key, text in texts.items() if key not in RANGE_KEYS}
    return entries.make(
        ReferenceRange, instrument=name, lowest=lowest, highest=highest, confirmed=entries.truth("confirmed"), **kept
    )


def _slot(entries: Entries, name: str, texts: dict[str, str | None]) -> ReferenceSlot | None:
    if entries.truth("confirmed"):
        entries.refuse("confirmed", "the reference needs value; without one it is a slot and says confirmed: false")
    for key in SLOT_KEYS:
        if entries.has(key):
            entries.refuse(key, f"the reference needs value; {key} means nothing without it")
    kept = {key: text for key, text in texts.items() if key not in SLOT_KEYS}
    return entries.make(ReferenceSlot, instrument=name, **kept)


def _one_threshold(made: Iterable[object], top: Entries, problems: Problems) -> None:
    """Where sources differ none is confirmed: a page draws one line."""
    scales = [one.scale for one in made if isinstance(one, Reference) and one.confirmed and one.kind == "threshold"]
    for scale in sorted({scale for scale in scales if scales.count(scale) > 1}):
        problems.add(top.line_of("references"), f"the scale {scale} has two confirmed thresholds; confirm one at most")


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
    if texts["searched"] is not None and not _is_day(texts["searched"]):
        entries.refuse("searched", "searched of the note must be a day, such as 2026-11-23")
    return entries.make(NotFoundNote, instrument=name, **texts)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
