"""Invitations and reminders of one study on one day: safe to run twice, also at the same moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from qol.course.due import OPEN, DueVisit, due
from qol.course.editions import Editions
from qol.errors import QolError
from qol.storage import assessments, events, identities, mail_consents, mails, patients, studies
from qol.storage.tables import Assessment, EventRow, Mail, Patient
from qol.study.house import House
from qol.study.mail.address import is_address
from qol.study.mail.consent import address_is_dead
from qol.study.mail.outbox import Outbox
from qol.study.mail.sending import BY_HAND, may_be_sent_again, send
from qol.study.mail.steps import next_kind
from qol.study.patients.treatment_course import timeline_of
from qol.study.schedule.visit_progress import progress_by_visit
from qol.study.scope import Scope
from qol.study.studies import editions

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Wanted:
    """One message that is to be sent."""

    code: str
    visit: str
    kind: str


@dataclass(frozen=True)
class Done:
    """What a run did: outcome -> how many, and what could not be sent with the reason."""

    outcomes: dict[str, int]
    skipped: tuple[tuple[Wanted, str], ...]
    unreachable: bool = False
    """Whether the mail server did not answer, so that the rest waits for the next run."""


def wanted(house: House, scope: Scope, today: date, now: datetime, again: bool = False) -> tuple[Wanted, ...]:
    """Who is to be written to today, by study code: agreed, address that works, visit open and not answered.

    again: with it also what was claimed and never settled, or broke off.
    """
    with house.database.reading() as session:
        protocols = editions(session, studies.by_id(session, scope.study_id))
        cases = _cases(session, scope)
        return tuple(one for case in cases for one in _of_patient(case, protocols, today, now, again))


def remind(house: House, scope: Scope, today: date, clock: Clock, way_out: Outbox, again: bool = False) -> Done:
    """Send what is wanted; ends at once where the mail server does not answer."""
    outcomes: dict[str, int] = {}
    skipped = []
    for one in wanted(house, scope, today, clock(), again):
        try:
            outcome = send(house, scope, one.code, one.visit, one.kind, today, clock(), way_out, again)
        except QolError as error:
            skipped.append((one, str(error)))
            continue
        state = outcome.state if outcome else "claimed elsewhere"
        outcomes[state] = outcomes.get(state, 0) + 1
        if outcome and not outcome.reached:
            return Done(outcomes, tuple(skipped), unreachable=True)
    return Done(outcomes, tuple(skipped))


@dataclass(frozen=True)
class _Case:
    """One patient who agreed to be mailed at an address that works, read together with all others."""

    patient: Patient
    happened: Sequence[EventRow]
    opened: Sequence[Assessment]
    written: Sequence[Mail]


def _cases(session: Session, scope: Scope) -> list[_Case]:
    found = {row.id: row for row in patients.of_study(session, scope.study_id, scope.site_ids)}
    consents = {key: row for key, row in mail_consents.of_patients(session, found).items() if mail_consents.holds(row)}
    people = identities.read_many(session, consents)
    written = mails.of_patients(session, consents)
    happened = events.in_force_of(session, consents)
    opened = assessments.of_patients(session, consents)
    return [
        _Case(patient, happened[key], opened[key], written[key])
        for key, patient in found.items()
        if key in people and is_address(people[key].contact) and not address_is_dead(written[key], consents[key])
    ]


def _of_patient(case: _Case, protocols: Editions, today: date, now: datetime, again: bool) -> list[Wanted]:
    timeline = timeline_of(case.patient, case.happened)
    found = []
    done = progress_by_visit(case.opened)
    protocol = protocols.of(timeline, done)
    for visit in due(protocol, timeline, done, today):
        if not _asks_today(visit, case.opened, today) or visit.window is None:
            continue
        written = [row for row in case.written if row.visit_id == visit.visit.id]
        lost = [row for row in written if again and row.kind != BY_HAND and may_be_sent_again(row, now, again)]
        kind = lost[-1].kind if lost else next_kind(visit.window.due, protocol.reminded_after, written, today, now)
        if kind:
            found.append(Wanted(case.patient.code, visit.visit.id, kind))
    return found


def _asks_today(visit: DueVisit, opened: Sequence[Assessment], today: date) -> bool:
    """Open, not answered by another visit's form, and nobody is at it today."""
    if visit.state not in OPEN or visit.satisfied_by or visit.answered_with:
        return False
    begun = [row.started_at for row in opened if row.visit_id == visit.visit.id and row.started_at]
    return not any(moment.astimezone().date() == today for moment in begun)
