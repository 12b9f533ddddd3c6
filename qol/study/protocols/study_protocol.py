"""The protocol versions of a study as a page shows them."""

from dataclasses import dataclass

from qol.course.protocol import Protocol
from qol.storage import staff, studies
from qol.study.house import House
from qol.study.protocols.next_version import Version, versions
from qol.study.studies import editions


@dataclass(frozen=True)
class Followed:
    """Every version that a study has followed, oldest first, with who took it and what it says."""

    study: str
    versions: tuple[Version, ...]
    protocols: tuple[Protocol, ...]

    @property
    def current(self) -> Protocol:
        """The version in force."""
        return self.protocols[-1]


def followed(house: House, study_id: str) -> Followed:
    """The versions of a study; raises NotFound."""
    with house.database.reading() as session:
        study = studies.by_id(session, study_id)
        names = {row.id: row.display_name for row in staff.every(session)}
        every = tuple(edition.protocol for edition in editions(session, study).every)
        return Followed(study.name, versions(session, study, names), every)


def followed_by_every(house: House) -> tuple[Followed, ...]:
    """The same for every study, by name."""
    with house.database.reading() as session:
        ids = [study.id for study in studies.every(session)]
    return tuple(followed(house, study_id) for study_id in ids)
