"""The database: `reading()` gives one unchanging view, `writing()` one transaction that is whole or not at all."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from qol.errors import SettingsError
from qol.settings import Settings, private_folder
from qol.storage import audit
from qol.storage.audit_head import OutsideHead
from qol.storage.connections import PATIENCE, engine_for, readers_and_writers
from qol.storage.failures import plain_failures
from qol.storage.keys import keys_for
from qol.storage.production import refuse_unsafe_settings
from qol.storage.writing_turns import WritingTurns

REVISION = "0012"
"""The migration that this version of the product works with."""
LOCK_HEAD = text("SELECT seq FROM audit_head WHERE number = 1 FOR UPDATE")


class Database:
    """One SQLite file or PostgreSQL database, shared by the threads of a process.

    reading(): consistent for its whole length, and cannot write. writing(): committed and on the disk when the
    block ends without an error, rolled back otherwise; one writer at a time. Both raise DatabaseBusy where the
    database is locked, full, read-only or away, and nothing is lost then.
    """

    def __init__(self, settings: Settings, patience: float = PATIENCE) -> None:
        refuse_unsafe_settings(settings)
        self.settings = settings
        self.patience = patience
        self.keys = keys_for(settings)
        self.turns: WritingTurns | None = None
        if settings.sqlite_file is not None:
            private_folder(settings.sqlite_file.parent)
            self.turns = WritingTurns(settings.sqlite_file)
        self.engine = engine_for(settings, patience)
        self._readers, self._writers = readers_and_writers(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees the database as it was at its first query."""
        with plain_failures(), Session(self._readers, expire_on_commit=False) as session:
            session.info.update(keys=self.keys, reading=True)
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction; the audit's head is noted outside the database once it is committed."""
        turn = self.turns.turn(self.patience) if self.turns else nullcontext()
        with plain_failures(), turn, Session(self._writers, expire_on_commit=False) as session:
            session.info.update(keys=self.keys)
            session.connection() if self.turns else session.execute(LOCK_HEAD)  # begins with the lock
            yield session
            with self._head_follows(session):
                session.commit()

    def _head_follows(self, session: Session) -> AbstractContextManager[None]:
        """Around a commit: the audit's new head is noted outside the database as well."""
        session.flush()
        chain = audit.move_head(session)
        if chain is None:
            return nullcontext()
        outside = OutsideHead(self.settings, self.keys, chain.installation)
        return outside.moving_to(chain.end, lambda noted: audit.holds(session, chain, noted))

    def revision(self) -> str | None:
        """The migration that the database stands at, or None while it has no tables."""
        with plain_failures(), self._readers.connect() as connection:
            try:
                return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            except DBAPIError as error:
                if "alembic_version" in str(error.orig):
                    return None
                raise

    def require_current(self) -> None:
        """Raise SettingsError unless the tables are those of this version of the product."""
        found = self.revision()
        if found != REVISION:
            state = "has no tables yet" if found is None else f"stands at migration {found}, not {REVISION}"
            raise SettingsError(f"The database {state}. Run `python -m qol db upgrade`.")

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


@event.listens_for(Session, "before_flush")
def _no_rows_while_reading(session: Any, _context: Any, _rows: Any) -> None:
    if session.info.get("reading"):
        raise RuntimeError("Rows were added or changed inside reading(); use writing().")
