"""`qol db`: bring the database's tables to a revision and back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from qol.settings import Settings

if TYPE_CHECKING:
    from qol.storage.database import Database

NAME = "db"
HELP = "Create, migrate or show the database's tables."
EXAMPLE = "python -m qol db upgrade"


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and to which revision."""
    parser.add_argument("action", choices=("upgrade", "downgrade", "current"), help="what to do")
    parser.add_argument("revision", nargs="?", help="revision to reach; upgrade: the newest when left out")
    parser.add_argument(
        "--discard-data",
        action="store_true",
        help="let a downgrade remove tables that hold patients or staff",
    )


def run(arguments: Namespace, settings: Settings) -> int:
    """Do it, and say where the database stands."""
    from qol.storage.database import Database

    database = Database(settings)
    try:
        if arguments.action != "current":
            _migrate(arguments, database)
        print(database.revision() or "no tables")
    finally:
        database.close()
    return 0


def _migrate(arguments: Namespace, database: Database) -> None:
    from qol.errors import QolError
    from qol.storage.database import REVISION

    if arguments.action == "upgrade" and arguments.revision is None and database.revision() == REVISION:
        return  # what every start asks; the migration tools are slow to load
    from qol.storage import migrating

    if arguments.action == "upgrade":
        migrating.upgrade(database, arguments.revision or "head")
        return
    if arguments.revision is None:
        raise QolError("Say which revision to go back to, for example: python -m qol db downgrade 0001")
    rows = migrating.rows_kept(database)
    if arguments.revision == "base" and rows and not arguments.discard_data:
        raise QolError(
            f"This would remove all tables with {rows} patients and accounts in them. "
            "Nothing was done; --discard-data does it all the same."
        )
    migrating.downgrade(database, arguments.revision)
