"""A study takes a new version of its protocol: the visits that were begun stay, the rest follows the new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from qol.course.protocol import Protocol
from qol.errors import QolError
from qol.storage import audit, protocol_versions, staff
from qol.storage.tables import ProtocolVersion, Study
from qol.study.house import House
from qol.study.protocols import protocol_shelf
from qol.study.studies import body_of, protocol_of, study_named


@dataclass(frozen=True)
class Version:
    """One version of a study's protocol, with who took it: a name, empty where it was there from the beginning."""

    number: int
    protocol_id: str
    version: str
    hash: str
    valid_from: date
    added_at: datetime
    by: str


def take_version(house: House, name: str | None, protocol: Protocol, *, by: str, reason: str, now: datetime) -> Version:
    """Let a study follow this version from today on.

    Raises NotFound for an unknown study; QolError without a reason, where the version is in force already, where its
    number was used for another text, and for an imported study that knows no dates.
    """
    if not reason.strip():
        raise QolError("Say why the protocol changes.")
    with house.database.writing() as session:
        study = study_named(session, name, house.settings)
        before = protocol_versions.of_study(session, study.id)
        _refuse(study, before, protocol)
        study.protocol_id, study.protocol_body = protocol.id, body_of(protocol)
        session.add(study)
        row = protocol_versions.add(session, study, now=now, by=by)
        audit.append(
            session, at=now, actor=by, action="take_protocol", object_kind="protocol", object_id=row.hash,
            reason=reason.strip(),
        )  # fmt: skip
        return _version(row, {})


def take_file(
    house: House, name: str | None, body: bytes, file: str, *, by: str, reason: str, now: datetime
) -> Version:
    """Let a study follow the protocol of a file from today on, and keep the file in the data folder."""
    protocol = protocol_shelf.understood(house, body, file)
    taken = take_version(house, name, protocol, by=by, reason=reason, now=now)
    if not protocol_shelf.is_stored(house, body):
        protocol_shelf.keep(house, body, file, by, now)
    return taken


def versions_of(house: House, name: str | None) -> tuple[Version, ...]:
    """Every version that a study has followed, oldest first; raises NotFound."""
    with house.database.reading() as session:
        names = {row.id: row.display_name for row in staff.every(session)}
        return versions(session, study_named(session, name, house.settings), names)


def versions(session: Session, study: Study, names: Mapping[str, str]) -> tuple[Version, ...]:
    """Every version that a study has followed, oldest first; names: account id -> name."""
    return tuple(_version(row, names) for row in protocol_versions.of_study(session, study.id))


def _refuse(study: Study, before: Sequence[ProtocolVersion], protocol: Protocol) -> None:
    if not study.dates_known:
        raise QolError(f"The study {study.name} knows days since inclusion only; its protocol stays as it is.")
    if protocol_of(study).hash == protocol.hash:
        raise QolError(f"The study {study.name} follows this version already. Nothing was changed.")
    for row in before:
        if (row.protocol_id, row.version) == (protocol.id, protocol.version) and row.hash != protocol.hash:
            raise QolError(
                f"Version {row.version} of {row.protocol_id} was another text. Give the changed protocol a new version."
            )


def _version(row: ProtocolVersion, names: Mapping[str, str]) -> Version:
    by = names.get(row.added_by or "", row.added_by or "")
    return Version(row.number, row.protocol_id, row.version, row.hash, row.valid_from, row.added_at, by)
