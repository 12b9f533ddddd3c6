"""Brings existing forms into a study, all or nothing, and says what was refused and why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from qol.course.clocks import days_since
from qol.course.editions import Editions
from qol.course.events import Event, EventKind, Timeline
from qol.course.protocol import Protocol
from qol.course.windows import assign
from qol.errors import ImportRefused
from qol.instruments.definition import Instrument
from qol.storage import answers, assessments, audit, events, forms, patients, studies
from qol.storage.answers import NewAnswer
from qol.storage.tables import Assessment, Form, Study
from qol.study.definitions import Kept, keep_definitions
from qol.study.house import House
from qol.study.imports.plan import ImportPlan
from qol.study.imports.rows import FormRow, read_rows
from qol.study.studies import body_of, editions

NOMINAL_START = date(2000, 1, 1)
"""Day zero of patients whose calendar dates are not known; never exported, never printed."""


WORDING_NOTICE = "imported forms, the wording that was shown is not recorded here"
"""Nobody saw our words; which ones were seen is the source's to say."""


@dataclass(frozen=True)
class Imported:
    """What came of an import."""

    study: str
    patients: int
    forms: int
    unscheduled: int
    undated: int
    notes: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """What to tell the person who imported."""
        came = f"{_some(self.forms, 'form')} of {_some(self.patients, 'patient')}"
        lines = [f"{came} {'is' if self.forms == 1 else 'are'} now in the study {self.study}."]
        if self.unscheduled:
            lines.append(f"{self.unscheduled} of them lie outside every window and are kept as unscheduled.")
        if self.undated:
            lines.append(f"{self.undated} of them have no date and are kept as unscheduled.")
        return (*lines, *self.notes)


def import_forms(house: House, path: Path, plan: ImportPlan, now: datetime) -> Imported:
    """Read, check and keep the forms of a table in one transaction.

    Raises MissingColumns, ImportRefused with every refused row and its reason (nothing is kept then), and QolError
    where the database is a demonstration.
    """
    instrument = house.library[plan.instrument]
    rows = read_rows(path, instrument, plan, now.date())
    with house.database.writing() as session:
        study = _study(house, session, plan, instrument, now)
        protocols = editions(session, study)
        kept = keep_definitions(house, session, instrument, study, now.date())
        _refuse_repeated(session, study, instrument, rows)
        result = _keep(session, study, protocols, kept, rows, now)
        audit.append(session, at=now, actor=audit.COMMAND_LINE, action="import", object_kind="study",
                     object_id=study.id)  # fmt: skip
    return result


def _study(house: House, session: Session, plan: ImportPlan, instrument: Instrument, now: datetime) -> Study:
    """The study to import into; a new one when none has the name."""
    for found in studies.every(session):
        if found.name == (plan.study or "imported"):
            if found.dates_known == (plan.day is not None):
                known = "calendar dates" if found.dates_known else "days since inclusion only"
                raise ImportRefused([f"The study {found.name} keeps {known}; import into another --study."])
            return found
    groups = [{"id": name, "label": label_of(name)} for name in dict.fromkeys(plan.groups.values())]
    protocol = house.protocols[plan.protocol or protocol_for(house, instrument)]
    return studies.add(
        session,
        name=plan.study or "imported",
        title=f"Imported {instrument.short_title} forms" if plan.study is None else plan.study,
        protocol_id=protocol.id,
        protocol_body=body_of(protocol),
        groups=groups,
        dates_known=plan.day is None,
        now=now,
    )


def protocol_for(house: House, instrument: Instrument) -> str:
    """The protocol of a new imported study: one that asks this instrument alone and starts at inclusion."""
    for name, protocol in house.protocols.items():
        asked = {asked.id for visit in protocol.visits for asked in visit.instruments}
        if asked == {instrument.id} and all(visit.clock == "enrolment" for visit in protocol.visits):
            return name
    asking = sorted(
        name
        for name, protocol in house.protocols.items()
        if any(asked.id == instrument.id for visit in protocol.visits for asked in visit.instruments)
    )
    raise ImportRefused([f"Name the protocol of the new study with --protocol: {', '.join(asking) or 'none fits'}."])


def _some(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def label_of(group: str) -> str:
    """The words of a group: NOM, Surgery, or the id read aloud (`arm_1` is Arm 1)."""
    return {"nom": "NOM"}.get(group, group.replace("_", " ").capitalize())


def _refuse_repeated(session: Session, study: Study, instrument: Instrument, rows: tuple[FormRow, ...]) -> None:
    """Refuse forms that the study has already: the same patient, instrument and day."""
    known = {patient.code: patient.id for patient in patients.of_study(session, study.id)}
    have: set[tuple[str, date | None, int | None]] = set()
    of_patients = assessments.of_patients(session, known.values())
    forms_of = forms.of_assessments(session, [a.id for rows_ in of_patients.values() for a in rows_])
    code = {identifier: name for name, identifier in known.items()}
    for identifier, found in of_patients.items():
        for row in found:
            if any(form.instrument_id == instrument.id for form in forms_of[row.id]):
                have.add((code[identifier], row.on_date, row.study_day))
    refused = [
        f"row {row.number}: the study has a form of patient {row.patient} for that day already"
        for row in rows
        if (row.patient, row.on_date or nominal(row.day), row.day) in have
    ]
    if refused:
        raise ImportRefused(refused)


def nominal(day: int | None) -> date | None:
    """The internal date of a day since inclusion."""
    return None if day is None else NOMINAL_START + timedelta(days=day)


def _keep(
    session: Session, study: Study, protocols: Editions, kept: Kept, rows: tuple[FormRow, ...], now: datetime
) -> Imported:
    by_patient: dict[str, list[FormRow]] = {}
    for row in rows:
        by_patient.setdefault(row.patient, []).append(row)
    site = next(iter(studies.sites(session, study.id)), None) or studies.add_site(session, study.id, "Imported")
    unscheduled = undated = 0
    for code, found in by_patient.items():
        timeline, patient_id = _patient(session, study, site.id, code, found, now)
        protocol = protocols.of(timeline)
        for row in found:
            on = row.on_date or nominal(row.day)
            visit = assign(protocol, timeline, on).visit_id if on else None
            unscheduled += on is not None and visit is None
            undated += on is None
            _form(session, study, protocol, kept, patient_id, timeline, row, on, visit, now)
    return Imported(study.name, len(by_patient), len(rows), unscheduled, undated)


def _patient(
    session: Session, study: Study, site_id: str, code: str, rows: list[FormRow], now: datetime
) -> tuple[Timeline, str]:
    """The patient of some rows with the timeline that the rows tell: inclusion, and death where given."""
    days = [on for row in rows if (on := row.on_date or nominal(row.day))]
    start = min(days) if study.dates_known and days else NOMINAL_START
    first = rows[0]
    existing = {p.code: p for p in patients.of_study(session, study.id)}.get(code)
    patient = existing or patients.add(
        session, study_id=study.id, site_id=site_id, code=code, sex=first.facts.get("sex"), enrolled_on=start,
        source="imported", arm=first.group, now=now,
    )  # fmt: skip
    told = []
    if first.died is not None or first.died_on is not None:
        died = first.died_on or NOMINAL_START + timedelta(days=first.died or 0)
        told.append(Event(EventKind.DEATH, died))
        events.record(session, patient_id=patient.id, kind=str(EventKind.DEATH), on=died, now=now)
    return Timeline(patient.enrolled_on or start, tuple(told)), patient.id


def _form(
    session: Session,
    study: Study,
    protocol: Protocol,
    kept: Kept,
    patient_id: str,
    timeline: Timeline,
    row: FormRow,
    on: date | None,
    visit: str | None,
    now: datetime,
) -> None:
    day = row.day if not study.dates_known or on is None else days_since(timeline, protocol.study_clock, on)
    occasion = next((v.occasion for v in protocol.visits if v.id == visit), "follow_up")
    assessment = assessments.add(
        session,
        Assessment(
            patient_id=patient_id, visit_id=visit, protocol_id=protocol.id, protocol_version=protocol.version,
            occasion=occasion, facts=dict(row.facts), language=kept.language, created_at=now, started_at=now,
            submitted_at=now, closed_as="completed", on_date=on, study_day=day,
        ),
    )  # fmt: skip
    columns = kept.columns | {"wording_kind": "imported", "wording_notice": WORDING_NOTICE}
    given = [NewAnswer(item, value) for item, value in row.answers.items() if value is not None]
    form = forms.add(session, Form(assessment_id=assessment.id, position=1, started_at=now, completed_at=now,
                                   status="completed" if given else "not_done", mode="imported",
                                   completed_on=on, entered_at=now, **columns))  # fmt: skip
    answers.append(session, form.id, given, at=now, language=kept.language)
