"""Whose patients somebody may work with: every query of a handler begins from here."""

from dataclasses import dataclass

from sqlmodel import Session

from qol.errors import NotFound
from qol.storage import patients
from qol.storage.tables import Patient

LONGEST_CODE = 40


@dataclass(frozen=True)
class Scope:
    """One account in one study; site_ids None means every site of the study."""

    staff_id: str
    study_id: str
    site_ids: frozenset[str] | None

    def patient(self, session: Session, code: str) -> Patient:
        """A patient by study code; raises NotFound, also for a patient of another site."""
        if len(code) > LONGEST_CODE:
            raise NotFound("There is no such patient.")
        return patients.by_code(session, self.study_id, code, self.site_ids)

    def includes(self, site_id: str) -> bool:
        """Whether a site belongs to this account."""
        return self.site_ids is None or site_id in self.site_ids
