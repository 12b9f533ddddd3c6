"""Which study is meant, and the protocol it follows."""

import json
from typing import Any

from sqlmodel import Session

from qol.course.protocol import Protocol, canonical, from_canonical
from qol.settings import Settings
from qol.storage import studies
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
    """The protocol that a study follows, as it was when the study began; a changed file is another version."""
    return from_canonical(json.dumps(study.protocol_body))


def body_of(protocol: Protocol) -> dict[str, Any]:
    """A protocol as plain data, for the study's row."""
    body: dict[str, Any] = json.loads(canonical(protocol))
    return body
