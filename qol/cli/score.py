"""`qol score`: score a table of answers."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, NoReturn

from qol.cli._facts import fact, stated
from qol.errors import QolError
from qol.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qol.scoring.table_file import Done
    from qol.tables import InOrder, TableReader

NAME = "score"
HELP = "Score a CSV, Parquet, SPSS or Stata table of answers."
EXAMPLE = "python -m qol score qlq_cr29 answers.csv --fact sex=female --out scores.csv"


def add_arguments(parser: ArgumentParser) -> None:
    """Instrument, file, and how to read and write it."""
    parser.add_argument("instrument", metavar="INSTRUMENT", help="an id such as qlq_c30; `qol instruments` lists them")
    parser.add_argument("file", metavar="FILE", help="a .csv, .parquet, .sav or .dta file, - for standard input")
    parser.add_argument(
        "--out", metavar="FILE", default="-", help="where to write, - for CSV to standard output (default)"
    )
    parser.add_argument("--long", action="store_true", help="one row a scale: answered, asked, outcome and reason")
    parser.add_argument("--prefix", metavar="P", default="", help="what stands before the item ids, such as qlq_c30_")
    parser.add_argument("--score-prefix", metavar="P", default="", help="what to write before the scale ids")
    parser.add_argument(
        "--fact",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=fact,
        help="a fact of all rows, such as stoma=no",
    )
    parser.add_argument("--option", metavar="NAME", help="another way of scoring that the instrument names")
    parser.add_argument(
        "--scales", metavar="A,B", type=_names, default=(), help="these scales alone; all of them without it"
    )
    parser.add_argument(
        "--impossible",
        choices=("stop", "missing"),
        default="stop",
        help="answers that are not on offer: stop and name them (default), or count them as missing",
    )
    parser.add_argument(
        "--engine",
        choices=("local", "dask"),
        default="local",
        help="where the work is done: threads of this process (default), or the processes of a dask cluster",
    )
    parser.add_argument(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        type=_address,
        help="with --engine dask: an existing cluster; without it, one process a processor of this machine",
    )


def run(arguments: Namespace, settings: Settings) -> int:
    """Score the table; say on standard error what is empty and how many answers were counted as missing."""
    from qol.instruments.library import Library
    from qol.scoring.chosen import chosen
    from qol.scoring.scored_run import Wishes
    from qol.scoring.table_file import score_file

    library = Library(settings.instruments_dir)
    instrument = chosen(library[arguments.instrument], arguments.option, arguments.scales)
    wishes = Wishes(
        prefix=arguments.prefix,
        score_prefix=arguments.score_prefix,
        stated=stated(arguments.fact),
        long=arguments.long,
        impossible_is_missing=arguments.impossible == "missing",
        scales=arguments.scales,
    )
    with _engine(arguments) as engine, _bar() as progress:
        done = score_file(instrument, arguments.file, arguments.out, wishes, progress, engine)
    for line in _notes(done):
        print(line, file=sys.stderr)
    return 0


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _notes(done: "Done") -> "Iterator[str]":
    """What the reader must know of a table that was scored."""
    for scale, lacking in done.short_of.items():
        yield f"{scale} is empty: the table holds a short form, without {', '.join(lacking)}."
    if done.user_missing:
        yield f"Cells that the file declares missing, read as missing: {_by_column(done.user_missing)}."
    if done.impossible:
        yield f"Impossible answers counted as missing: {_by_column(done.impossible)}."
    if done.cut_labels:
        yield f"Labels of columns cut to what the format holds: {', '.join(done.cut_labels)}."


def _by_column(counts: "Mapping[str, int]") -> str:
    return f"{sum(counts.values())} ({', '.join(f'{column} {count}' for column, count in counts.items())})"


def _address(text: str) -> str:
    if not re.fullmatch(r"(tcp|tls)://[^/\s]+:\d+", text):
        raise ArgumentTypeError(f"{text!r} is not tcp://HOST:PORT")
    return text


def _engine(arguments: Namespace) -> "AbstractContextManager[InOrder]":
    from qol.tables import in_order

    if arguments.engine == "dask":
        from qol.scoring.on_dask import dask_in_order

        return dask_in_order(arguments.scheduler)
    if arguments.scheduler:
        raise QolError("--scheduler is for --engine dask.")
    return nullcontext(in_order)


@contextmanager
def _bar() -> "Iterator[Callable[[TableReader], None]]":
    """A progress bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with ExitStack() as drawn:
        bars: list[tqdm[NoReturn]] = []

        def show(reader: "TableReader") -> None:
            if not bars:
                quiet = not sys.stderr.isatty()
                bars.append(tqdm(total=reader.total, unit=reader.unit, unit_scale=True, leave=False, disable=quiet))
                drawn.enter_context(bars[0])
            bars[0].update(reader.done() - bars[0].n)

        yield show
