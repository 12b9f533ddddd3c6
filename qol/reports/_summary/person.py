"""Who the sheet is about: a name for the clinic's copy, a code for every other."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PersonShown:
    """Identity for the clinician's copy, so that no sheet meets the wrong person. None of it where it is not known."""

    name: str | None = None
    birth_date: date | None = None
    hospital_number: str | None = None
    code: str | None = None

    @property
    def named(self) -> bool:
        """Whether this is a copy with a name."""
        return bool(self.name)
