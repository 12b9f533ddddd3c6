"""The head of the audit chain kept outside the database, so that a cut end shows.

One small file for each database, named by the installation's id. A line holds number and hash of the last
entry and a keyed hash over both; it is overwritten in place after each commit, so it may lag, never lead.
"""

import fcntl
import hmac
import os
import re
from dataclasses import dataclass
from pathlib import Path

from qol.settings import Settings
from qol.storage.keys import Keys


@dataclass(frozen=True)
class Head:
    """Number and hash of the last entry of a chain."""

    seq: int
    hash: str


class OutsideHead:
    """The file that holds the head of one installation."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self._folder = settings.data_dir / "audit"
        self._keys = keys

    def file(self, installation: str) -> Path:
        """Where the head of an installation is kept."""
        return self._folder / f"{installation}.head"

    def note(self, installation: str, seq: int, entry_hash: str) -> None:
        """Keep a head, unless a later one is kept already."""
        file = self.file(installation)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = not file.exists()
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            kept = self._read(os.pread(descriptor, 200, 0).decode("ascii", "replace"), installation)
            if kept is None or kept.seq < seq:
                os.pwrite(descriptor, self._line(installation, seq, entry_hash).encode("ascii"), 0)
            if new:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def kept(self, installation: str) -> Head | None:
        """The head that was kept; None where the file is missing or not of this key."""
        try:
            line = self.file(installation).read_text("ascii", "replace")
        except FileNotFoundError:
            return None
        return self._read(line, installation)

    def _line(self, installation: str, seq: int, entry_hash: str) -> str:
        mark = self._keys.audit_hash(f"head {installation} {seq} {entry_hash}")
        return f"{seq:012d} {entry_hash} {mark}\n"

    def _read(self, line: str, installation: str) -> Head | None:
        parts = re.fullmatch(r"(\d{12}) ([0-9a-f-]+) ([0-9a-f]{64})\n", line)
        if parts is None or not hmac.compare_digest(line, self._line(installation, int(parts[1]), parts[2])):
            return None
        return Head(int(parts[1]), parts[2])
