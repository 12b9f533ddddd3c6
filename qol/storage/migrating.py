"""Brings the tables to a revision and back, one process at a time; it runs before serving, never while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, NullPool, text

from qol.errors import QolError
from qol.storage.connections import WRITING, engine_for
from qol.storage.database import Database
from qol.storage.failures import plain_failures

SCRIPTS = Path(__file__).with_name("migrations")
UPGRADE_LOCK = text("SELECT pg_advisory_xact_lock(7161)")


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables up to a revision; all of it or nothing."""
    _run(database, lambda config: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to a revision; `base` removes them all."""
    _run(database, lambda config: command.downgrade(config, revision))


def rows_kept(database: Database) -> int:
    """How many patients and staff the database holds; 0 where it has no tables."""
    if database.revision() is None:
        return 0
    with database.reading() as session:
        return session.execute(
            text("SELECT (SELECT count(*) FROM patient) + (SELECT count(*) FROM staff)")
        ).scalar_one()


def config_for(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made here instead of in a file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _run(database: Database, step: Callable[[Config], None]) -> None:
    with _connection(database) as connection:
        try:
            step(config_for(connection))
        except CommandError as error:
            raise QolError(f"The database cannot be brought there: {error}.") from error
        if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
            raise QolError("The migration would leave rows that refer to nothing; nothing was changed.")


@contextmanager
def _connection(database: Database) -> Iterator[Connection]:
    """One transaction in the writers' turn; on SQLite without foreign keys, as rebuilding a table would cascade."""
    turn = database.turns.turn(database.patience) if database.turns else nullcontext()
    engine = engine_for(database.settings, database.patience, poolclass=NullPool, execution_options=WRITING)
    with plain_failures(), turn, engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        with connection.begin():
            if connection.dialect.name != "sqlite":
                connection.execute(UPGRADE_LOCK)
            yield connection
