"""Begin a study: its name, the protocol it follows, and its sites."""

from collections.abc import Mapping
from datetime import datetime

from qol.errors import NotFound, QolError
from qol.storage import audit, studies
from qol.storage.tables import Study
from qol.study.house import House
from qol.study.protocols.protocol_shelf import known
from qol.study.studies import NOM_AND_SURGERY, body_of


def begin_study(
    house: House, *, name: str, title: str, protocol_id: str, sites: Mapping[str, str], now: datetime
) -> Study:
    """A new study with the two groups of the decision; sites are name -> telephone number.

    Raises NotFound for an unknown protocol, QolError where the name is taken or there is no site.
    """
    protocols = known(house)
    protocol = protocols.get(protocol_id)
    if protocol is None:
        raise NotFound(f"There is no protocol {protocol_id!r}. Protocols: {', '.join(protocols)}.")
    if not name.strip() or not sites:
        raise QolError("A study needs a name and at least one site.")
    with house.database.writing() as session:
        if name in {study.name for study in studies.every(session)}:
            raise QolError(f"There is a study named {name} already.")
        study = studies.add(
            session,
            name=name,
            title=title or name,
            protocol_id=protocol.id,
            protocol_body=body_of(protocol),
            groups=NOM_AND_SURGERY,
            now=now,
        )
        for site, phone in sites.items():
            studies.add_site(session, study.id, site, phone)
        audit.append(
            session,
            at=now,
            actor=audit.COMMAND_LINE,
            action="begin_study",
            object_kind="study",
            object_id=study.id,
        )
    return study
