"""Forms entered in error: kept, with who said so and why, and taken back the same way."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from qol.storage.tables import FormMark

IN_ERROR, RESTORED = "in_error", "restored"


def of_form(session: Session, form_id: str) -> Sequence[FormMark]:
    """What was said of one form, oldest first."""
    return of_forms(session, [form_id]).get(form_id, [])


def of_forms(session: Session, form_ids: Collection[str]) -> Mapping[str, list[FormMark]]:
    """Form id -> what was said of it, oldest first; forms that nobody marked are left out."""
    ids = sorted(form_ids)
    found: dict[str, list[FormMark]] = {}
    for start in range(0, len(ids), 500):
        query = select(FormMark).where(col(FormMark.form_id).in_(ids[start : start + 500]))
        for row in session.exec(query.order_by(col(FormMark.version))):
            found.setdefault(row.form_id, []).append(row)
    return found


def in_error(session: Session, form_ids: Collection[str]) -> frozenset[str]:
    """Which of some forms stand as entered in error."""
    return frozenset(key for key, rows in of_forms(session, form_ids).items() if rows[-1].mark == IN_ERROR)


def add(session: Session, form_id: str, mark: str, *, reason: str, now: datetime, by: str) -> FormMark:
    """Say something of a form; what was said before stays."""
    before = of_form(session, form_id)
    row = FormMark(form_id=form_id, version=len(before) + 1, mark=mark, reason=reason, at=now, by=by)
    session.add(row)
    session.flush()
    return row
