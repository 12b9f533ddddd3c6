"""How queries stand: what the rules find now, beside what staff said of it before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlmodel import Session

from qol.storage import query_answers, studies
from qol.storage.tables import Patient, QueryAnswer
from qol.study.queries.finding import Finding
from qol.study.queries.reading import cases
from qol.study.queries.rules import findings

CONFIRMED = "confirmed"
State = Literal["open", "answered", "settled"]
"""open: nobody has said anything of these facts; answered: somebody has; settled: the doubt itself is gone."""


@dataclass(frozen=True)
class Query:
    """One query of one patient. finding: None once the doubt is gone; answers: oldest first."""

    id: str
    patient: Patient
    kind: str
    since: date
    finding: Finding | None
    answers: tuple[QueryAnswer, ...]

    @property
    def state(self) -> State:
        """How it stands; that it is right as it is counts for the facts of which it was said."""
        if self.finding is None:
            return "settled"
        last = self.answers[-1] if self.answers else None
        is_right = last is not None and last.answer == CONFIRMED and last.fingerprint == self.finding.fingerprint
        return "answered" if is_right else "open"

    @property
    def is_reopened(self) -> bool:
        """Whether it is open again because the facts are others than those that were answered."""
        return self.state == "open" and bool(self.answers)

    def days_open(self, today: date) -> int:
        """Days since it could be known; 0 at the least."""
        return max(0, (today - self.since).days)

    def about(self, part: str) -> str | None:
        """The id of the form, item, visit or event that it is about."""
        place: Finding | QueryAnswer = self.finding or self.answers[-1]
        found: str | None = getattr(place, f"{part}_id")
        return found


def standing(session: Session, patients: Sequence[Patient], today: date) -> Mapping[str, tuple[Query, ...]]:
    """Patient id -> every query of some patients of one study: those that are open or answered, then settled ones."""
    if not patients:
        return {}
    study = studies.by_id(session, patients[0].study_id)
    said = query_answers.of_patients(session, [patient.id for patient in patients])
    every = cases(session, study, patients, today)
    return {patient.id: tuple(_of(patient, findings(every[patient.id]), said[patient.id])) for patient in patients}


def _of(patient: Patient, found: Sequence[Finding], said: Sequence[QueryAnswer]) -> Iterable[Query]:
    by_query: dict[str, list[QueryAnswer]] = {}
    for answer in said:
        by_query.setdefault(answer.query_id, []).append(answer)
    for finding in found:
        name = finding.id(patient.id)
        yield Query(name, patient, finding.kind, finding.since, finding, tuple(by_query.pop(name, ())))
    for name, answers in by_query.items():
        yield Query(name, patient, answers[-1].kind, answers[0].since, None, tuple(answers))
