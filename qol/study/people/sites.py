"""The sites of studies, for administrators: added, renamed, closed and opened again, never removed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, func, select

from qol.errors import QolError
from qol.language import gettext as _
from qol.storage import audit, studies
from qol.storage.tables import Patient, Site
from qol.study.house import House

LONGEST_NAME, LONGEST_PHONE = 80, 40


@dataclass(frozen=True)
class SiteShown:
    """A site with how many patients are enrolled there; closed: nobody more."""

    id: str
    name: str
    phone: str
    patients: int
    closed_at: datetime | None


@dataclass(frozen=True)
class StudySites:
    """A study and its sites by name."""

    id: str
    title: str
    sites: tuple[SiteShown, ...]


def every(house: House) -> tuple[StudySites, ...]:
    """Every study of the installation with its sites."""
    with house.database.reading() as session:
        return tuple(
            StudySites(study.id, study.title, tuple(_shown(session, site) for site in studies.sites(session, study.id)))
            for study in studies.every(session)
        )


def add(house: House, study_id: str, name: str, phone: str, by: str, now: datetime) -> None:
    """One more site; raises NotFound, QolError."""
    with house.database.writing() as session:
        study = studies.by_id(session, study_id)
        site = studies.add_site(session, study.id, _free(session, study.id, name), _phone(phone))
        _note(session, "add_site", site, by, now)


def rename(house: House, site_id: str, name: str, phone: str, by: str, now: datetime) -> None:
    """Another name or telephone; raises NotFound, QolError."""

    def change(session: Session, site: Site) -> None:
        site.name, site.phone = _free(session, site.study_id, name, site.id), _phone(phone)

    _change(house, site_id, "rename_site", change, by, now)


def close(house: House, site_id: str, by: str, now: datetime) -> None:
    """Nobody is enrolled there any more; patients who were stay and go on."""

    def change(session: Session, site: Site) -> None:
        site.closed_at = site.closed_at or now

    _change(house, site_id, "close_site", change, by, now)


def reopen(house: House, site_id: str, by: str, now: datetime) -> None:
    """Patients can be enrolled there again."""

    def change(session: Session, site: Site) -> None:
        site.closed_at = None

    _change(house, site_id, "reopen_site", change, by, now)


def _change(
    house: House, site_id: str, action: str, change: Callable[[Session, Site], None], by: str, now: datetime
) -> None:
    with house.database.writing() as session:
        site = studies.site_by_id(session, site_id)
        change(session, site)
        session.add(site)
        _note(session, action, site, by, now)


def _note(session: Session, action: str, site: Site, by: str, now: datetime) -> None:
    audit.append(session, at=now, actor=by, action=action, object_kind="site", object_id=site.id)


def _free(session: Session, study_id: str, name: str, but: str = "") -> str:
    """A name that no other site of the study has."""
    named = " ".join(name.split())
    if not named or len(named) > LONGEST_NAME:
        raise QolError(_("Give the site a name of at most 80 letters."))
    if any(site.name.casefold() == named.casefold() and site.id != but for site in studies.sites(session, study_id)):
        raise QolError(_("There is a site of this name in the study already."))
    return named


def _phone(phone: str) -> str:
    number = " ".join(phone.split())
    if len(number) > LONGEST_PHONE:
        raise QolError(_("The telephone number is longer than 40 signs."))
    return number


def _shown(session: Session, site: Site) -> SiteShown:
    patients = session.exec(select(func.count()).where(Patient.site_id == site.id)).one()
    return SiteShown(site.id, site.name, site.phone, patients, site.closed_at)
