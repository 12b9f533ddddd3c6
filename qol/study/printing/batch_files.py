"""Batches on the disk, of summaries or the whole comparison: what was ordered, how far it is, and the file.

They are no part of the database and of no backup. Records (ids, study codes) and files are readable by their owner
alone; the file is encrypted with the identity key besides, as it names people or has small cells: it opens only here.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from qol.errors import NotFound
from qol.language import gettext as _
from qol.settings import Settings, private_folder
from qol.storage.keys import keys_for

WAITING, RUNNING, READY, STOPPED, ENDED, FAILED, REMOVED = (
    "waiting", "running", "ready", "stopped", "ended", "failed", "removed",
)  # fmt: skip
"""ended: the printing was interrupted, by a crash or a restart; failed: not one page; removed: was ready once."""
OPEN = (WAITING, RUNNING)
SUMMARIES, COMPARISON = "patient-summary", "group-comparison"
"""Which report a batch prints."""
KEPT_FOR = timedelta(hours=1)
SIGN_OF_LIFE = timedelta(seconds=30)
"""Without a sign for so long nobody prints."""


@dataclass(frozen=True)
class Batch:
    """One order. patients: patient id -> study code, until the file goes; sites: theirs, for who may fetch the file.

    wish: what was asked of the comparison (`copy`: `release`; `set`: of stage and intent). file_name: where the report
    gives one. Records of older versions have neither, nor a report.
    """

    id: str
    study_id: str
    staff_id: str
    sites: tuple[str, ...]
    patients: dict[str, str]
    total: int
    kind: str
    ordered_at: datetime
    state: str = WAITING
    done: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    changed_at: datetime | None = None
    report: str = SUMMARIES
    wish: dict[str, str] = field(default_factory=dict)
    file_name: str = ""

    @property
    def printed(self) -> int:
        """How many summaries are in the file."""
        return self.total - len(self.failed) if self.state == READY else 0

    @property
    def until(self) -> datetime:
        """When the file goes."""
        return (self.changed_at or self.ordered_at) + KEPT_FOR


class BatchFiles:
    """The folder of one installation."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.data_dir / "printing"

    def new_id(self) -> str:
        """A name that nobody guesses."""
        return str(uuid4())

    def write(self, batch: Batch) -> None:
        """Put the record in its place in one move, so that a reader sees it before or after."""
        raw = asdict(batch)
        raw["ordered_at"] = batch.ordered_at.isoformat()
        raw["changed_at"] = batch.changed_at.isoformat() if batch.changed_at else None
        self._put(self._place(batch.id, "json"), json.dumps(raw).encode())

    def read(self, batch_id: str) -> Batch:
        """A batch by its id; raises NotFound."""
        try:
            raw = json.loads(self._place(batch_id, "json").read_bytes())
        except (FileNotFoundError, ValueError):
            raise NotFound(_("There is no such print.")) from None
        moment = raw["changed_at"]
        return Batch(**{
            **raw,
            "sites": tuple(raw["sites"]),
            "failed": tuple((code, reason) for code, reason in raw["failed"]),
            "ordered_at": datetime.fromisoformat(raw["ordered_at"]),
            "changed_at": datetime.fromisoformat(moment) if moment else None,
        })  # fmt: skip

    def every(self) -> Iterator[Batch]:
        """All that are kept."""
        for file in sorted(self.folder.glob("*.json")):
            with suppress(NotFound):  # gone meanwhile
                yield self.read(file.stem)

    def keep(self, batch_id: str, content: bytes) -> None:
        """Keep the finished file, sealed."""
        sealed = keys_for(self.settings).seal(b64encode(content).decode("ascii"), f"print:{batch_id}")
        self._put(self._place(batch_id, "sealed"), sealed.encode("ascii"))

    def content(self, batch_id: str) -> bytes:
        """The finished file; raises NotFound where it is gone."""
        try:
            sealed = self._place(batch_id, "sealed").read_text("ascii")
        except FileNotFoundError:
            raise NotFound(_("This file is gone. Print it again.")) from None
        return b64decode(keys_for(self.settings).open(sealed, f"print:{batch_id}"))

    def ask_to_stop(self, batch_id: str) -> None:
        """Leave word for whoever prints it."""
        self._put(self._place(batch_id, "stop"), b"")

    def is_to_stop(self, batch_id: str) -> bool:
        """Whether somebody wants it stopped."""
        return self._place(batch_id, "stop").exists()

    def discard(self, batch: Batch, state: str, now: datetime) -> None:
        """Let the file go, and with it who was in it; the record says why there is none."""
        self._place(batch.id, "sealed").unlink(missing_ok=True)
        self.write(replace(batch, state=state, patients={}, failed=(), changed_at=now))

    def remove(self, batch_id: str) -> None:
        """Leave nothing of a batch."""
        for suffix in ("sealed", "stop", "json"):
            self._place(batch_id, suffix).unlink(missing_ok=True)

    def give_sign(self) -> None:
        """Say that somebody prints here."""
        private_folder(self.folder)
        (self.folder / "alive").touch(mode=0o600)

    def last_sign(self) -> float:
        """When somebody who prints was last heard of, in seconds since 1970; 0 for never."""
        try:
            return (self.folder / "alive").stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def _place(self, batch_id: str, suffix: str) -> Path:
        try:
            known = str(UUID(batch_id))
        except ValueError:
            raise NotFound(_("There is no such print.")) from None
        return self.folder / f"{known}.{suffix}"

    def _put(self, place: Path, body: bytes) -> None:
        private_folder(self.folder)
        draft = place.with_name(f".{place.name}.{uuid4().hex}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(body)
        draft.replace(place)
