"""What a database's own error means, as one plain sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from qol.errors import DatabaseBusy

IN_WORDS = {
    "database is locked": "The database is locked by another program",
    "database table is locked": "The database is locked by another program",
    "database or disk is full": "The disk of the database is full",
    "attempt to write a readonly database": "The database can only be read",
    "unable to open database file": "The database file cannot be opened",
    "disk i/o error": "The disk of the database does not answer",
    "55P03": "The database is busy with other writing",
    "57014": "The database took too long",
    "40001": "The database is busy with other writing",
    "40P01": "The database is busy with other writing",
    "53100": "The disk of the database is full",
    "53300": "The database has no free connection",
    "25006": "The database can only be read",
    "57P01": "The database is being stopped",
    "57P02": "The database is being stopped",
    "57P03": "The database is starting",
}
"""SQLite's messages and PostgreSQL's codes that pass by themselves or after the operator's hand."""


@contextmanager
def plain_failures() -> Iterator[None]:
    """Turn a locked, full, read-only or unreachable database into DatabaseBusy; let everything else through."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseBusy(_sentence("The database has no free connection")) from error
    except DBAPIError as error:
        words = _words(error)
        if words is None:
            raise
        raise DatabaseBusy(_sentence(words)) from error


def _words(error: DBAPIError) -> str | None:
    code = getattr(error.orig, "sqlstate", None)
    if code in IN_WORDS:
        return IN_WORDS[code]
    message = str(error.orig).lower()
    for known, words in IN_WORDS.items():
        if known in message:
            return words
    unreachable = error.connection_invalidated or (code is None and "connection" in message)
    return "The database cannot be reached" if unreachable else None


def _sentence(words: str) -> str:
    return f"{words}. Nothing was lost; try again in a moment."
