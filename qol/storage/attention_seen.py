"""Who saw which flag, and when."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from qol.storage.tables import AttentionSeen

Place = tuple[str, str, int]
"""Form, item and version of the answer that raised the flag."""


def of_forms(session: Session, form_ids: Collection[str]) -> Mapping[Place, list[AttentionSeen]]:
    """Place -> who saw it, oldest first."""
    ids = sorted(form_ids)
    found: dict[Place, list[AttentionSeen]] = {}
    for start in range(0, len(ids), 500):
        query = select(AttentionSeen).where(col(AttentionSeen.form_id).in_(ids[start : start + 500]))
        for row in session.exec(query.order_by(col(AttentionSeen.at))):
            found.setdefault((row.form_id, row.item_id, row.version), []).append(row)
    return found


def add(session: Session, place: Place, *, now: datetime, by: str) -> bool:
    """Note that somebody saw a flag; whether that was new."""
    form, item, version = place
    query = select(AttentionSeen).where(
        AttentionSeen.form_id == form, AttentionSeen.item_id == item, AttentionSeen.version == version,
        AttentionSeen.by == by,
    )  # fmt: skip
    if session.exec(query).first() is not None:
        return False
    session.add(AttentionSeen(form_id=form, item_id=item, version=version, at=now, by=by))
    session.flush()
    return True
