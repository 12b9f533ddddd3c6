"""The versions of a study's protocol, numbered; a version is never changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from qol.storage.tables import ProtocolVersion, Study


def add(session: Session, study: Study, *, now: datetime, by: str | None = None) -> ProtocolVersion:
    """Keep the protocol that the study follows now as its next version, in force from today on."""
    row = ProtocolVersion(
        study_id=study.id,
        number=len(of_study(session, study.id)) + 1,
        protocol_id=study.protocol_id,
        version=str(study.protocol_body.get("version", "")),
        hash=hash_of(study.protocol_body),
        body=dict(study.protocol_body),
        valid_from=now.astimezone().date(),
        added_at=now,
        added_by=by,
    )
    session.add(row)
    session.flush()
    return row


def of_study(session: Session, study_id: str) -> Sequence[ProtocolVersion]:
    """Every version, oldest first."""
    query = select(ProtocolVersion).where(ProtocolVersion.study_id == study_id)
    return session.exec(query.order_by(col(ProtocolVersion.number))).all()


def hash_of(body: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a protocol as plain data, the same as `Protocol.hash`."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
