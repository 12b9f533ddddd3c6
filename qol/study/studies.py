"""Which study is meant, and the protocol it follows."""

import json
from typing import Any

from sqlmodel import Session

from qol.course.editions import Edition, Editions
from qol.course.protocol import Protocol, canonical, from_canonical
from qol.settings import Settings
from qol.storage import protocol_versions, studies
from qol.storage.tables import Study
from qol.study.house import House
from qol.study.scope import Scope

NOM_AND_SURGERY = ({"id": "nom", "label": "NOM"}, {"id": "surgery", "label": "Surgery"})
"""The two groups of every study that follows decisions."""


def study_named(session: Session, name: str | None, settings: Settings) -> Study:
    """The study of that name, else that of QOL_STUDY, else the only one; raises NotFound, listing what there is."""
    return studies.named(session, name or settings.study or None)


def study_of(house: House, scope: Scope) -> Study | None:
    """The study that somebody works in; None for an account without one."""
    if not scope.study_id:
        return None
    with house.database.reading() as session:
        return studies.by_id(session, scope.study_id)


def protocol_of(study: Study) -> Protocol:
    """The protocol version in force, as it was taken; a changed file is another version."""
    return from_canonical(json.dumps(study.protocol_body))


def editions(session: Session, study: Study) -> Editions:
    """Every protocol version that a study has followed; what a patient is asked follows from all of them."""
    rows = protocol_versions.of_study(session, study.id)
    earlier = (Edition(from_canonical(json.dumps(row.body)), row.valid_from) for row in rows[:-1])
    begun = rows[-1].valid_from if rows else study.created_at.date()
    return Editions((*earlier, Edition(protocol_of(study), begun)))


def body_of(protocol: Protocol) -> dict[str, Any]:
    """A protocol as plain data, for the study's row."""
    body: dict[str, Any] = json.loads(canonical(protocol))
    return body
