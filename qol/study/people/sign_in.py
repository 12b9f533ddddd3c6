"""Staff sign in, are known by a token for a while, and sign out; sessions live in the database."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Session

from qol.errors import AccessRefused, DatabaseBusy, TooManyTries
from qol.language import gettext as _
from qol.language import ngettext, number
from qol.storage import audit, rates, staff, studies
from qol.storage.tables import Staff, StaffRole, StaffSession, Study
from qol.study.house import House
from qol.study.scope import Scope

AS_LONG_AS = timedelta(hours=12)
"""The longest session, however busy."""
IDLE = timedelta(minutes=60)
NOTED_EVERY = timedelta(minutes=1)
ROTATED_EVERY = timedelta(hours=1)
GRACE = timedelta(seconds=30)
"""How long a rotated token still works, for requests that were under way."""
WINDOW_SECONDS = 15 * 60
TRIES_A_LOGIN = 10
TRIES_A_PLACE = 100
"""A whole clinic may share one address."""
NOBODY = "no account"
"""Stands in the audit for a login that nobody has; the login itself may be a mistyped password."""


@dataclass(frozen=True)
class StudyShown:
    """A study as the frame names it."""

    id: str
    name: str
    title: str


@dataclass(frozen=True)
class Visitor:
    """Who is signed in, the study being worked in, and what the account may do there."""

    staff_id: str
    name: str
    grants: tuple[tuple[str, str | None], ...]
    """(role, site) in this study; no site means every site."""
    study: StudyShown | None
    studies: tuple[StudyShown, ...]
    rotates: bool = False

    @property
    def roles(self) -> frozenset[str]:
        """Roles in the study being worked in."""
        return frozenset(role for role, _ in self.grants)

    def scope(self, *roles: str) -> Scope:
        """The patients that these roles open; with no study there are none."""
        sites = [site for role, site in self.grants if role in roles]
        every_site = None in sites
        named = None if every_site else frozenset(site for site in sites if site is not None)
        return Scope(self.staff_id, self.study.id if self.study else "", named)


def sign_in(house: House, login: str, password: str, place: str, now: datetime) -> str:
    """A fresh session's token; raises AccessRefused in the same words whatever was wrong, TooManyTries."""
    account = _counted(house, login, place, now)
    usable = account is not None and account.active
    matches = _matches(account.password_hash if account and usable else _nobody(), password)
    if account is None or not usable or not matches:
        _note_refusal(house, account, now)
        raise AccessRefused(no_match())
    with house.database.writing() as session:
        rates.forget(session, _login_key(login))
        audit.append(session, at=now, actor=account.id, action="sign_in", object_kind="staff", object_id=account.id)
        return _begin(session, account.id, now, now + AS_LONG_AS)


def visitor_of(house: House, token: str, study_id: str | None, now: datetime) -> Visitor | None:
    """Who holds a token; None once the session ended, was idle for an hour or the account was closed."""
    with house.database.reading() as session:
        found = staff.session_of(session, _hash(token), now)
        if found is None or found[0].seen_at + IDLE < now:
            return None
        row, account = found
        visitor = _visitor(session, house, account, study_id, rotates=_is_old(row, now))
    if row.seen_at + NOTED_EVERY < now:
        with suppress(DatabaseBusy):  # a page can be read without it
            _note_seen(house, token, now)
    return visitor


def rotate(house: House, token: str, now: datetime) -> str | None:
    """Another token for the same session and the same end; the old one works for some seconds more."""
    with house.database.writing() as session:
        found = staff.session_of(session, _hash(token), now)
        if found is None or not _is_old(found[0], now):
            return None
        row = found[0]
        fresh = _begin(session, row.staff_id, now, row.ends_at)
        row.ends_at = now + GRACE
        session.add(row)
        return fresh


def sign_out(house: House, token: str, now: datetime) -> None:
    """End the session of a token; a token of nothing is no fault."""
    if not token:
        return
    with house.database.writing() as session:
        found = staff.session_of(session, _hash(token), now)
        if found is not None:
            staff.end_session(session, found[0], now)


def _counted(house: House, login: str, place: str, now: datetime) -> Staff | None:
    """The account of a login, after the try was counted for all workers."""
    with house.database.writing() as session:
        of_login = rates.count(session, _login_key(login), WINDOW_SECONDS, now)
        of_place = rates.count(session, f"sign-in from {place}", WINDOW_SECONDS, now)
        account = staff.by_login(session, login)
    if of_login > TRIES_A_LOGIN or of_place > TRIES_A_PLACE:
        minutes = max(1, round((rates.next_window(WINDOW_SECONDS, now) - now).total_seconds() / 60))
        raise TooManyTries(
            ngettext(
                "Too many tries. Please wait %(count)s minute, then try again.",
                "Too many tries. Please wait %(count)s minutes, then try again.",
                minutes,
            )
            % {"count": number(minutes)}
        )
    return account


def no_match() -> str:
    """One sentence for a wrong name and a wrong password."""
    return _("Login name and password do not match an open account. Check both and try again.")


def _note_refusal(house: House, account: Staff | None, now: datetime) -> None:
    """Also of a login that nobody has: both take as long, and the audit shows who guesses names."""
    known = account.id if account is not None else NOBODY
    with house.database.writing() as session:
        audit.append(
            session, at=now, actor=known, action="sign_in_refused", object_kind="staff", object_id=known,
        )  # fmt: skip


def _visitor(session: Session, house: House, account: Staff, study_id: str | None, rotates: bool) -> Visitor:
    granted = staff.roles(session, account.id)
    open_studies = [study for study in studies.every(session) if _opens(granted, study)]
    chosen = _chosen(open_studies, study_id, house.settings.study)
    here = [row for row in granted if row.study_id is None or (chosen and row.study_id == chosen.id)]
    return Visitor(
        staff_id=account.id,
        name=account.display_name,
        grants=tuple((row.role, row.site_id) for row in here),
        study=_shown(chosen) if chosen else None,
        studies=tuple(_shown(study) for study in open_studies),
        rotates=rotates,
    )


def _opens(granted: object, study: Study) -> bool:
    rows: list[StaffRole] = list(granted)  # type: ignore[call-overload]
    return any(row.study_id in (None, study.id) for row in rows)


def _chosen(open_studies: list[Study], study_id: str | None, default: str) -> Study | None:
    """The study that was chosen, else the installation's default, else the first."""
    by_choice = [study for study in open_studies if study.id == study_id]
    by_default = [study for study in open_studies if study.name == default]
    return next(iter([*by_choice, *by_default, *open_studies]), None)


def _shown(study: Study) -> StudyShown:
    return StudyShown(study.id, study.name, study.title)


def _begin(session: Session, staff_id: str, now: datetime, ends_at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    staff.begin_session(session, token_hash=_hash(token), staff_id=staff_id, now=now, ends_at=ends_at)
    return token


def _note_seen(house: House, token: str, now: datetime) -> None:
    with house.database.writing() as session:
        found = staff.session_of(session, _hash(token), now)
        if found is not None:
            staff.seen(session, found[0], now)


def _is_old(row: StaffSession, now: datetime) -> bool:
    """Due for another token, and not already replaced by one."""
    return row.created_at + ROTATED_EVERY < now and row.ends_at > now + GRACE


def _matches(password_hash: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """A hash to try where there is no account, so that both take the same time."""
    return PasswordHasher().hash(secrets.token_urlsafe(32))


def _login_key(login: str) -> str:
    return f"sign-in as {staff.plain_login(login)}"


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
