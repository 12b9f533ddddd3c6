"""Columns of every table, and nothing else; rows are read and written by the file named after their kind.

Ids are random text. Moments are aware and kept in UTC: a plain `datetime` refuses naive ones.
The tables are made by the migrations; a test compares both.
"""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, CheckConstraint, Index, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have the same names on every database, so that migrations can refer to them."""


class Row(SQLModel):
    """A row of any table."""

    metadata = MetaData(naming_convention=NAMES)


def new_id() -> str:
    """A random id, never derived from what it names."""
    return str(uuid4())


class Installation(Row, table=True):
    """The one row about this database: its own id, and whether its patients are invented, for good."""

    __table_args__ = (CheckConstraint("number = 1", name="one"),)
    number: int = Field(default=1, primary_key=True)
    id: str
    demonstration: bool = False
    created_at: datetime


class Study(Row, table=True):
    """A study with the protocol it follows, kept whole as it was."""

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    title: str
    protocol_id: str
    protocol_body: dict[str, Any] = Field(sa_type=JSON)
    groups: list[dict[str, str]] = Field(sa_type=JSON)
    dates_known: bool = True
    created_at: datetime


class Site(Row, table=True):
    """A clinic that takes part in a study. own_tablets_only: codes open on its enrolled tablets and nowhere else."""

    __table_args__ = (UniqueConstraint("study_id", "name"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    study_id: str = Field(foreign_key="study.id")
    name: str
    phone: str = ""
    own_tablets_only: bool = False


class Tablet(Row, table=True):
    """A clinic's device for patients: the cookie holds the token, this row only its hash; it knows no patient.

    code_hash: of the six digits by which the device is enrolled once, until it was.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    site_id: str = Field(foreign_key="site.id", index=True)
    name: str
    code_hash: str | None = Field(default=None, unique=True)
    code_until: datetime
    token_hash: str | None = Field(default=None, unique=True)
    created_at: datetime
    created_by: str
    enrolled_at: datetime | None = None
    seen_at: datetime | None = None
    withdrawn_at: datetime | None = None


class Staff(Row, table=True):
    """Somebody who signs in."""

    id: str = Field(default_factory=new_id, primary_key=True)
    login: str = Field(unique=True)
    display_name: str
    password_hash: str
    active: bool = True
    created_at: datetime


class StaffRole(Row, table=True):
    """What somebody may do; without a study in every study, without a site at every site."""

    __tablename__ = "staff_role"
    id: str = Field(default_factory=new_id, primary_key=True)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    study_id: str | None = Field(default=None, foreign_key="study.id")
    site_id: str | None = Field(default=None, foreign_key="site.id")
    role: str


class StaffSession(Row, table=True):
    """A sign-in; the cookie holds the token, this row only its hash."""

    __tablename__ = "staff_session"
    token_hash: str = Field(primary_key=True)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None


class Patient(Row, table=True):
    """A patient of a study, without anything that names the person.

    source: enrolled, imported or synthetic. arm: the group of an imported study that has no decision.
    """

    __table_args__ = (UniqueConstraint("study_id", "code"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    study_id: str = Field(foreign_key="study.id")
    site_id: str = Field(foreign_key="site.id", index=True)
    code: str
    sex: str | None = None
    enrolled_on: date | None = None
    arm: str | None = None
    stage: str | None = None
    source: str
    created_at: datetime
    created_by: str | None = None


class Identity(Row, table=True):
    """Who a patient is: every column that names the person is encrypted, field by field."""

    patient_id: str = Field(foreign_key="patient.id", primary_key=True)
    name: str | None = None
    birth_date: str | None = None
    hospital_number: str | None = None
    hospital_number_index: str | None = Field(default=None, index=True)
    contact: str | None = None
    language: str


class IdentityWord(Row, table=True):
    """Keyed hashes of the words by which a patient is searched: the parts of the name, the hospital number."""

    __tablename__ = "identity_word"
    word_hash: str = Field(primary_key=True)
    patient_id: str = Field(foreign_key="identity.patient_id", primary_key=True, index=True)


class EventRow(Row, table=True):
    """One version of a dated event; a correction or removal is a further version."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("event_id", "version"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    patient_id: str = Field(foreign_key="patient.id", index=True)
    event_id: str = Field(default_factory=new_id)
    version: int = 1
    kind: str
    on: date
    precision: str = "day"
    details: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    removed: bool = False
    recorded_at: datetime
    recorded_by: str | None = None
    reason: str | None = None


class Assessment(Row, table=True):
    """A visit's forms. visit_id is empty for forms outside every window; facts are the state they are asked in."""

    id: str = Field(default_factory=new_id, primary_key=True)
    patient_id: str = Field(foreign_key="patient.id", index=True)
    visit_id: str | None = None
    protocol_id: str
    protocol_version: str
    occasion: str
    facts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    language: str
    created_at: datetime
    created_by: str | None = None
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    closed_as: str | None = None
    on_date: date | None = None
    study_day: int | None = None


class Definition(Row, table=True):
    """A scoring definition or a wording that was ever used, by its hash."""

    hash: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    instrument_id: str
    version: str
    body: str


class Form(Row, table=True):
    """One instrument of an assessment; a restarted one is a further attempt.

    mode: how it is answered. Three dates: completed_on, when the patient finished it (on paper: the day written on
    it); received_on, when the clinic had it; entered_at, when its answers came into the database. entered_by: the
    account that typed it; empty where the patient did.
    """

    __table_args__ = (UniqueConstraint("assessment_id", "instrument_id", "attempt"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id")
    position: int
    attempt: int = 1
    instrument_id: str
    scoring_hash: str
    wording_hash: str
    wording_kind: str
    wording_notice: str
    language: str
    started_at: datetime | None = None
    completed_at: datetime | None = None
    status: str = "open"
    mode: str = "self"
    completed_on: date | None = None
    entered_at: datetime | None = None
    entered_by: str | None = None
    received_on: date | None = None


class Answer(Row, table=True):
    """One version of an answer; never changed, never removed except by an erasure. text is encrypted."""

    __table_args__ = (UniqueConstraint("form_id", "item_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    form_id: str = Field(foreign_key="form.id")
    item_id: str
    version: int = 1
    value: int | None = None
    text: str | None = None
    state: str
    language: str
    at: datetime
    by: str | None = None
    reason: str | None = None


class Submission(Row, table=True):
    """What a client sent under an id of its own making; other content under the same id is kept beside it.

    content: encrypted, only of a conflicting copy; an accepted one is in the answers.
    """

    id: str = Field(primary_key=True)
    content_hash: str = Field(primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", index=True)
    received_at: datetime
    receipt: str
    conflict: bool = False
    content: str | None = None


class Envelope(Row, table=True):
    """What a patient's device sealed and delivered, once under the id that the device made.

    state: applied, late (a later answer was in force), refused (reason says why) or conflict (other bytes under the
    same id). given_at: when the patient did it; received_at: when it came. sealed: the bytes as they came, in base64,
    of all that was not applied.
    """

    id: str = Field(primary_key=True)
    content_hash: str = Field(primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", index=True)
    given_at: datetime | None = None
    received_at: datetime
    state: str
    reason: str | None = None
    sealed: str | None = None


class Access(Row, table=True):
    """A way into an assessment: link, typed code, hand-over code or slip; only the secret's hash is kept."""

    id: str = Field(default_factory=new_id, primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", index=True)
    kind: str
    secret_hash: str = Field(unique=True)
    created_at: datetime
    created_by: str | None = None
    expires_at: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None


class SurveySession(Row, table=True):
    """A patient's session on one device."""

    __tablename__ = "survey_session"
    token_hash: str = Field(primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", index=True)
    access_id: str | None = Field(default=None, foreign_key="access.id")
    device: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    locked_at: datetime | None = None
    preferences: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class LinkRequest(Row, table=True):
    """A patient asks for a new link; settled when staff gave one or said that it is done."""

    __tablename__ = "link_request"
    id: str = Field(default_factory=new_id, primary_key=True)
    patient_id: str = Field(foreign_key="patient.id", index=True)
    asked_at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None


class RateCount(Row, table=True):
    """How often something was tried in one window of time, counted for all workers together."""

    __tablename__ = "rate_count"
    key: str = Field(primary_key=True)
    window: int = Field(primary_key=True)
    count: int = 0
    ends_at: datetime = Field(index=True)


class Erasure(Row, table=True):
    """The tombstone of an erased patient; while it stands, that patient's rows may be removed."""

    patient_id: str = Field(primary_key=True)
    at: datetime
    by: str | None = None


class AuditEntry(Row, table=True):
    """One link of the audit chain: ids and action codes; of a reason only its keyed hash."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_object", "object_kind", "object_id"),)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    reason_hash: str | None = None
    previous: str
    hash: str


class AuditHead(Row, table=True):
    """The last link of the chain; PostgreSQL locks this row for every writer."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("number = 1", name="one"),)
    number: int = Field(default=1, primary_key=True)
    seq: int
    hash: str
