"""When a patient's follow-up ended, and until when each visit can be answered."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from qol.course.editions import Editions
from qol.course.events import EventKind, Timeline
from qol.course.protocol import Protocol
from qol.course.windows import windows
from qol.storage import assessments, events, patients
from qol.storage.tables import Assessment, EventRow, Patient
from qol.study.patients.treatment_course import timeline_of
from qol.study.schedule.visit_progress import progress_by_visit

LEAVING = (EventKind.DEATH, EventKind.WITHDRAWAL)
RUN = 500
"""Patients that are read together."""


@dataclass(frozen=True)
class Course:
    """A patient with what is recorded of the follow-up."""

    patient: Patient
    happened: Sequence[EventRow]
    opened: Sequence[Assessment]

    @property
    def timeline(self) -> Timeline:
        """The dated events in force."""
        return timeline_of(self.patient, self.happened)

    def protocol(self, protocols: Editions) -> Protocol:
        """What this patient is asked."""
        return protocols.of(self.timeline, progress_by_visit(self.opened))

    def last_days(self, protocols: Editions) -> Mapping[str, date]:
        """Visit -> the last day on which it is taken, of the visits whose clock has started."""
        found = windows(self.protocol(protocols), self.timeline)
        return {window.visit.id: window.late_until or window.closes for window in found}

    def ended_on(self, protocols: Editions) -> date | None:
        """The day from which an identity's days are counted; None while questions are still to come.

        The end of the last window, or a death or withdrawal; later where something was recorded later, so that what
        is typed today, rightly or by mistake, takes nobody's name away today.
        """
        left = [event.latest for event in self.timeline.of(*LEAVING)]
        last = self.last_days(protocols)
        if not left and any(v.kind != "event" and v.id not in last for v in self.protocol(protocols).visits):
            return None
        recorded = (moment.astimezone().date() for moment in self._recorded())
        return max([*(left or last.values()), *recorded])

    def _recorded(self) -> Iterator[datetime]:
        yield self.patient.created_at
        yield from (row.recorded_at for row in self.happened)
        yield from (one.submitted_at or one.started_at or one.created_at for one in self.opened)


def courses(session: Session, study_id: str, patient_ids: Collection[str]) -> Iterator[Course]:
    """Those of some patients of a study, by study code."""
    wanted = [row for row in patients.of_study(session, study_id) if row.id in patient_ids]
    for start in range(0, len(wanted), RUN):
        run = wanted[start : start + RUN]
        ids = [row.id for row in run]
        happened, opened = events.in_force_of(session, ids), assessments.of_patients(session, ids)
        yield from (Course(row, happened[row.id], opened[row.id]) for row in run)
