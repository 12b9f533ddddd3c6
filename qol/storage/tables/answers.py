"""What was asked and answered, and how it arrived."""

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from qol.storage.tables.rows import Row, new_id


class Definition(Row, table=True):
    """A scoring definition or a wording that was ever used, by its hash."""

    hash: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    instrument_id: str
    version: str
    body: str


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
