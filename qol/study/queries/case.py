"""What the rules look at: one patient's record and forms, as plain parts without a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qol.course.due import DueVisit
from qol.course.events import Event, Timeline
from qol.course.protocol import Protocol, Visit
from qol.instruments.definition import Instrument


@dataclass(frozen=True)
class CameForm:
    """A form whose answers are in and that counts. on: the day it was completed; came_on: the day it was received.

    facts: as staff confirmed them when it was asked; values: item -> code in force. typed: from paper, by staff;
    typed_twice: by a second person too.
    """

    id: str
    assessment_id: str
    instrument: Instrument
    visit_id: str | None
    on: date | None
    came_on: date
    facts: Mapping[str, str]
    values: Mapping[str, int]
    imported: bool
    typed: bool
    typed_twice: bool


@dataclass(frozen=True)
class DatedEvent:
    """An event in force with the id under which it is corrected, and the day on which it was recorded."""

    id: str
    event: Event
    recorded_on: date


@dataclass(frozen=True)
class QueryCase:
    """One patient on one day. arm: the group of an imported study, which has no decision."""

    protocol: Protocol
    timeline: Timeline
    doubtful: tuple[str, ...]
    events: tuple[DatedEvent, ...]
    visits: tuple[DueVisit, ...]
    forms: tuple[CameForm, ...]
    born: date | None
    sex: str | None
    arm: str | None
    dates_known: bool
    today: date

    def visit(self, form: CameForm) -> Visit | None:
        """The visit of the protocol that a form belongs to."""
        return self.protocol.visit_by_id.get(form.visit_id or "")

    @property
    def last_change(self) -> date:
        """The day on which the record of events was last added to."""
        return max((one.recorded_on for one in self.events), default=self.timeline.enrolled)
