"""Accounts as an administrator sees them: state, roles, sign-ins; each act on one of them is in the audit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from qol.errors import QolError
from qol.language import gettext as _
from qol.storage import audit, invitations, provider_accounts, sign_ins, staff, studies
from qol.storage.tables import Staff
from qol.study.house import House
from qol.study.people.accounts import ROLES, Grant, keep_an_administrator, note, reopen_account, shut_account
from qol.study.people.invitations import Link, Newcomer, invite, invite_again, reset
from qol.study.people.sessions import idle_of


@dataclass(frozen=True)
class Held:
    """A role that an account holds, in words of studies and sites; empty: every one."""

    id: str
    role: str
    study: str
    site: str


@dataclass(frozen=True)
class Account:
    """One account without anything secret. state: `open`, `invited`, `expired` (its link), `shut`."""

    id: str
    login: str
    name: str
    email: str
    state: str
    roles: tuple[Held, ...]
    signed_in: int
    second_factor: bool
    linked: bool
    invited_until: datetime | None


@dataclass(frozen=True)
class Place:
    """Where a role can be given: a study, or one of its sites."""

    study_id: str
    study: str
    sites: tuple[tuple[str, str], ...]


def accounts(house: House, now: datetime) -> tuple[Account, ...]:
    """Every account by login."""
    with house.database.reading() as session:
        names = _names(session)
        return tuple(_account(session, house, row, names, now) for row in staff.every(session))


def account(house: House, login: str, now: datetime) -> Account:
    """One account; raises NotFound."""
    with house.database.reading() as session:
        return _account(session, house, staff.named(session, login), _names(session), now)


def places(house: House) -> tuple[Place, ...]:
    """Every study with its sites."""
    with house.database.reading() as session:
        return tuple(
            Place(study.id, study.title, tuple((site.id, site.name) for site in studies.sites(session, study.id)))
            for study in studies.every(session)
        )


def invite_somebody(house: House, who: Newcomer, grant: Grant, by: str, now: datetime) -> Link:
    """A new account with its first role, and its link; raises QolError, NotFound."""
    with house.database.writing() as session:
        return invite(session, house.settings, who, [_placed(session, grant)], by, now)


def link_again(house: House, login: str, by: str, now: datetime) -> Link:
    """Another link for somebody who has not come yet."""
    with house.database.writing() as session:
        return invite_again(session, house.settings, login, by, now)


def begin_anew(house: House, login: str, by: str, reason: str, now: datetime) -> Link:
    """Take password and second factor away, for a reason, and give a link; raises QolError."""
    with house.database.writing() as session:
        return reset(session, house.settings, login, by, _reason(reason), now)


def give_role(house: House, login: str, grant: Grant, by: str, now: datetime) -> None:
    """Give a role; the account's tokens change. Raises NotFound, QolError."""

    def give(session: Session, row: Staff) -> None:
        placed = _placed(session, grant)
        staff.grant(session, row.id, placed.role, placed.study_id, placed.site_id)
        note(session, f"give_{placed.role}", row, by, now)

    _change(house, login, give)


def take_role(house: House, login: str, role_id: str, by: str, now: datetime) -> None:
    """Take a role away; the account's tokens change. Raises NotFound, QolError for the last administrator."""

    def take(session: Session, row: Staff) -> None:
        held = staff.role_row(session, row.id, role_id)
        if held.role == staff.ADMINISTRATOR:
            keep_an_administrator(session, row)
        staff.take_role(session, held)
        note(session, f"take_{held.role}", row, by, now)

    _change(house, login, take)


def shut(house: House, login: str, by: str, reason: str, now: datetime) -> None:
    """Shut an account for a reason; raises QolError for the last administrator."""
    with house.database.writing() as session:
        shut_account(session, login, by=by, reason=_reason(reason), now=now)


def reopen(house: House, login: str, by: str, reason: str, now: datetime) -> None:
    """Open a shut account again, for a reason."""
    with house.database.writing() as session:
        reopen_account(session, login, by=by, reason=_reason(reason), now=now)


def end_sessions(house: House, login: str, by: str, now: datetime) -> None:
    """Sign an account out everywhere; raises NotFound."""
    with house.database.writing() as session:
        row = staff.named(session, login)
        staff.end_sessions(session, row.id, now)
        audit.append(session, at=now, actor=by, action="end_sessions", object_kind="staff", object_id=row.id)


def _change(house: House, login: str, change: Callable[[Session, Staff], None]) -> None:
    with house.database.writing() as session:
        row = staff.named(session, login)
        change(session, row)
        staff.turn_sessions(session, row.id)


def _placed(session: Session, grant: Grant) -> Grant:
    """A role at a place that exists; a site brings its study along."""
    if grant.role not in ROLES:
        raise QolError(_("Choose a role."))
    if grant.role == staff.ADMINISTRATOR:
        return Grant(grant.role)
    if grant.site_id:
        site = studies.site_by_id(session, grant.site_id)
        return Grant(grant.role, site.study_id, site.id)
    return Grant(grant.role, studies.by_id(session, grant.study_id).id if grant.study_id else None)


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise QolError(_("Say why, in a few words."))
    return said


def _names(session: Session) -> dict[str | None, str]:
    """Id of a study or site -> its name; empty for every one."""
    found: dict[str | None, str] = {None: ""}
    for study in studies.every(session):
        found[study.id] = study.title
        found.update({site.id: site.name for site in studies.sites(session, study.id)})
    return found


def _account(session: Session, house: House, row: Staff, names: dict[str | None, str], now: datetime) -> Account:
    held = staff.roles(session, row.id)
    link = invitations.waiting(session, row.id, now)
    linked = provider_accounts.is_linked(session, row.id)
    waits = "invited" if link else "expired"
    return Account(
        id=row.id,
        login=row.login,
        name=row.display_name,
        email=row.email or "",
        state="shut" if not row.active else "open" if row.password_hash or linked else waits,
        roles=tuple(Held(r.id, r.role, names.get(r.study_id, ""), names.get(r.site_id, "")) for r in held),
        signed_in=len(sign_ins.open_ones(session, row.id, now, idle_of(house.settings))),
        second_factor=row.totp_secret is not None,
        linked=linked,
        invited_until=link.expires_at if link else None,
    )
