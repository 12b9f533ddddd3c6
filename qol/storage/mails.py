"""The log of what was mailed: a row is claimed before a message leaves, and settled by what became of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, update
from sqlmodel import Session, col, select

from qol.storage.tables import Mail

GONE = ("sent", "printed")
"""States of a message that left the house."""
DEAD = ("refused", "bounced")
"""States that say that an address does not work."""


def claim(session: Session, mail: Mail) -> bool:
    """Keep a new row; False where its key was claimed before, by this or another process."""
    if session.exec(select(Mail.id).where(Mail.key == mail.key)).first():
        return False
    session.add(mail)
    session.flush()
    return True


def claim_again(session: Session, mail: Mail, now: datetime, by: str) -> bool:
    """Claim a row whose message did not leave for another try; False where somebody else did in the meantime."""
    same = update(Mail).where(col(Mail.id) == mail.id, col(Mail.state) == mail.state, col(Mail.tries) == mail.tries)
    taken = session.execute(
        same.values(
            state="claimed", tries=mail.tries + 1, claimed_at=now, settled_at=None, code=None, bounced_at=None, by=by
        )
    )  # fmt: skip
    if not taken.rowcount:  # type: ignore[attr-defined]
        return False
    session.refresh(mail)
    return True


def settle(session: Session, mail_id: str, state: str, code: str | None, now: datetime) -> None:
    """What became of a message."""
    row = by_id(session, mail_id)
    if row is not None:
        row.state, row.code, row.settled_at = state, code, now
        session.add(row)


def bounce(session: Session, message_id: str, code: str | None, now: datetime) -> Mail | None:
    """A message came back; its row, None where it is none of ours or was noted before."""
    row = session.exec(select(Mail).where(Mail.message_id == message_id)).first()
    if row is None or row.state == "bounced":
        return None
    row.state, row.code, row.bounced_at = "bounced", code, now
    session.add(row)
    return row


def by_id(session: Session, mail_id: str) -> Mail | None:
    """One row."""
    return session.get(Mail, mail_id)


def by_key(session: Session, key: str) -> Mail | None:
    """The row of what may be sent once."""
    return session.exec(select(Mail).where(Mail.key == key)).first()


def of_patients(session: Session, patient_ids: Collection[str]) -> dict[str, list[Mail]]:
    """Patient id -> messages, oldest first."""
    ids = sorted(patient_ids)
    found: dict[str, list[Mail]] = {patient_id: [] for patient_id in ids}
    for start in range(0, len(ids), 500):
        query = select(Mail).where(col(Mail.patient_id).in_(ids[start : start + 500]))
        for row in session.exec(query.order_by(col(Mail.claimed_at), col(Mail.id))):
            found[row.patient_id or ""].append(row)
    return found


def page(
    session: Session, study_id: str, patient_ids: Collection[str] | None, states: Collection[str], first: int, many: int
) -> tuple[Sequence[Mail], int]:
    """Messages to patients of a study, newest first, and how many there are; states empty means every one."""
    query = select(Mail).where(Mail.study_id == study_id, col(Mail.patient_id).is_not(None))
    if patient_ids is not None:
        query = query.where(col(Mail.patient_id).in_(patient_ids))
    if states:
        query = query.where(col(Mail.state).in_(states))
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    rows = session.exec(query.order_by(col(Mail.claimed_at).desc(), col(Mail.id)).offset(first).limit(many)).all()
    return rows, total


def before(session: Session, moment: datetime) -> Sequence[Mail]:
    """Messages of which nothing was heard since a moment, oldest first; to patients and to staff."""
    return session.exec(select(Mail).where(_silent_since(moment)).order_by(col(Mail.claimed_at), col(Mail.id))).all()


def forget(session: Session, mail_ids: Collection[str], moment: datetime) -> list[str]:
    """Remove those rows of which nothing was heard since the moment, at most 500; the ids of what went."""
    mine = col(Mail.id).in_(mail_ids)
    going = list(session.exec(select(Mail.id).where(mine, _silent_since(moment))))
    session.execute(delete(Mail).where(col(Mail.id).in_(going)))
    return going


def _silent_since(moment: datetime) -> ColumnElement[bool]:
    heard = (Mail.settled_at, Mail.bounced_at)
    return and_(col(Mail.claimed_at) < moment, *(or_(col(one).is_(None), col(one) < moment) for one in heard))
