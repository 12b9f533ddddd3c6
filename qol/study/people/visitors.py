"""Who holds a token: read for every page, so that a role taken away or an account shut counts at once."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from qol.errors import DatabaseBusy
from qol.storage import staff, studies
from qol.storage.tables import Staff, StaffRole, StaffSession, Study
from qol.study.house import House
from qol.study.people.sessions import hashed, idle_of, is_old
from qol.study.scope import Scope

NOTED_EVERY = timedelta(minutes=1)
CONFIRMED_FOR = timedelta(minutes=10)
"""How long a proof of who is there serves for what asks again."""


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
    sign_in_id: str = ""
    confirmed: bool = False
    """Whether the person has just proved who is there."""

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


def visitor_of(house: House, token: str, study_id: str | None, now: datetime) -> Visitor | None:
    """Who holds a token; None once the sign-in ended or was idle, waits for its second step, or the account is shut."""
    with house.database.reading() as session:
        found = staff.session_of(session, hashed(token), now)
        if found is None or found[0].waits_for or found[0].seen_at + idle_of(house.settings) < now:
            return None
        row, account = found
        visitor = _visitor(session, house, account, study_id, row, now)
    if row.seen_at + NOTED_EVERY < now:
        with suppress(DatabaseBusy):  # a page can be read without it
            _note_seen(house, token, now)
    return visitor


def _visitor(
    session: Session, house: House, account: Staff, study_id: str | None, row: StaffSession, now: datetime
) -> Visitor:
    granted = list(staff.roles(session, account.id))
    open_studies = [study for study in studies.every(session) if _opens(granted, study)]
    chosen = _chosen(open_studies, study_id, house.settings.study)
    here = [role for role in granted if role.study_id is None or (chosen and role.study_id == chosen.id)]
    return Visitor(
        staff_id=account.id,
        name=account.display_name,
        grants=tuple((role.role, role.site_id) for role in here),
        study=_shown(chosen) if chosen else None,
        studies=tuple(_shown(study) for study in open_studies),
        rotates=is_old(row, now),
        sign_in_id=row.sign_in_id,
        confirmed=row.confirmed_at is not None and row.confirmed_at + CONFIRMED_FOR >= now,
    )


def _opens(granted: list[StaffRole], study: Study) -> bool:
    return any(role.study_id in (None, study.id) for role in granted)


def _chosen(open_studies: list[Study], study_id: str | None, default: str) -> Study | None:
    """The study that was chosen, else the installation's default, else the first."""
    by_choice = [study for study in open_studies if study.id == study_id]
    by_default = [study for study in open_studies if study.name == default]
    return next(iter([*by_choice, *by_default, *open_studies]), None)


def _shown(study: Study) -> StudyShown:
    return StudyShown(study.id, study.name, study.title)


def _note_seen(house: House, token: str, now: datetime) -> None:
    with house.database.writing() as session:
        found = staff.session_of(session, hashed(token), now)
        if found is not None:
            staff.seen(session, found[0], now)
