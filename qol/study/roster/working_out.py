"""What two tables of patients and facts would do: read, held against what is recorded, judged; nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from qol.course.events import Event, Timeline
from qol.course.timeline import check
from qol.language import gettext
from qol.storage import events, identities, patients, studies
from qol.storage.identities import Person
from qol.storage.tables import Patient
from qol.study.patients.treatment_course import event_of, timeline_of
from qol.study.roster.rows import (
    FACT_COLUMNS,
    FACT_NEEDED,
    FACTS,
    PATIENT_COLUMNS,
    PATIENT_NEEDED,
    PATIENTS,
    FactRow,
    Key,
    PatientRow,
    read_fact,
    read_patient,
)
from qol.study.roster.sheet import Fault, Line, read_sheet
from qol.study.scope import Scope


@dataclass(frozen=True)
class Tables:
    """The two files as they came; either may be empty."""

    patients: bytes = b""
    facts: bytes = b""


@dataclass
class Preview:
    """What would be done. doubtful: sentences to look at; faults: nothing is done while there are any."""

    new: list[PatientRow] = field(default_factory=list)
    known: int = 0
    facts: list[FactRow] = field(default_factory=list)
    facts_known: int = 0
    doubtful: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    holders: dict[Key, Patient] = field(default_factory=dict)
    """Who of the tables is enrolled already."""


def worked_out(session: Session, scope: Scope, tables: Tables, today: date) -> Preview:
    """Everything that would be done, and everything that is wrong or doubtful about it."""
    found = Preview()
    every = studies.sites(session, scope.study_id)
    sites = {site.id: site.name for site in every if scope.includes(site.id)}
    still_open = {site.id: site.name for site in every if site.id in sites and site.closed_at is None}
    rows, facts = _read(tables, sites, today, found)
    keys = {row.key for row in rows} | {fact.key for fact in facts}
    found.holders = _holders(session, scope, keys)
    people = identities.read_many(session, [patient.id for patient in found.holders.values()])
    for row in rows:
        holder = found.holders.get(row.key)
        if holder is None and row.new.site_id not in still_open:
            said = gettext("Possible: %(values)s.") % {"values": ", ".join(still_open.values())}
            found.faults.append(Fault(PATIENTS, row.row, "site", said))
        elif holder is None:
            found.new.append(row)
        elif _same(row, holder, people[holder.id]):
            found.known += 1
        else:
            said = gettext("This number belongs to %(code)s, with another birth date or sex.") % {"code": holder.code}
            found.faults.append(Fault(PATIENTS, row.row, "hospital_number", said))
    _judge(session, found, facts, today)
    found.faults.sort()
    return found


def _read(tables: Tables, sites: dict[str, str], today: date, found: Preview) -> tuple[list[PatientRow], list[FactRow]]:
    rows: list[PatientRow] = []
    facts: list[FactRow] = []
    for line in _lines(tables.patients, PATIENTS, PATIENT_COLUMNS, PATIENT_NEEDED, found):
        row, faults = read_patient(line, sites, today)
        found.faults += faults
        if row:
            rows.append(row)
    for line in _lines(tables.facts, FACTS, FACT_COLUMNS, FACT_NEEDED, found):
        fact, faults = read_fact(line, sites)
        found.faults += faults
        if fact:
            facts.append(fact)
    if not tables.patients and not tables.facts:
        found.faults.append(Fault(PATIENTS, 1, "", gettext("Choose at least one file.")))
    return _once(rows, found), facts


def _lines(
    content: bytes, file: str, columns: Sequence[str], needed: Sequence[str], found: Preview
) -> tuple[Line, ...]:
    if not content:
        return ()
    sheet = read_sheet(content, file, columns, needed)
    found.faults += sheet.faults
    return sheet.lines


def _once(rows: list[PatientRow], found: Preview) -> list[PatientRow]:
    """A patient stands in the table once."""
    first: dict[Key, PatientRow] = {}
    for row in rows:
        if row.key in first:
            said = gettext("The same number stands in row %(row)s.") % {"row": first[row.key].row}
            found.faults.append(Fault(PATIENTS, row.row, "hospital_number", said))
        first.setdefault(row.key, row)
    return list(first.values())


def _holders(session: Session, scope: Scope, keys: set[Key]) -> dict[Key, Patient]:
    """Who holds these numbers at these sites, by the keyed hash; the numbers themselves are not opened."""
    found = identities.holders(session, scope.study_id, {number for _, number in keys})
    by_id = {row.id: row for row in patients.of_study(session, scope.study_id, scope.site_ids)}
    holders: dict[Key, Patient] = {}
    for number, patient_ids in found.items():
        for patient_id in patient_ids:
            if patient_id in by_id:
                holders.setdefault((by_id[patient_id].site_id, number), by_id[patient_id])
    return {key: patient for key, patient in holders.items() if key in keys}


def _same(row: PatientRow, holder: Patient, person: Person) -> bool:
    return person.birth_date == row.new.birth_date and holder.sex == row.new.sex


def _judge(session: Session, found: Preview, facts: list[FactRow], today: date) -> None:
    """The events of each patient as one set, with what is recorded already, by the rules of the patient's page."""
    recorded = events.in_force_of(session, [patient.id for patient in found.holders.values()])
    new = {row.key for row in found.new}
    for key in dict.fromkeys(fact.key for fact in facts):
        mine = [fact for fact in facts if fact.key == key]
        holder = found.holders.get(key)
        if holder is None and key not in new:
            said = gettext("No patient of this site has this number, and the table of patients has none.")
            found.faults += [Fault(FACTS, fact.row, "hospital_number", said) for fact in mine]
            continue
        before = timeline_of(holder, recorded[holder.id]) if holder else Timeline(today, ())
        known = [event_of(row) for row in recorded[holder.id]] if holder else []
        fresh = _fresh(mine, known, found)
        _judge_set(found, fresh, before, today)


def _fresh(mine: list[FactRow], known: list[Event], found: Preview) -> list[FactRow]:
    """Those that are not recorded yet; the same event twice in the table, or recorded otherwise, is a fault."""
    fresh: list[FactRow] = []
    for fact in mine:
        twin = next((one for one in known if (one.kind, one.on) == (fact.event.kind, fact.event.on)), None)
        if twin == fact.event:
            found.facts_known += 1
        elif twin is not None:
            said = gettext("This event is recorded with other details. Correct it on the patient's page.")
            found.faults.append(Fault(FACTS, fact.row, "event", said))
        elif any((one.event.kind, one.event.on) == (fact.event.kind, fact.event.on) for one in fresh):
            found.faults.append(Fault(FACTS, fact.row, "event", gettext("This event stands in the table twice.")))
        else:
            fresh.append(fact)
    return fresh


def _judge_set(found: Preview, fresh: list[FactRow], before: Timeline, today: date) -> None:
    if not fresh:
        return
    old = check(before, today)
    judged = check(Timeline(before.enrolled, (*before.events, *(fact.event for fact in fresh))), today)
    row = fresh[0].row
    found.faults += [Fault(FACTS, row, "", sentence) for sentence in judged.refused]
    found.doubtful += [Fault(FACTS, row, "", said) for said in judged.doubtful if said not in old.doubtful]
    found.facts += fresh
