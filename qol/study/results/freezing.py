"""Named data cuts that never change: the dataset of one moment, kept as bytes whose hash stands in the audit."""

import hmac
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from sqlmodel import Session

from qol.errors import NotFound, QolError
from qol.exports import _package
from qol.language import gettext as _
from qol.settings import private_folder
from qol.storage import audit, studies
from qol.study.house import House
from qol.study.results.datasets import content
from qol.study.studies import study_named

KIND, MADE = "freeze", "freeze.made"
FOLDER = "freezes"
LONGEST_REASON = 500
NAMES = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Freeze:
    """A data cut as the audit knows it. reason: empty where none was given, or where its words were changed."""

    name: str
    study_id: str
    study: str
    made_at: datetime
    sha256: str
    made_by: str
    reason: str = ""


def freezes(house: House) -> Sequence[Freeze]:
    """Every data cut of every study, oldest first."""
    with house.database.reading() as session:
        return _known(session, house)


def freeze(
    house: House, name: str, study: str | None, now: datetime, actor: str = audit.COMMAND_LINE, reason: str = ""
) -> Freeze:
    """Cut the data of now, keep the dataset under the data folder and note its hash in the audit.

    Raises QolError for a name that was used before in the study, or that is no file name everywhere.
    """
    if not NAMES.fullmatch(name):
        sentence = _("The name %(name)s cannot be used: take small letters, digits, dots, hyphens; at most 64.")
        raise QolError(sentence % {"name": repr(name)})
    why = " ".join(reason.split())[:LONGEST_REASON]
    with house.database.reading() as session:
        row = study_named(session, study, house.settings)
        _refuse_again(session, house, row.id, name)
    body = content(house, _package.NAME, row.name, now)
    digest = sha256(body).hexdigest()
    with house.database.writing() as session:
        _refuse_again(session, house, row.id, name)
        _keep(_file(house, row.id, name), body, digest, why)
        audit.append(
            session, at=now, actor=actor, action=MADE, object_kind=KIND, object_id=f"{row.id}/{name}/{digest}",
            reason=why or None,
        )  # fmt: skip
    return Freeze(name, row.id, row.name, now, digest, actor, why)


def frozen(house: House, name: str, export: str, study: str | None) -> bytes:
    """The dataset of a data cut exactly as it was kept, or one table of it.

    Raises NotFound for a name that is none or a table that datasets do not hold, QolError where the kept bytes are
    gone or are not those that the audit noted.
    """
    with house.database.reading() as session:
        row = study_named(session, study, house.settings)
        found = {one.name: one for one in _known(session, house) if one.study_id == row.id}
    if name not in found:
        raise NotFound(f"There is no freeze {name!r} of the study {row.name}. Freezes: {', '.join(found) or 'none'}.")
    body = _kept(_file(house, row.id, name), found[name])
    return body if export == _package.NAME else _member(body, export)


def _known(session: Session, house: House) -> list[Freeze]:
    names = {study.id: study.name for study in studies.every(session)}
    found = []
    for entry in audit.of_kind(session, KIND):
        study_id, name, digest = entry.object_id.split("/")
        reason = _reason(session, _reason_file(_file(house, study_id, name)), entry.reason_hash)
        found.append(Freeze(name, study_id, names.get(study_id, study_id), entry.at, digest, entry.actor, reason))
    return found


def _reason(session: Session, file: Path, noted: str | None) -> str:
    """The words beside a cut, where they are those of which the audit keeps the hash."""
    if noted is None or not file.is_file():
        return ""
    words = file.read_text(encoding="utf-8").strip()
    return words if audit.is_reason(session, words, noted) else ""


def _refuse_again(session: Session, house: House, study_id: str, name: str) -> None:
    for one in _known(session, house):
        if (one.study_id, one.name) == (study_id, name):
            sentence = _(
                "There is a freeze %(name)s of %(moment)s UTC already, and it never changes. Take another name."
            )
            raise QolError(sentence % {"name": repr(name), "moment": f"{one.made_at:%Y-%m-%d %H:%M}"})


def _file(house: House, study_id: str, name: str) -> Path:
    return house.settings.data_dir / FOLDER / study_id / f"{name}.zip"


def _reason_file(file: Path) -> Path:
    return file.with_suffix(".reason.txt")


def _keep(file: Path, body: bytes, digest: str, reason: str) -> None:
    """All files whole and on the disk; what an attempt left behind that was never noted is written over."""
    private_folder(file.parent)
    said = ((file, body), (Path(f"{file}.sha256"), f"{digest}  {file.name}\n".encode()))
    for path, content_of in (*said, *([(_reason_file(file), f"{reason}\n".encode())] if reason else ())):
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content_of)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)


def _kept(file: Path, one: Freeze) -> bytes:
    try:
        body = file.read_bytes()
    except FileNotFoundError as error:
        raise QolError(f"The freeze {one.name!r} is gone: there is no {file}. A backup may hold it.") from error
    if not hmac.compare_digest(sha256(body).hexdigest(), one.sha256):
        raise QolError(f"{file} was changed since {one.made_at:%Y-%m-%d}: it is not the freeze that the audit noted.")
    return body


def _member(body: bytes, export: str) -> bytes:
    with ZipFile(BytesIO(body)) as archive:
        member = f"{export.replace('-', '_')}.csv"
        if member not in archive.namelist():
            raise NotFound(f"A freeze holds no {export}: it may identify people, or came after the freeze was made.")
        return archive.read(member)
