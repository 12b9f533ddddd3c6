"""What somebody with every right in the database may do to the audit; each is to be located, in words.

`./run tamperings` does 500 on SQLite. Each tampering gets a whole trail, and says which words must then be found.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert, text
from sqlmodel import col, select

from qol.settings import Settings
from qol.storage import audit, migrating
from qol.storage.audit import entry_hash
from qol.storage.audit_check import check
from qol.storage.database import Database
from qol.storage.keys import Keys
from qol.storage.tables import AuditEntry

ENTRIES = 30
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COLUMNS = ("at", "actor", "action", "object_kind", "object_id", "reason_hash", "previous", "hash")
Rows = list[AuditEntry]


@dataclass
class Trail:
    """The entries as somebody may rewrite them, the head beside them, and the words that must be found."""

    rows: Rows
    keys: Keys
    chance: random.Random
    head: tuple[int, str] | None = None
    """None: as the last row says."""

    def place(self, before_the_end: int = 0) -> int:
        """An index of the rows."""
        return self.chance.randrange(len(self.rows) - before_the_end)


def copy_of(row: AuditEntry, **changed: str) -> AuditEntry:
    """A row of its own with the same values, but for some."""
    return AuditEntry(**{**row.model_dump(), **changed})


def relink(rows: Rows, start: int, keys: Keys) -> None:
    """Make a chain of the rows from an index on, as whoever has a key can."""
    for index in range(start, len(rows)):
        if index:
            rows[index].seq, rows[index].previous = rows[index - 1].seq + 1, rows[index - 1].hash
        rows[index].hash = entry_hash(keys, rows[index])


def change(trail: Trail) -> str:
    """Another value in any column."""
    row, column = trail.rows[trail.place()], trail.chance.choice(COLUMNS)
    setattr(row, column, row.at + timedelta(seconds=1) if column == "at" else "f" * 64)
    return f"Entry {row.seq} was changed"


def remove(trail: Trail) -> str:
    """One entry from the middle."""
    return f"Entry {trail.rows.pop(trail.place(1)).seq} is missing"


def remove_and_close_up(trail: Trail) -> str:
    """One entry from the middle, the others moved up."""
    index = trail.place(1)
    for row in trail.rows[index + 1 :]:
        row.seq -= 1
    seq = trail.rows.pop(index).seq
    trail.head = (trail.rows[-1].seq, trail.rows[-1].hash)
    return f"Entry {seq} does not follow"


def insert_one(trail: Trail) -> str:
    """A made-up entry, the others moved down."""
    index = trail.place()
    made = copy_of(trail.rows[index], actor="made up")
    made.hash = entry_hash(replace(trail.keys, audit=b"guessed"), made)
    for row in trail.rows[index:]:
        row.seq += 1
    trail.rows.insert(index, made)
    return f"Entry {made.seq} was changed"


def add_at_the_end(trail: Trail) -> str:
    """A made-up entry after the last, without the key."""
    made = copy_of(trail.rows[-1], action="made.up")
    trail.rows.append(made)
    relink(trail.rows, len(trail.rows) - 1, replace(trail.keys, audit=b"guessed"))
    return f"Entry {made.seq} was changed"


def swap(trail: Trail) -> str:
    """Two entries in each other's places."""
    one, other = sorted(trail.chance.sample(range(len(trail.rows)), 2))
    rows = trail.rows
    rows[one].seq, rows[other].seq = rows[other].seq, rows[one].seq
    rows.sort(key=lambda row: row.seq)
    trail.head = (rows[-1].seq, rows[-1].hash)
    return f"Entry {rows[one].seq} does not follow"


def shuffle(trail: Trail) -> str:
    """A run of entries in another order."""
    start = trail.place(4)
    old = trail.rows[start : start + 4]
    new = old[1:] + old[:1]
    for seq, row in zip([row.seq for row in old], new, strict=True):
        row.seq = seq
    trail.rows[start : start + 4] = new
    return f"Entry {new[0].seq} does not follow"


def cut(trail: Trail) -> str:
    """The end cut off, the head moved back with it."""
    end = trail.rows[-1].seq
    del trail.rows[trail.chance.randrange(1, len(trail.rows)) :]
    first = trail.rows[-1].seq + 1
    return f"Entry {end} is missing" if first == end else f"Entries {first} to {end} are missing"


def cut_and_write_anew(trail: Trail) -> str:
    """The end cut off and written anew by somebody who even has the key."""
    end, start = trail.rows[-1].seq, trail.chance.randrange(1, len(trail.rows))
    for row in trail.rows[start:]:
        row.actor = "somebody else"
    relink(trail.rows, start, trail.keys)
    return f"Entry {end} is not the one that was noted outside"


def rewrite_without_the_key(trail: Trail) -> str:
    """An entry edited and the whole chain from there on made anew with a guessed key."""
    start = trail.place()
    trail.rows[start].actor = "innocent"
    relink(trail.rows, start, replace(trail.keys, audit=b"guessed"))
    return f"Entry {trail.rows[start].seq} was changed"


def roll_the_head_back(trail: Trail) -> str:
    """The head in the database at an earlier entry."""
    row = trail.rows[trail.place(1)]
    trail.head = (row.seq, row.hash)
    return f"its head in the database is entry {row.seq}"


KINDS: tuple[Callable[[Trail], str], ...] = (
    change, remove, remove_and_close_up, insert_one, add_at_the_end, swap, shuffle, cut, cut_and_write_anew,
    rewrite_without_the_key, roll_the_head_back,
)  # fmt: skip


def fill(database: Database) -> None:
    """A whole trail; no entry equals another."""
    for number in range(ENTRIES):
        with database.writing() as session:
            audit.append(session, at=AT + timedelta(seconds=number), actor="staff", action="save", object_kind="form",
                         object_id=f"form-{number}", reason=f"reason {number}")  # fmt: skip


def not_located(database: Database, times: int, seed: int) -> list[str]:
    """Tamper so many times with the trail of a database and put it back each time; what was not located."""
    chance, missed = random.Random(seed), []
    with database.writing() as session:
        if database.engine.dialect.name == "sqlite":
            for name in ("audit_entry_unchanged", "audit_entry_stays"):
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
    whole = rows_of(database)
    for number in range(times):
        kind = KINDS[number % len(KINDS)]
        trail = Trail([copy_of(row) for row in whole], database.keys, chance)
        expected = kind(trail)
        put(database, trail.rows, trail.head)
        found = check(database).problems
        if not any(expected in problem for problem in found):
            missed.append(f"{number} {kind.__name__}: not {expected!r} in {found[:3]}")
    put(database, whole, None)
    assert check(database).problems == ()
    return missed


def rows_of(database: Database) -> Rows:
    with database.reading() as session:
        return [copy_of(row) for row in session.exec(select(AuditEntry).order_by(col(AuditEntry.seq)))]


def put(database: Database, rows: Rows, head: tuple[int, str] | None) -> None:
    """These entries and no others."""
    with database.writing() as session:
        session.execute(delete(AuditEntry))
        session.execute(insert(AuditEntry), [row.model_dump() for row in rows])
        seq, last = head or (rows[-1].seq, rows[-1].hash)
        session.execute(text("UPDATE audit_head SET seq = :seq, hash = :hash"), {"seq": seq, "hash": last})


def main(times: int = 500) -> int:
    """Tamper in a folder of its own, and say what was found; 1 where anything was not located."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Settings.from_environment({"QOL_DATA_DIR": str(Path(folder) / "var")}))
        migrating.upgrade(database)
        fill(database)
        missed = not_located(database, times, seed=1)
        database.close()
    counts = Counter(KINDS[number % len(KINDS)].__name__ for number in range(times))
    for name, count in counts.items():
        print(f"{name:24} {count}")
    print(f"{times - len(missed)} of {times} tamperings located")
    print(*missed, sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
