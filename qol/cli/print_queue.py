"""`qol print-queue`: the process that prints what staff order in batches."""

from argparse import ArgumentParser, Namespace

from qol.settings import Settings

NAME = "print-queue"
HELP = "Print the summaries that staff order in batches; `qol serve` starts it by itself."
EXAMPLE = "python -m qol print-queue"


def add_arguments(parser: ArgumentParser) -> None:
    """How long it runs."""
    parser.add_argument("--with-parent", action="store_true", help="end when the process that started it ends")


def run(arguments: Namespace, settings: Settings) -> int:
    """Print until told to end."""
    from qol.storage.database import Database
    from qol.study.printing.queue import consume

    database = Database(settings)
    try:
        database.require_current()
    finally:
        database.close()
    consume(settings, arguments.with_parent)
    return 0
