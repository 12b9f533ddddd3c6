"""`qol references`: published thresholds, norms and differences, what is confirmed and what is not, with sources."""

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qol.instruments.definition import Instrument
    from qol.instruments.references import NotFoundNote, Reference, ReferenceRange, References, ReferenceSlot
    from qol.settings import Settings

NAME = "references"
HELP = "List published thresholds, norms and differences: confirmed, unconfirmed, not found; each with its source."
EXAMPLE = "python -m qol references qlq_c30"

SIDES = {"above": "above ", "at_least": "at least ", "below": "below ", "at_most": "at most ", None: ""}


def add_arguments(parser: ArgumentParser) -> None:
    """Id of an instrument, and whether to print JSON."""
    parser.add_argument("instrument", nargs="?", metavar="INSTRUMENT", help="only this instrument")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Print what is known, instrument by instrument."""
    from qol.instruments.build_references import load_references
    from qol.instruments.library import Library

    library = Library(settings.instruments_dir)
    chosen = [library[arguments.instrument]] if arguments.instrument else list(library.values())
    known = load_references(settings.instruments_dir / "references")
    if arguments.json:
        body = [_plain(instrument, known.of(instrument.id)) for instrument in chosen]
        print(json.dumps(body[0] if arguments.instrument else body, indent=2, ensure_ascii=False))
    else:
        print("\n\n".join("\n".join(_in_words(one, known.of(one.id))) for one in chosen))
    return 0


def _plain(instrument: "Instrument", known: "References") -> dict[str, Any]:
    parts = {
        "references": known.found, "ranges": known.ranges, "slots": known.slots, "not_found": known.not_found,
    }  # fmt: skip
    return {"instrument": instrument.id} | {
        name: [one.model_dump(mode="json", exclude={"instrument"}) for one in found] for name, found in parts.items()
    }


def _in_words(instrument: "Instrument", known: "References") -> "Iterator[str]":
    yield f"{instrument.id}: {instrument.title}"
    sections = {
        "Confirmed": [_number(one) for one in known.found if one.confirmed],
        "Not confirmed, so on no page": [_number(one) for one in known.found if not one.confirmed],
        "Ranges over the scales, the number of no single one": [_range(one) for one in known.ranges],
        "To be filled in from the paper": [_slot(one) for one in known.slots],
        "Looked for and not found": [_note(one) for one in known.not_found],
    }
    for title, lines in sections.items():
        if lines:
            yield f"  {title}"
            yield from (f"    {line}" for line in lines)
    if not any(sections.values()):
        yield "  Nothing is recorded."


def _number(one: "Reference") -> str:
    people = ", ".join([one.population, *([one.sex] if one.sex else []), *([_ages(one)] if one.ages else [])])
    quartiles = f" (quartiles {one.quartiles[0]:g} to {one.quartiles[1]:g})" if one.quartiles else ""
    said = f"{one.scale} {one.kind}, {_plainly(one.statistic)}: {SIDES[one.side]}{one.value:g}{quartiles}"
    return f"{said}. {people}. {one.source}{_also(one.note)}"


def _ages(one: "Reference") -> str:
    return f"{one.ages[0]:g} to {one.ages[1]:g} years"


def _range(one: "ReferenceRange") -> str:
    confirmed = "" if one.confirmed else " (not confirmed)"
    said = f"{one.kind}, {_plainly(one.statistic)}: {one.lowest:g} to {one.highest:g}{confirmed}"
    return f"{said}. {one.population}. {one.source}{_also(one.note)}"


def _slot(one: "ReferenceSlot") -> str:
    side = f", important {one.side.replace('_', ' ')} it" if one.side else ""
    return f"{one.scale} {one.kind}, {_plainly(one.statistic)}{side}. {one.population}. {one.source}{_also(one.note)}"


def _note(one: "NotFoundNote") -> str:
    return f"{one.scale or 'any scale'} {one.kind}. {one.note} Searched {one.searched}"


def _plainly(statistic: str) -> str:
    return statistic.replace("_", " ")


def _also(note: str | None) -> str:
    return f". {note}" if note else ""
