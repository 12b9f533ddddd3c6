"""`qol instruments`: what the library holds, or one instrument in full."""

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from qol.cli._facts import fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qol.instruments.definition import Condition, Instrument, Scale
    from qol.instruments.wording import AnyPack
    from qol.settings import Settings

NAME = "instruments"
HELP = "List the instruments, show one (items, scales, licence, source, languages), or print its paper form."
EXAMPLE = "python -m qol instruments lars"
TO_BE_SUPPLIED = "to be supplied: it can be scored, not shown"


def add_arguments(parser: ArgumentParser) -> None:
    """Id of an instrument, and what is wanted of it."""
    parser.add_argument("id", nargs="?", help="instrument to show")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of instrument files, for editors")
    parser.add_argument("--form", metavar="FILE.pdf", help="write the paper form of the instrument, - for output")
    parser.add_argument("--language", metavar="L", help="of the paper form, such as de; else the instrument's own")
    parser.add_argument("--study", metavar="NAME", help="print the form in the words that this study shows")
    parser.add_argument(
        "--fact", type=fact, action="append", default=[], metavar="NAME=VALUE",
        help="what is certain of whoever gets the form, such as stoma=no: the rest is left away",
    )  # fmt: skip
    parser.add_argument("--licences", action="store_true", help="print the table of licences (docs/licences.md)")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Print the list, one instrument, its form, or the schema of all."""
    if arguments.schema:
        return _schema()
    if arguments.form:
        return _form(arguments, settings)
    from qol.instruments.library import Library
    from qol.instruments.wording import read_packs

    library = Library(settings.instruments_dir)
    if arguments.licences:
        from qol.instruments.licences import document

        print(document(library.values()), end="")
        return 0
    chosen = [library[arguments.id]] if arguments.id else list(library.values())
    packs = read_packs(settings.instruments_dir / "wording", settings.data_dir / "wording")
    if arguments.json:
        body = [summary(instrument, packs) for instrument in chosen]
        print(json.dumps(body[0] if arguments.id else body, indent=2, ensure_ascii=False))
    elif arguments.id:
        print("\n".join(_in_full(chosen[0], packs)))
    else:
        for one in chosen:
            wording = one.validation if one.servable else "to be supplied"
            print(f"{one.id:24} {len(one.items):3} items {len(one.scales):3} scales  {wording:14} {one.title}")
    return 0


def _schema() -> int:
    from qol.instruments.schema import instrument_schema

    print(json.dumps(instrument_schema(), indent=2, ensure_ascii=False))
    return 0


def _form(arguments: Namespace, settings: "Settings") -> int:
    from qol.cli._instrument_form import print_form

    if not arguments.id:
        print("Say which instrument: python -m qol instruments lars --form lars.pdf", file=sys.stderr)
        return 2
    return print_form(arguments, settings)


def summary(instrument: "Instrument", packs: "Sequence[AnyPack]") -> dict[str, Any]:
    """An instrument as plain data, with its hashes and the languages that it can be had in."""
    from qol.instruments.hashes import scoring_hash, wording_hash
    from qol.instruments.wording import notice_of

    body = instrument.model_dump(mode="json", exclude={"examples"})
    more = {
        "scoring_hash": scoring_hash(instrument),
        "wording_hash": wording_hash(instrument),
        "languages": _languages(instrument, packs),
        "servable": instrument.servable,
        "notice": notice_of(instrument) if instrument.servable else TO_BE_SUPPLIED,
    }
    return body | more


def _languages(instrument: "Instrument", packs: "Sequence[AnyPack]") -> list[dict[str, str]]:
    """Language by language whose words they are; a pack says to which study and until when."""
    from qol.instruments.wording import Pack

    own = [{"language": instrument.language, "wording": instrument.validation}] if instrument.servable else []
    licensed = [
        {"language": p.language, "wording": "licensed", "study": p.study, "expires": p.expires.isoformat()}
        for p in packs
        if isinstance(p, Pack) and p.instrument == instrument.id
    ]
    return own + licensed


def _in_full(instrument: "Instrument", packs: "Sequence[AnyPack]") -> list[str]:
    from qol.instruments.wording import notice_of

    licence = instrument.licence
    lines = [
        f"{instrument.title} ({instrument.id} {instrument.version}, {instrument.status})",
        *([instrument.status_reason] if instrument.status_reason else []),
        f"Wording: {notice_of(instrument) if instrument.servable else TO_BE_SUPPLIED}. Licence: {licence.status}"
        + (f", {licence.holder}" if licence.holder else "")
        + (f", {licence.name}" if licence.name else ""),
        *([licence.note] if licence.note else []),
        f"Languages: {'; '.join(' '.join(one.values()) for one in _languages(instrument, packs)) or 'none'}",
        f"Reference: {instrument.reference}",
        *instrument.sources,
        f"Missing answers: {instrument.missing_rule}",
    ]
    if instrument.applies_if:
        lines.append(f"Asked of: {_only(instrument.applies_if, instrument)}")
    for page in instrument.pages:
        lines += ["", page.section + (f" ({page.recall})" if page.recall else "")]
        for item in page.items:
            asked = [_only(one, instrument) for one in (page.ask_if, item.ask_if) if one]
            only = f"  [{' and '.join(asked)}]" if asked else ""
            lines.append(f"  {item.id:5} {item.label:32} {' / '.join(item.ask.values())}{only}")
    return [*lines, "", *(line for scale in instrument.scales for line in _scale(scale, instrument))]


def _only(condition: "Condition", instrument: "Instrument") -> str:
    from qol.instruments.conditions import in_words

    return f"{in_words(condition, instrument)} only"


def _scale(scale: "Scale", instrument: "Instrument") -> list[str]:
    parts = " ".join(scale.parts)
    direction = f"higher is {scale.higher_means}" + (f": {scale.meaning}" if scale.meaning else "")
    ends = f"{scale.lowest:g}-{scale.highest:g}"
    only = f"; {_only(scale.applies_if, instrument)}" if scale.applies_if else ""
    wide = max(8, *(len(one) for one in instrument.scale_by_id))
    line = (
        f"{scale.id:{wide}} {scale.label:36} {ends:7} {direction}; {scale.method} of {parts}, needs {scale.needs}{only}"
    )
    return [line, *(f"{'':{wide}} {band.lowest:g}-{band.highest:g} {band.label}" for band in scale.bands)]
