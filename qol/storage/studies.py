"""Studies and the sites that take part in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from qol.errors import NotFound
from qol.storage import protocol_versions
from qol.storage.tables import Site, Study


def add(
    session: Session,
    *,
    name: str,
    title: str,
    protocol_id: str,
    protocol_body: Mapping[str, Any],
    groups: Sequence[Mapping[str, str]],
    dates_known: bool = True,
    now: datetime,
) -> Study:
    """A new study with the protocol it follows; groups are {"id", "label"}."""
    study = Study(
        name=name,
        title=title,
        protocol_id=protocol_id,
        protocol_body=dict(protocol_body),
        groups=[dict(group) for group in groups],
        dates_known=dates_known,
        created_at=now,
    )
    session.add(study)
    session.flush()
    protocol_versions.add(session, study, now=now)
    return study


def every(session: Session) -> Sequence[Study]:
    """All studies by name."""
    return session.exec(select(Study).order_by(col(Study.name))).all()


def by_id(session: Session, study_id: str) -> Study:
    """A study; raises NotFound."""
    study = session.get(Study, study_id)
    if study is None:
        raise NotFound("There is no such study.")
    return study


def named(session: Session, name: str | None) -> Study:
    """The study of that name, or the only one when no name is given; raises NotFound, listing what there is."""
    found = every(session)
    if name is None and len(found) == 1:
        return found[0]
    for study in found:
        if study.name == name:
            return study
    names = ", ".join(study.name for study in found) or "none yet"
    if not found and name is None:
        raise NotFound("There is no study yet. `python -m qol study add` begins one.")
    if name is None:
        raise NotFound(f"Say which study is meant with --study NAME or QOL_STUDY. Studies: {names}.")
    raise NotFound(f"There is no study named {name!r}. Studies: {names}.")


def add_site(session: Session, study_id: str, name: str, phone: str = "") -> Site:
    """A new site of a study."""
    site = Site(study_id=study_id, name=name, phone=phone)
    session.add(site)
    session.flush()
    return site


def sites(session: Session, study_id: str) -> Sequence[Site]:
    """The sites of a study by name."""
    return session.exec(select(Site).where(Site.study_id == study_id).order_by(col(Site.name))).all()


def site_by_id(session: Session, site_id: str) -> Site:
    """A site; raises NotFound."""
    site = session.get(Site, site_id)
    if site is None:
        raise NotFound("There is no such site.")
    return site


def site_named(session: Session, study_id: str, name: str) -> Site:
    """A site of a study by name; raises NotFound, listing what there is."""
    found = sites(session, study_id)
    for site in found:
        if site.name == name:
            return site
    names = ", ".join(site.name for site in found) or "none yet"
    raise NotFound(f"There is no site named {name!r} in this study. Sites: {names}.")
