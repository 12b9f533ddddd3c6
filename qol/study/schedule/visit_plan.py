"""What will be asked of a patient at a visit: read from timeline and protocol before anything is opened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from sqlmodel import Session

from qol.course.due import OPEN, DueVisit, due
from qol.course.protocol import Protocol, Visit
from qol.course.state import facts_at
from qol.errors import NotFound, QolError
from qol.instruments.conditions import asked_items, holds, in_words
from qol.instruments.definition import Instrument
from qol.instruments.wording import languages_of, read_packs
from qol.language import SOURCE, gettext, languages, long_date
from qol.storage import assessments, identities, studies
from qol.storage.identities import Person
from qol.storage.tables import Assessment, Patient, Site, Study
from qol.study.house import House
from qol.study.patients.treatment_course import timeline
from qol.study.schedule.visit_progress import progress_by_visit
from qol.study.scope import Scope
from qol.study.studies import editions
from qol.study.wording.wording_refusals import shown


@dataclass(frozen=True)
class Planned:
    """One form that will be asked, with how many questions at present and the languages it has words in."""

    instrument: str
    title: str
    questions: int
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotAsked:
    """An instrument of the visit that does not apply, and why in words."""

    title: str
    because: str


@dataclass(frozen=True)
class Plan:
    """What the hand-over page shows before anything is opened."""

    code: str
    person: Person | None
    visit: str
    visit_label: str
    closes: date | None
    ask_before: bool
    facts: Mapping[str, str]
    forms: tuple[Planned, ...]
    not_asked: tuple[NotAsked, ...]
    minutes: int
    language: str
    """Of the pages; a form that has no words in it is shown in its own."""
    wanted_language: str
    """The patient's, as it was recorded."""
    phone: str
    """Of the patient's site, else of the installation."""
    opened: Assessment | None
    refusals: tuple[str, ...] = ()
    """Why forms may not be shown, naming the file and what to do; then nothing can be handed over."""

    @property
    def questions(self) -> int:
        """Questions on the path as it is now."""
        return sum(form.questions for form in self.forms)


@dataclass(frozen=True)
class Case:
    """One visit of one patient, read once."""

    patient: Patient
    study: Study
    protocol: Protocol
    protocol_version: str
    """Of the version that words this visit."""
    due: DueVisit
    facts: dict[str, str]
    opened: Assessment | None

    @property
    def visit(self) -> Visit:
        """The visit of the protocol."""
        return self.due.visit

    @property
    def closes(self) -> date | None:
        """The last day on which it is taken."""
        window = self.due.window
        return (window.late_until or window.closes) if window else None


def plan(house: House, scope: Scope, code: str, visit_id: str, today: date) -> Plan:
    """What would be asked today; raises NotFound for foreign patients and visits, QolError while not open."""
    with house.database.reading() as session:
        case = visit_case(house, session, scope, code, visit_id, today)
        person = identities.read(session, case.patient.id)
        site = session.get(Site, case.patient.site_id)
    phone = site.phone if site else ""
    wanted = person.language if person else ""
    language = _language(case, wanted)
    found = shown(house, applying(house, case), case.protocol.wording, case.study.name, language, today)
    asked = tuple(_planned(house, case, found.instruments, today))
    questions = sum(form.questions for form in asked)
    return Plan(
        code=case.patient.code,
        person=person,
        visit=case.visit.id,
        visit_label=case.visit.label,
        closes=case.closes,
        ask_before=case.visit.ask_before_results,
        facts=case.facts,
        forms=asked,
        not_asked=tuple(_not_asked(house, case)),
        minutes=max(1, ceil(questions * case.protocol.seconds_per_item / 60)),
        language=language,
        wanted_language=wanted,
        phone=phone or house.settings.clinic_phone,
        opened=case.opened,
        refusals=found.refusals,
    )


def visit_case(house: House, session: Session, scope: Scope, code: str, visit_id: str, today: date) -> Case:
    """One visit that is open today; raises NotFound and QolError as `plan` does."""
    patient = scope.patient(session, code)
    study = studies.by_id(session, patient.study_id)
    course = timeline(session, patient)
    opened = assessments.of_patient(session, patient.id)
    done, protocols = progress_by_visit(opened), editions(session, study)
    protocol = protocols.of(course, done)
    visits = {v.visit.id: v for v in due(protocol, course, done, today)}
    if visit_id not in protocol.visit_by_id or visit_id not in visits:
        raise NotFound("There is no such visit.")
    found = visits[visit_id]
    if found.state not in OPEN:
        raise QolError(_why_closed(found))
    mine = [row for row in opened if row.visit_id == visit_id and row.submitted_at is None]
    return Case(
        patient=patient,
        study=study,
        protocol=protocol,
        protocol_version=protocols.version_of(found.visit),
        due=found,
        facts=facts_at(course, today, patient.sex, found.visit.occasion),
        opened=next((row for row in reversed(mine) if row.closed_as is None), None),
    )


def _why_closed(visit: DueVisit) -> str:
    label = visit.visit.label
    if visit.state == "upcoming" and visit.window:
        sentence = gettext("%(visit)s is not open yet. Its window opens on %(day)s.")
        return sentence % {"visit": label, "day": long_date(visit.window.opens)}
    if visit.state == "expired" and visit.window:
        sentence = gettext("%(visit)s can no longer be answered. Its window closed on %(day)s.")
        return sentence % {"visit": label, "day": long_date(visit.window.closes)}
    why = {
        "completed": gettext("%(visit)s has been answered already."),
        "withdrawn": gettext("%(visit)s cannot be answered: the patient has withdrawn."),
        "deceased": gettext("%(visit)s cannot be answered: the patient has died."),
        "superseded": gettext("%(visit)s cannot be answered: another visit stands in its place."),
    }
    return why.get(visit.state, gettext("%(visit)s cannot be answered now.")) % {"visit": label}


def applying(house: House, case: Case) -> list[Instrument]:
    """The visit's instruments that ask anything by the facts; an unknown fact asks nothing."""
    by_protocol = [house.library[asked.id] for asked in case.visit.instruments if holds(asked.ask_if, case.facts)]
    return [one for one in by_protocol if asked_items(one, case.facts)]


def _not_asked(house: House, case: Case) -> list[NotAsked]:
    """Instruments of the visit that are left out, each with the condition that does not hold."""
    asked = {one.id for one in applying(house, case)}
    found = []
    for item in case.visit.instruments:
        if item.id not in asked:
            instrument = house.library[item.id]
            condition = instrument.applies_if if holds(item.ask_if, case.facts) else item.ask_if
            found.append(NotAsked(instrument.title, in_words(condition, instrument)))
    return found


def _planned(house: House, case: Case, instruments: Iterable[Instrument], today: date) -> Iterator[Planned]:
    """The forms that will be asked, in order, each in the words that are shown."""
    packs = read_packs(*house.wording_folders)
    for one in instruments:
        kind, own = case.protocol.wording[one.id], house.library[one.id]
        known = languages_of(own, kind, packs, case.study.name, today, house.library.translations)
        yield Planned(one.id, one.title, len(asked_items(one, case.facts)), known)


def _language(case: Case, wanted: str) -> str:
    """What is begun keeps its language; else the patient's."""
    if case.opened is not None and case.opened.started_at is not None:
        return case.opened.language
    return wanted if wanted in languages() else SOURCE
