"""A wording pack between upload and confirmation: kept aside by its digest for an hour, used by nobody."""

import os
import re
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from qol.errors import NotFound
from qol.settings import private_folder
from qol.study.house import House

WAITS = timedelta(hours=1)
DIGEST = re.compile(r"[0-9a-f]{64}")


def keep_waiting(house: House, body: bytes, now: datetime) -> str:
    """Keep an uploaded file until it is confirmed; its digest. Files that waited too long go."""
    folder = private_folder(house.settings.data_dir / "wording-waiting")
    for old in folder.iterdir():
        if _is_over(old, now):
            old.unlink(missing_ok=True)
    digest = sha256(body).hexdigest()
    draft = folder / f".{digest}"
    draft.touch(mode=0o600)
    draft.write_bytes(body)
    os.utime(draft, (now.timestamp(), now.timestamp()))
    draft.rename(folder / digest)
    return digest


def waiting(house: House, digest: str, now: datetime) -> bytes:
    """The uploaded file of a digest; raises NotFound once it is gone."""
    path = _path(house, digest)
    if path is None or not path.is_file() or _is_over(path, now):
        raise NotFound("This file is no longer waiting. Please upload it again.")
    return path.read_bytes()


def done_waiting(house: House, digest: str) -> None:
    """Forget an uploaded file: it was stored, or will not be."""
    path = _path(house, digest)
    if path is not None:
        path.unlink(missing_ok=True)


def _is_over(path: Path, now: datetime) -> bool:
    return now.timestamp() - path.stat().st_mtime > WAITS.total_seconds()


def _path(house: House, digest: str) -> Path | None:
    folder = house.settings.data_dir / "wording-waiting"
    return folder / digest if DIGEST.fullmatch(digest) else None
