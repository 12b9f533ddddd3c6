"""`qol report`: print a report as PDF."""

import csv
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qol.settings import Settings
    from qol.study.results.reporting import Made

NAME = "report"
HELP = "Print a report as PDF; without a name, list the reports."
EXAMPLE = "python -m qol report group-comparison --out comparison.pdf"


def add_arguments(parser: ArgumentParser) -> None:
    """Which report, of whom, and where to."""
    parser.add_argument("name", nargs="?", help="which report; without it the reports are listed")
    parser.add_argument(
        "code", nargs="*", help="the patient's code, for a report about one patient; several print several"
    )
    parser.add_argument("--out", metavar="FILE", help="PDF to write, - for standard output; of several also a .zip")
    parser.add_argument("--day", metavar="YYYY-MM-DD", type=_day, help="summaries of all who answered on this day")
    parser.add_argument("--site", metavar="NAME", help="with --day: of this site alone")
    parser.add_argument("--numbers", metavar="FILE", help="also write every number of the report as CSV")
    parser.add_argument("--visit", metavar="ID", help="the visit to speak of, such as month_12")
    parser.add_argument(
        "--coded", action="store_true", help="no name, birth date or hospital number on a patient's page"
    )
    parser.add_argument("--language", metavar="CODE", help="of patient-copy, such as fa; else the patient's own")
    parser.add_argument(
        "--release", action="store_true", help="the copy that may leave the team: nothing tells of 1 to 7 people"
    )
    parser.add_argument(
        "--set", dest="disease_set", metavar="ID",
        help="of group-comparison, the set of stage and intent: stage_1_3, stage_4_curative, stage_4_palliative, "
        "stage_4_unrecorded, or pooled; else the one with most people in its smaller group",
    )  # fmt: skip
    parser.add_argument("--study", metavar="NAME", help="which study, where there are several")


def run(arguments: Namespace, settings: "Settings") -> int:
    """List the reports or print one."""
    from datetime import UTC, datetime

    from qol.reports import reports
    from qol.study.house import opened
    from qol.study.results.reporting import make_report
    from qol.study.trail.taking import note_taking

    if arguments.name is None:
        for name, report in reports().items():
            print(f"{name:18} {report.HELP}")
        return 0
    if arguments.out is None and arguments.name in reports():
        example = reports()[arguments.name].EXAMPLE
        print(f"Say where the PDF goes: {example}", file=sys.stderr)
        return 2
    if arguments.day or len(arguments.code) > 1:
        from qol.cli._many_reports import print_many

        return print_many(arguments, settings)
    code = arguments.code[0] if arguments.code else None
    with opened(settings) as house:
        made = make_report(
            house, arguments.name, arguments.study, datetime.now(UTC), code=code,
            visit=arguments.visit, named=not arguments.coded, language=arguments.language,
            release=arguments.release, disease_set=arguments.disease_set,
        )  # fmt: skip
        action = f"report.{arguments.name}{'.release' if arguments.release else ''}"
        note_taking(house, action, arguments.study, datetime.now(UTC), code)
    _write(made, arguments.out, arguments.numbers)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day such as 2026-03-12") from None


def _write(made: "Made", out: str, numbers: str | None) -> None:
    if out == "-":
        sys.stdout.buffer.write(made.pdf)
    else:
        Path(out).write_bytes(made.pdf)
    if numbers:
        with Path(numbers).open("w", newline="", encoding="utf-8") as file:
            _rows(file, made.numbers)


def _rows(file: Any, numbers: list[dict[str, Any]]) -> None:
    from qol.reports._printed import COLUMNS

    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(numbers)
