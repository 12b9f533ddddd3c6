"""`qol rescore`: what stored scores would become under the definitions that the library has now."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from qol.errors import QolError

if TYPE_CHECKING:
    from qol.settings import Settings
    from qol.study.results.rescoring import Redefined, Rescored
    from qol.study.results.rescoring_scales import ScaleChange

NAME = "rescore"
HELP = "Say which stored scores the library's present definitions would change, and why. Changes nothing."
EXAMPLE = "python -m qol rescore --dry-run --study nomis"


def add_arguments(parser: ArgumentParser) -> None:
    """The study, and how to print."""
    parser.add_argument("--dry-run", action="store_true", help="score both ways and compare; there is no other run")
    parser.add_argument("--study", metavar="NAME", help="which study, where there are several")
    parser.add_argument("--json", action="store_true", help="everything as JSON")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Compare and print; refuses to do more."""
    if not arguments.dry_run:
        raise QolError(
            "Stored forms keep the definition that they were answered with, and their scores are made when they are "
            "read, so nothing is stored anew: only `qol rescore --dry-run` exists. "
            "To score old answers by a new definition, export them and use `qol score`."
        )
    from qol.study.house import opened
    from qol.study.results.rescoring import rescored

    with opened(settings) as house:
        found = rescored(house, arguments.study)
    print(json.dumps(asdict(found), indent=2, ensure_ascii=False) if arguments.json else "\n".join(_said(found)))
    return 0


def _said(found: "Rescored") -> Iterator[str]:
    if not found.redefined:
        yield f"All {found.forms} forms of {found.study} are scored as the library scores today."
        return
    for one in found.redefined:
        yield from _redefined(one)
        yield ""
    yield "Nothing was changed: every form keeps the definition that it was answered with."


def _redefined(one: "Redefined") -> Iterator[str]:
    forms = f"{one.forms} forms of {one.patients} patients were answered with version {one.version_before}"
    if one.version is None:
        yield f"{one.instrument}: {forms}; the library has no {one.instrument} any more."
        return
    yield f"{one.instrument}: {forms}; the library has version {one.version}."
    if one.version == one.version_before:
        yield "  Both call themselves the same version, which should not be: see `version` in docs/instruments.md."
    yield "  What differs:"
    yield from (f"    {sentence}" for sentence in one.why)
    if one.not_offered:
        yield f"  Answers that version {one.version} does not offer and would take as missing: {one.not_offered}."
    if not one.scales:
        yield "  No stored score would change."
        return
    yield f"  Scores would change in {one.changed_forms} forms of {one.changed_patients} patients:"
    for scale in one.scales:
        yield from _scale(scale)


def _scale(scale: "ScaleChange") -> Iterator[str]:
    parts = []
    if scale.differ:
        parts.append(f"{scale.differ} differ by {_signed(scale.least)} to {_signed(scale.greatest)} "
                     f"(median {_signed(scale.median)})")  # fmt: skip
    parts += [f"{scale.appear} appear"] if scale.appear else []
    parts += [f"{scale.vanish} vanish"] if scale.vanish else []
    parts += [f"{scale.otherwise} keep their value under another outcome or band"] if scale.otherwise else []
    yield f"    {scale.scale}: {scale.forms} forms of {scale.patients} patients: {', '.join(parts)}"
    for example in scale.examples:
        visit = example.visit or "outside every visit"
        yield f"      {example.patient}, {visit}: {_number(example.before)} -> {_number(example.now)}"


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.4g}"


def _number(value: float | None) -> str:
    return "no score" if value is None else f"{value:.4g}"
