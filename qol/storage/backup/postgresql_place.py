"""A restored PostgreSQL database, made in a schema beside the one in use; both change places in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, NullPool, inspect, make_url, text
from sqlalchemy.exc import ProgrammingError

from qol.errors import BackupRefused
from qol.settings import Settings
from qol.storage.backup.places import IN_USE
from qol.storage.connections import WRITING, engine_for
from qol.storage.tables import Row

OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
)
"""Others that are connected; the server's own cleaning has no user."""
FUNCTIONS = text(
    "SELECT DISTINCT f.proname"
    " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid"
    " WHERE NOT t.tgisinternal AND c.relnamespace = CAST(:schema AS regnamespace) AND c.relname = ANY(:tables)"
)
"""The functions behind the guards of our tables."""


class PostgreSQLPlace:
    """The schema in use, and the one that is made."""

    def __init__(self, settings: Settings, token: str) -> None:
        self._settings = settings
        self._new = token.replace("-", "_")

    def url(self) -> str:
        """The same database, where the new schema is the only one on the path."""
        url = make_url(self._settings.database_url)
        options = f"{url.query.get('options', '')} -csearch_path={self._new}".strip()
        return url.update_query_dict({"options": options}).render_as_string(hide_password=False)

    def engine(self) -> Engine | None:
        """The database in use, whether or not it has tables."""
        return engine_for(self._settings, poolclass=NullPool)

    def prepare(self) -> None:
        """The new schema, and nobody else in the database."""
        try:
            with self._writing() as connection:
                _refuse_other_users(connection)
                connection.exec_driver_sql(f"CREATE SCHEMA {self._new}")
        except ProgrammingError as error:
            raise BackupRefused(
                "The database user may not make a schema, in which a restore is made beside the tables in use. "
                "Let the user own the database, or GRANT CREATE ON DATABASE to it."
            ) from error

    def swap(self, keep_as: str | None) -> str | None:
        """The old tables go into a schema of their own, or away; the new ones come where they were."""
        with self._writing() as connection:
            _refuse_other_users(connection)
            live = str(connection.execute(text("SELECT current_schema()")).scalar_one())
            kept = keep_as.replace("-", "_") if keep_as else f"{self._new}_old"
            connection.exec_driver_sql(f"CREATE SCHEMA {kept}")
            _move(connection, live, kept)
            _move(connection, self._new, live)
            connection.exec_driver_sql(f"DROP SCHEMA {self._new}")
            if not keep_as:
                connection.exec_driver_sql(f"DROP SCHEMA {kept} CASCADE")
        return f"schema {kept}" if keep_as else None

    def discard(self) -> None:
        """The new schema with everything in it."""
        with self._writing() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {self._new} CASCADE")

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        engine = engine_for(self._settings, poolclass=NullPool, execution_options=WRITING)
        with engine.begin() as connection:
            yield connection


def _refuse_other_users(connection: Connection) -> None:
    if connection.execute(OTHERS).scalar_one():
        raise BackupRefused(IN_USE)


def _move(connection: Connection, source: str, target: str) -> None:
    """Our tables, with their indexes, numbers and guards, from one schema to another."""
    ours = {*Row.metadata.tables, "alembic_version"}
    tables = [name for name in inspect(connection).get_table_names(source) if name in ours]
    functions = connection.execute(FUNCTIONS, {"schema": source, "tables": tables}).scalars().all()
    for name in tables:
        connection.exec_driver_sql(f'ALTER TABLE {source}."{name}" SET SCHEMA {target}')
    for name in functions:
        connection.exec_driver_sql(f"ALTER FUNCTION {source}.{name}() SET SCHEMA {target}")
