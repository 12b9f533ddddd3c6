"""`qol analyse`: one analysis method on any table of one's own, without a study."""

import json
import math
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, Any

from qol.cli._analyse import methods

if TYPE_CHECKING:
    from qol.settings import Settings

NAME = "analyse"
HELP = "Run one analysis method on a table of your own: CSV, Parquet, SPSS or Stata."
EXAMPLE = "python -m qol analyse mmrm scores.csv --outcome QL2 --subject id --visit visit --group arm --json"


def add_arguments(parser: ArgumentParser) -> None:
    """Which method; then the table, and what its columns are."""
    chosen = parser.add_subparsers(dest="method", metavar="METHOD", required=True)
    for name, method in methods().items():
        one = chosen.add_parser(
            name,
            help=method.HELP,
            description=method.HELP,
            epilog=f"Example:\n  {method.EXAMPLE}",
            formatter_class=RawDescriptionHelpFormatter,
        )
        one.add_argument("file", metavar="FILE", help="a .csv, .parquet, .sav or .dta file, - for standard input")
        one.add_argument("--json", action="store_true", help="print JSON, in full precision")
        method.add_arguments(one)
        one.set_defaults(analyse=method)


def run(arguments: Namespace, settings: "Settings") -> int:
    """Read the table, run the method, print what it says."""
    from qol.analysis.own_table import read_own_table

    said = arguments.analyse.run(arguments, read_own_table(arguments.file))
    if arguments.json:
        print(json.dumps(_plain(said.numbers), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print("\n".join(said.lines))
    return 0


def _plain(value: Any) -> Any:
    """What JSON can hold: null for a number that is none."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
