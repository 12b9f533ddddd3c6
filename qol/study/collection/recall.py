"""How old a form may be: answers about "the past week" must be about one and the same week."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from qol.instruments.definition import Instrument, Page
from qol.storage import audit, forms
from qol.storage.tables import Form


def recall_days(pages: Iterable[Page]) -> int | None:
    """The shortest recall period of some pages, in days; None where none has one."""
    return min((page.recall_days for page in pages if page.recall_days is not None), default=None)


def is_too_old(started_at: datetime | None, days: int | None, now: datetime) -> bool:
    """Whether a form was begun longer ago than its recall period allows."""
    if started_at is None or days is None:
        return False
    return now - started_at > timedelta(days=days)


def restart_if_too_old(session: Session, form: Form, instrument: Instrument, now: datetime, by: str) -> Form:
    """Close a form that is too old as partial and begin an empty attempt; both are kept.

    Gives back the form to answer: the same one where it is young enough.
    """
    if form.status != "open" or not is_too_old(form.started_at, recall_days(instrument.pages), now):
        return form
    forms.close(session, form, "partial", now)
    fresh = forms.again(session, form)
    audit.append(session, at=now, actor=by, action="form.restarted", object_kind="form", object_id=fresh.id)
    return fresh
