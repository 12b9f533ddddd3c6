"""Rows of the two tables, read cell by cell: patients, and what happened to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from qol.course.event_details import DETAILS, REQUIRED
from qol.course.events import Event, EventKind, Precision
from qol.errors import QolError
from qol.language import SOURCE, gettext, languages
from qol.storage.keys import plain
from qol.study.mail.address import read_address
from qol.study.patients.enrolment import NewPatient
from qol.study.roster.cells import read_choice, read_date, read_number
from qol.study.roster.sheet import Fault, Line

PATIENTS, FACTS = "patients", "facts"
PATIENT_COLUMNS = ("hospital_number", "name", "birth_date", "sex", "language", "site", "email", "mail_agreed")
PATIENT_NEEDED = ("hospital_number", "name", "birth_date", "sex")
DETAIL_COLUMNS = tuple(dict.fromkeys(name for details in DETAILS.values() for name in details))
FACT_COLUMNS = ("hospital_number", "site", "event", "date", *DETAIL_COLUMNS)
FACT_NEEDED = ("hospital_number", "event", "date")
OLDEST = 120
Read = TypeVar("Read")
Key = tuple[str, str]
"""Site id and hospital number without signs: who is meant, in one hospital."""


@dataclass(frozen=True)
class PatientRow:
    """A patient as the table has it."""

    row: int
    key: Key
    new: NewPatient
    email: str
    mail_agreed: bool


@dataclass(frozen=True)
class FactRow:
    """One dated event as the table has it."""

    row: int
    key: Key
    event: Event


class Reader:
    """Reads the cells of one row and keeps every fault."""

    def __init__(self, file: str, line: Line, sites: Mapping[str, str]) -> None:
        self.file, self.line, self.sites = file, line, sites
        self.faults: list[Fault] = []

    def cell(self, column: str, read: Callable[[str], Read], otherwise: Read) -> Read:
        """What a cell says, or `otherwise` after noting what is wrong with it."""
        try:
            return read(self.line.cells.get(column, ""))
        except (ValueError, QolError) as wrong:
            self.faults.append(Fault(self.file, self.line.row, column, str(wrong)))
            return otherwise

    def site(self) -> str:
        """The id of the row's site; the only one where nothing is said."""
        by_name = {name.casefold(): site_id for site_id, name in self.sites.items()}

        def read(text: str) -> str:
            if not text and len(self.sites) == 1:
                return next(iter(self.sites))
            if text.casefold() not in by_name:
                raise ValueError(gettext("Possible: %(values)s.") % {"values": ", ".join(self.sites.values())})
            return by_name[text.casefold()]

        return self.cell("site", read, "")

    def key(self) -> Key:
        """Who is meant."""
        return self.site(), plain(self.cell("hospital_number", read_number, ""))


def read_patient(line: Line, sites: Mapping[str, str], today: date) -> tuple[PatientRow | None, list[Fault]]:
    """A patient's row; None with every fault where it cannot be taken."""
    reader = Reader(PATIENTS, line, sites)
    site_id, number = reader.key()
    agreed = reader.cell("mail_agreed", lambda text: read_choice(text or "no", ("yes", "no")), "no") == "yes"
    email = reader.cell("email", lambda text: read_address(text) if text or agreed else "", "")
    new = NewPatient(
        name=reader.cell("name", _name, ""),
        birth_date=reader.cell("birth_date", lambda text: _born(text, today), today),
        sex=reader.cell("sex", lambda text: read_choice(text, ("female", "male")), ""),
        hospital_number=line.cells.get("hospital_number", ""),
        language=reader.cell("language", lambda text: read_choice(text or SOURCE, languages()), SOURCE),
        site_id=site_id,
    )
    row = PatientRow(line.row, (site_id, number), new, email, agreed)
    return (None if reader.faults else row), reader.faults


def read_fact(line: Line, sites: Mapping[str, str]) -> tuple[FactRow | None, list[Fault]]:
    """A row about an event; None with every fault where it cannot be taken."""
    reader = Reader(FACTS, line, sites)
    key = reader.key()
    unknown: tuple[date, Precision] = (date.min, "day")
    on, precision = reader.cell("date", lambda text: read_date(text, month_only=True), unknown)
    word = reader.cell("event", lambda text: read_choice(text, tuple(EventKind)), "")
    if not word:
        return None, reader.faults
    kind = EventKind(word)
    details = {name: reader.cell(name, _detail(kind, name), "") for name in DETAIL_COLUMNS}
    event = Event(kind, on, precision, {name: text for name, text in details.items() if text})
    return (None if reader.faults else FactRow(line.row, key, event)), reader.faults


def _detail(kind: EventKind, name: str) -> Callable[[str], str]:
    allowed = DETAILS.get(kind, {})

    def read(text: str) -> str:
        if not text:
            if name in REQUIRED.get(kind, ()):
                raise ValueError(gettext("Possible: %(values)s.") % {"values": ", ".join(allowed[name])})
            return ""
        if name not in allowed:
            raise ValueError(gettext("Leave this empty: it does not belong to this event."))
        return read_choice(text, allowed[name]) if allowed[name] else text[:300]

    return read


def _name(text: str) -> str:
    if not text or len(text) > 200:
        raise ValueError(gettext("Type the full name."))
    return text


def _born(text: str, today: date) -> date:
    on, _ = read_date(text, month_only=False)
    if not date(today.year - OLDEST, 1, 1) <= on <= today:
        raise ValueError(gettext("Check the year of birth."))
    return on
