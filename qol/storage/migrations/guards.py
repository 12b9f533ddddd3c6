"""Triggers that refuse what must not happen to a row. Released steps rest on this: the SQL it makes never changes."""

from collections.abc import Iterable
from typing import NamedTuple

from alembic import op


class Guard(NamedTuple):
    """A trigger's name, its table, what is done, in which words that is refused, and when (None is always)."""

    name: str
    table: str
    done: str
    words: str
    refused_when: str | None = None


def stays_until_erased(table: str, erased: str) -> Guard:
    """Rows are removed only while `erased`, a query on OLD, finds the patient's tombstone."""
    words = f"{table} rows are removed only with an erased patient"
    return Guard(f"{table}_stays", table, "DELETE", words, f"NOT EXISTS ({erased})")


def unchanged(table: str) -> Guard:
    """No row of the table is ever changed."""
    return Guard(f"{table}_unchanged", table, "UPDATE", f"{table} rows are never changed", "true")


def put_up(guards: Iterable[Guard]) -> None:
    """Each as a trigger; PostgreSQL needs a function of the same name for it."""
    for guard in guards:
        for statement in _on_sqlite(guard) if _is_sqlite() else _on_postgresql(guard):
            op.execute(statement)


def take_away(guard: Guard) -> None:
    """The table stays, its guard goes."""
    op.execute(f"DROP TRIGGER {guard.name}" if _is_sqlite() else f"DROP TRIGGER {guard.name} ON {guard.table}")
    forget([guard])


def forget(guards: Iterable[Guard]) -> None:
    """After their tables were dropped: triggers went with them, PostgreSQL's functions did not."""
    if not _is_sqlite():
        for guard in guards:
            op.execute(f"DROP FUNCTION {guard.name}()")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _on_sqlite(guard: Guard) -> list[str]:
    when = "" if guard.refused_when is None else f"WHEN {guard.refused_when.replace('IS DISTINCT FROM', 'IS NOT')} "
    return [
        f"CREATE TRIGGER {guard.name} BEFORE {guard.done} ON {guard.table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{guard.words}'); END"
    ]


def _on_postgresql(guard: Guard) -> list[str]:
    kept = "OLD" if guard.done == "DELETE" else "NEW"
    refuse = f"RAISE EXCEPTION '{guard.words}' USING ERRCODE = 'integrity_constraint_violation'; "
    if guard.refused_when is not None:
        refuse = f"IF {guard.refused_when} THEN {refuse}END IF; RETURN {kept}; "
    return [
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.done} ON {guard.table} FOR EACH ROW "
        f"EXECUTE FUNCTION {guard.name}()",
    ]
