"""Where a restored database is made, beside the one in use, and how it takes its place."""

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import Engine, exists, inspect, literal, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from qol.settings import Settings
from qol.storage.tables import Erasure, Patient, Staff, Study

IN_USE = "The database is in use. Stop the server and everything else that works with it; nothing was changed."


class Place(Protocol):
    """What both kinds of database offer to a restore."""

    def url(self) -> str:
        """The address of the database that is being made."""

    def engine(self) -> Engine | None:
        """The database in use, or None where there is none."""

    def prepare(self) -> None:
        """Make room; raises BackupRefused where the database in use has other users."""

    def swap(self, keep_as: str | None) -> str | None:
        """Put the new database in place, all at once; what the old one is called now, None where it was dropped."""

    def discard(self) -> None:
        """Remove what is left of the one that was being made."""


def place_for(settings: Settings, token: str) -> Place:
    """The place of this installation's kind of database."""
    if settings.sqlite_file is not None:
        from qol.storage.backup.sqlite_place import SQLitePlace

        return SQLitePlace(settings, token)
    from qol.storage.backup.postgresql_place import PostgreSQLPlace

    return PostgreSQLPlace(settings, token)


def is_empty(place: Place) -> bool:
    """Whether the database in use holds no study, patient or account; one that cannot be read is not empty."""
    engine = place.engine()
    if engine is None:
        return True
    try:
        with engine.connect() as connection:
            there = inspect(connection)
            tables = [table for table in (Study, Patient, Staff) if there.has_table(str(table.__tablename__))]
            return not any(connection.scalar(select(exists().select_from(table))) for table in tables)
    except DBAPIError:
        return False
    finally:
        engine.dispose()


def erased(place: Place) -> Mapping[str, bool]:
    """Patient id -> whether the coded answers were kept, of the tombstones in use; none where it cannot be read."""
    engine = place.engine()
    if engine is None:
        return {}
    try:
        with engine.connect() as connection:
            there, name = inspect(connection), str(Erasure.__tablename__)
            if not there.has_table(name):
                return {}
            known = {column["name"] for column in there.get_columns(name)}
            stays = col(Erasure.answers_kept) if "answers_kept" in known else literal(False)
            return {patient: bool(kept) for patient, kept in connection.execute(select(col(Erasure.patient_id), stays))}
    except DBAPIError:
        return {}
    finally:
        engine.dispose()
