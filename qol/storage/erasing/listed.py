"""The list of erased patients outside database and backups, by which a restore erases them again.

One file for each installation. A line holds the moment, the patient's random id, whether the coded answers were
kept, and a keyed hash over all of it. Lines are only ever added.
"""

import fcntl
import hmac
import os
import re
from collections.abc import Mapping
from datetime import datetime

from qol.errors import BackupRefused, DatabaseBusy
from qol.settings import Settings, private_folder
from qol.storage.keys import Keys

LINE = re.compile(r"(\S+ (\S+) (all|words)) ([0-9a-f]{64})")


class ErasedList:
    """The file of one installation."""

    def __init__(self, settings: Settings, keys: Keys, installation: str) -> None:
        self.file = settings.erasures_dir / f"{installation}.erased"
        self._keys = keys
        self._installation = installation

    def add(self, patient_id: str, *, keep_answers: bool, at: datetime) -> None:
        """Note an erasure, on the disk when this returns; raises DatabaseBusy where it cannot be written."""
        said = f"{at.isoformat()} {patient_id} {'words' if keep_answers else 'all'}"
        line = f"{said} {self._mark(said)}\n".encode("ascii")
        try:
            private_folder(self.file.parent)
            descriptor = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                os.write(descriptor, line)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise DatabaseBusy(
                f"The list of erased patients cannot be written: {self.file}: {error.strerror}. Nothing was erased."
            ) from error

    def read(self) -> Mapping[str, bool]:
        """Patient id -> whether only the words were erased; raises BackupRefused for a line that is not ours."""
        try:
            lines = self.file.read_text("ascii", "replace").splitlines()
        except FileNotFoundError:
            return {}
        found: dict[str, bool] = {}
        for number, line in enumerate(lines, start=1):
            parts = LINE.fullmatch(line)
            if parts is None or not hmac.compare_digest(parts[4], self._mark(parts[1])):
                raise BackupRefused(
                    f"{self.file}:{number}: this line of the list of erased patients was not written with the audit "
                    "key of this installation. Put the right list back, or take the line out."
                )
            found[parts[2]] = parts[3] == "words" and found.get(parts[2], True)
        return found

    def _mark(self, said: str) -> str:
        return self._keys.audit_hash(f"erased {self._installation} {said}")
