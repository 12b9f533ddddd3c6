"""`qol instruments`: what the library holds, or one instrument in full."""

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qol.instruments.definition import Instrument, Scale
    from qol.settings import Settings

NAME = "instruments"
HELP = "List the instruments, or show one: items, scales, licence, source, language."
EXAMPLE = "python -m qol instruments lars"


def add_arguments(parser: ArgumentParser) -> None:
    """Id of an instrument, and whether to print JSON."""
    parser.add_argument("id", nargs="?", help="instrument to show")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Print the list or one instrument."""
    from qol.instruments.library import Library

    library = Library(settings.instruments_dir)
    chosen = [library[arguments.id]] if arguments.id else list(library.values())
    if arguments.json:
        body = [summary(instrument) for instrument in chosen]
        print(json.dumps(body[0] if arguments.id else body, indent=2, ensure_ascii=False))
    elif arguments.id:
        print("\n".join(_in_full(chosen[0])))
    else:
        for one in chosen:
            print(f"{one.id:24} {len(one.items):3} items {len(one.scales):3} scales  {one.validation:14} {one.title}")
    return 0


def summary(instrument: "Instrument") -> dict[str, Any]:
    """An instrument as plain data, with its hashes."""
    from qol.instruments.hashes import scoring_hash, wording_hash
    from qol.instruments.wording import notice_of

    body = instrument.model_dump(mode="json", exclude={"examples"})
    more = {"scoring_hash": scoring_hash(instrument), "wording_hash": wording_hash(instrument)}
    return body | more | {"servable": instrument.servable, "notice": notice_of(instrument)}


def _in_full(instrument: "Instrument") -> list[str]:
    from qol.instruments.wording import notice_of

    licence = instrument.licence
    lines = [
        f"{instrument.title} ({instrument.id} {instrument.version}, {instrument.status})",
        f"Wording: {notice_of(instrument)}. Licence: {licence.status}"
        + (f", {licence.holder}" if licence.holder else "")
        + (f", {licence.name}" if licence.name else ""),
        *([licence.note] if licence.note else []),
        f"Reference: {instrument.reference}",
        *instrument.sources,
        f"Missing answers: {instrument.missing_rule}",
        "",
    ]
    for page in instrument.pages:
        lines.append(page.section + (f" ({page.recall})" if page.recall else ""))
        lines += [f"  {item.id:5} {item.label:32} {' / '.join(item.ask.values())}" for item in page.items]
    return [*lines, "", *(_scale(scale) for scale in instrument.scales)]


def _scale(scale: "Scale") -> str:
    parts = " ".join(scale.items or scale.points or scale.scales)
    direction = f"higher is {scale.higher_means}" + (f": {scale.meaning}" if scale.meaning else "")
    ends = f"{scale.lowest:g}-{scale.highest:g}"
    return f"{scale.id:8} {scale.label:36} {ends:7} {direction}; {scale.method} of {parts}, needs {scale.needs}"
