"""An uploaded file between upload and confirmation: kept aside by its digest for an hour, used by nobody."""

import os
import re
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from qol.errors import NotFound
from qol.settings import private_folder
from qol.study.house import House

PACKS, PROTOCOLS = "wording-waiting", "protocols-waiting"
"""Folders of the data folder in which files wait."""
WAITS = timedelta(hours=1)
DIGEST = re.compile(r"[0-9a-f]{64}")


def keep_waiting(house: House, body: bytes, now: datetime, folder_name: str = PACKS) -> str:
    """Keep an uploaded file until it is confirmed; its digest. Files that waited too long go."""
    folder = private_folder(house.settings.data_dir / folder_name)
    for old in folder.iterdir():
        with suppress(FileNotFoundError):  # another upload was quicker
            if _is_over(old, now):
                old.unlink()
    digest = sha256(body).hexdigest()
    draft = folder / f".{digest}.{secrets.token_hex(8)}"  # the same file may be sent twice at once
    draft.touch(mode=0o600)
    draft.write_bytes(body)
    os.utime(draft, (now.timestamp(), now.timestamp()))
    draft.rename(folder / digest)
    return digest


def waiting(house: House, digest: str, now: datetime, folder_name: str = PACKS) -> bytes:
    """The uploaded file of a digest; raises NotFound once it is gone."""
    path = _path(house, digest, folder_name)
    with suppress(FileNotFoundError):  # forgotten at this moment
        if path is not None and not _is_over(path, now):
            return path.read_bytes()
    raise NotFound("This file is no longer waiting. Please upload it again.")


def done_waiting(house: House, digest: str, folder_name: str = PACKS) -> None:
    """Forget an uploaded file: it was stored, or will not be."""
    path = _path(house, digest, folder_name)
    if path is not None:
        path.unlink(missing_ok=True)


def _is_over(path: Path, now: datetime) -> bool:
    return now.timestamp() - path.stat().st_mtime > WAITS.total_seconds()


def _path(house: House, digest: str, folder_name: str) -> Path | None:
    folder = house.settings.data_dir / folder_name
    return folder / digest if DIGEST.fullmatch(digest) else None
