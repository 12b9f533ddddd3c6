"""The triggers that keep rows from being changed, set aside while a new database is filled."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, inspect, text

TRIGGERS = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")


@contextmanager
def set_aside(connection: Connection) -> Iterator[None]:
    """Inside the block no trigger of this database's tables acts; afterwards all stand as before."""
    if connection.dialect.name == "sqlite":
        triggers = connection.execute(TRIGGERS).all()
        for name, _ in triggers:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield
        for _, statement in triggers:
            connection.exec_driver_sql(statement)
        return
    names = inspect(connection).get_table_names()
    for name in names:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
    yield
    for name in names:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
