"""The head of the audit chain kept outside the database, so that a cut end shows.

One small file for each database, named by the installation's id. A line holds number and hash of the last
entry and a keyed hash over both. It is overwritten after each commit, so it may lag behind, never lead. Where
the database does not hold the noted entry any more, its line stays as evidence and a further one is begun.
"""

import fcntl
import hmac
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from qol.errors import DatabaseBusy
from qol.settings import Settings, private_folder
from qol.storage.keys import Keys

LINE = 12 + 1 + 64 + 1 + 64 + 1
"""Bytes of a line, always the same, so that a line is replaced in one write."""


@dataclass(frozen=True)
class Head:
    """Number and hash of the last entry of a chain."""

    seq: int
    hash: str


class OutsideHead:
    """The file that holds the head of one installation."""

    def __init__(self, settings: Settings, keys: Keys, installation: str) -> None:
        self.file = settings.data_dir / "audit" / f"{installation}.head"
        self._installation = installation
        self._keys = keys

    @contextmanager
    def moving_to(self, head: Head, holds: Callable[[Head], bool]) -> Iterator[None]:
        """Note a head when the block, which commits it, ends without an error; others wait meanwhile.

        holds: whether the database still holds the head that was noted before, asked before the block.
        """
        descriptor = self._open()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            end = os.fstat(descriptor).st_size // LINE * LINE
            last = self._read(os.pread(descriptor, LINE, max(0, end - LINE)).decode("ascii", "replace"))
            follows = last is not None and holds(last)
            yield
            with suppress(OSError):  # committed already; the head may lag behind
                os.pwrite(descriptor, self._line(head).encode("ascii"), end - LINE if follows else end)
                if end == 0:
                    os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def kept(self) -> tuple[Head | None, ...]:
        """Every head that was kept, the newest last; None for a line that this key did not write."""
        try:
            lines = self.file.read_text("ascii", "replace")
        except FileNotFoundError:
            return ()
        return tuple(self._read(line) for line in lines.splitlines(keepends=True))

    def _open(self) -> int:
        try:
            private_folder(self.file.parent)
            return os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            message = f"The audit's head cannot be noted: {self.file}: {error.strerror}. Nothing was lost."
            raise DatabaseBusy(message) from error

    def _line(self, head: Head) -> str:
        mark = self._keys.audit_hash(f"head {self._installation} {head.seq} {head.hash}")
        return f"{head.seq:012d} {head.hash} {mark}\n"

    def _read(self, line: str) -> Head | None:
        parts = re.fullmatch(r"(\d{12}) ([0-9a-f]{64}) [0-9a-f]{64}\n", line)
        if parts is None:
            return None
        head = Head(int(parts[1]), parts[2])
        return head if hmac.compare_digest(line, self._line(head)) else None
