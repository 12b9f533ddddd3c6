"""Rows of any table out of one database and into another, SQLite or PostgreSQL, by the columns that are there."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, Date, DateTime, LargeBinary, MetaData, Table, func, insert, select, text
from sqlalchemy.types import TypeDecorator, TypeEngine

from qol.storage.backup.records import TableRow
from qol.storage.tables import Row

AT_ONCE = 1000
"""Rows that are read or written in one go."""


def tables_in(connection: Connection) -> list[Table]:
    """Our tables with the columns that they have here, those referred to before those that refer."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _metadata: name in Row.metadata.tables)
    for table in found.sorted_tables:
        known = Row.metadata.tables[table.name].columns
        for column in table.columns:
            if column.name in known:
                column.type = known[column.name].type  # a moment with its zone, JSON as what it says
    return found.sorted_tables


def counted(connection: Connection, tables: Iterable[Table]) -> dict[str, int]:
    """Table -> how many rows it holds."""
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


def rows_of(connection: Connection, table: Table) -> Iterator[TableRow]:
    """Every row in the order of its key, as JSON can hold it."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    for row in connection.execute(query).mappings():
        yield TableRow(table.name, {name: _as_json(value) for name, value in row.items()})


def fill(connection: Connection, rows: Iterable[TableRow]) -> None:
    """Put rows into tables that a migration has just made, in place of those that it put there itself."""
    tables = {table.name: table for table in tables_in(connection)}
    for table in reversed(tables.values()):
        connection.execute(table.delete())
    for name, of_table in groupby(rows, lambda row: row.table):
        while some := list(islice(of_table, AT_ONCE)):
            connection.execute(insert(tables[name]), [_as_row(tables[name], row.values) for row in some])
    if connection.dialect.name == "postgresql":
        for table in tables.values():
            _count_on(connection, table)


def _count_on(connection: Connection, table: Table) -> None:
    """Let the next number of a table follow the highest one that was put in."""
    for column in table.primary_key.columns:
        place = {"table": f'"{table.name}"', "column": column.name}
        sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), place).scalar()
        if sequence is not None:
            highest = connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
            following = {"sequence": sequence, "next": highest + 1}
            connection.execute(text("SELECT setval(:sequence, :next, false)"), following)


def _as_json(value: object) -> object:
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _as_row(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _as_value(table.columns[name].type, value) for name, value in values.items()}


def _as_value(kind: TypeEngine[Any], value: Any) -> Any:
    kind = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value
