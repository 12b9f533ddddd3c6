"""A clinic's tablets: announced by staff, enrolled on the device by six digits, listed, renamed, withdrawn."""

import secrets as random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session

from qol.errors import AccessRefused, NotFound, QolError
from qol.language import gettext as _
from qol.storage import audit, studies, tablets
from qol.storage.database import Database
from qol.storage.tables import Site, Tablet
from qol.study import secrets
from qol.study.collection.opening import CODES_AN_ADDRESS, TEN_MINUTES, count_try
from qol.study.house import House
from qol.study.scope import Scope

CODE_LASTS = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=5)
LONGEST_NAME = 60
TABLET = "tablet"
"""Who acts, in the audit, when a device enrols itself."""


@dataclass(frozen=True)
class Clinic:
    """A site with its tablets, as its staff see them."""

    site: Site
    tablets: tuple[Tablet, ...]


@dataclass(frozen=True)
class Announced:
    """A tablet that waits, and the code that is shown once."""

    name: str
    site: str
    code: str
    until: datetime


@dataclass(frozen=True)
class Device:
    """The tablet behind a cookie."""

    id: str
    site_id: str
    site: str
    phone: str
    seen_at: datetime | None


def clinics(house: House, scope: Scope) -> tuple[Clinic, ...]:
    """The sites of an account with their tablets."""
    with house.database.reading() as session:
        mine = _sites(session, scope)
        rows = tablets.of_sites(session, [site.id for site in mine])
        return tuple(Clinic(site, tuple(row for row in rows if row.site_id == site.id)) for site in mine)


def announce(house: House, scope: Scope, site_id: str, name: str, now: datetime) -> Announced:
    """A new tablet of a site, with the six digits that enrol it within ten minutes; raises NotFound, QolError."""
    named = _named(name)
    with house.database.writing() as session:
        site = next((site for site in _sites(session, scope) if site.id == site_id), None)
        if site is None:
            raise NotFound("There is no such site.")
        code = secrets.new_six_digits()
        while tablets.is_taken(session, _code_hash(code)):
            code = secrets.new_six_digits()
        row = tablets.add(
            session, site_id=site.id, name=named, code_hash=_code_hash(code), code_until=now + CODE_LASTS, now=now,
            by=scope.staff_id,
        )  # fmt: skip
        _note(session, scope.staff_id, "tablet.announced", row, now)
        return Announced(named, site.name, code, row.code_until)


def enrol(database: Database, code: str, address: str, now: datetime) -> str:
    """Make the device that types the code a tablet of the clinic; the token for its cookie.

    Raises TooManyTries, or AccessRefused for a code that is not open.
    """
    count_try(database, f"code from {address}", TEN_MINUTES, CODES_AN_ADDRESS, now)
    with database.writing() as session:
        row = tablets.by_code(session, _code_hash(code), now)
        if row is None:
            raise AccessRefused(_("This code is not open. Make a new one on your own screen."))
        token = random.token_urlsafe(32)
        tablets.enrol(session, row, _hash(token), now)
        _note(session, TABLET, "tablet.enrolled", row, now)
        return token


def device(database: Database, token: str, now: datetime) -> Device | None:
    """The tablet of a cookie, noted as seen; None where it is none, or was withdrawn."""
    if not token:
        return None
    with database.reading() as session:
        row = tablets.by_token(session, _hash(token))
        site = session.get(Site, row.site_id) if row else None
    if row is None or site is None:
        return None
    if row.seen_at is None or now - row.seen_at > SEEN_EVERY:
        with database.writing() as session:
            tablets.seen(session, _present(session, row.id), now)
    return Device(row.id, site.id, site.name, site.phone, row.seen_at)


def rename(house: House, scope: Scope, tablet_id: str, name: str, now: datetime) -> None:
    """Call a tablet otherwise; raises NotFound, QolError."""
    named = _named(name)
    with house.database.writing() as session:
        row = _mine(session, scope, tablet_id)
        tablets.rename(session, row, named)
        _note(session, scope.staff_id, "tablet.renamed", row, now)


def withdraw(house: House, scope: Scope, tablet_id: str, now: datetime) -> None:
    """A tablet is none any more: lost, sold, or given to somebody else; raises NotFound."""
    with house.database.writing() as session:
        row = _mine(session, scope, tablet_id)
        tablets.withdraw(session, row, now)
        _note(session, scope.staff_id, "tablet.withdrawn", row, now)


def own_tablets_only(house: House, scope: Scope, site_id: str, only: bool, now: datetime) -> None:
    """Whether the codes of a site open on its enrolled tablets alone; raises NotFound."""
    with house.database.writing() as session:
        site = next((site for site in _sites(session, scope) if site.id == site_id), None)
        if site is None:
            raise NotFound("There is no such site.")
        site.own_tablets_only = only
        session.add(site)
        action = "site.own_tablets_only" if only else "site.any_device"
        audit.append(session, at=now, actor=scope.staff_id, action=action, object_kind="site", object_id=site.id)


def _sites(session: Session, scope: Scope) -> Sequence[Site]:
    return [site for site in studies.sites(session, scope.study_id) if scope.includes(site.id)]


def _mine(session: Session, scope: Scope, tablet_id: str) -> Tablet:
    row = _present(session, tablet_id)
    if row.site_id not in {site.id for site in _sites(session, scope)}:
        raise NotFound("There is no such tablet.")
    return row


def _present(session: Session, tablet_id: str) -> Tablet:
    row = session.get(Tablet, tablet_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound("There is no such tablet.")
    return row


def _named(name: str) -> str:
    named = " ".join(name.split())
    if not named or len(named) > LONGEST_NAME:
        raise QolError(_("Give the tablet a name of at most 60 characters, such as Tablet 2, waiting room."))
    return named


def _note(session: Session, actor: str, action: str, row: Tablet, now: datetime) -> None:
    audit.append(session, at=now, actor=actor, action=action, object_kind="tablet", object_id=row.id)


def _code_hash(code: str) -> str:
    return sha256(f"tablet:{secrets.normal('handover', code)}".encode()).hexdigest()


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
