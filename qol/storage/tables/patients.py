"""Patients, who they are (apart and encrypted), and what happened to them."""

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from qol.storage.tables.rows import Row, new_id


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


class CharacteristicRow(Row, table=True):
    """One version of a characteristic before the decision; the highest version counts, an empty value takes it back."""

    __tablename__ = "characteristic"
    __table_args__ = (UniqueConstraint("patient_id", "name", "version"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    patient_id: str = Field(foreign_key="patient.id", index=True)
    name: str
    version: int = 1
    value: str | None = None
    recorded_at: datetime
    recorded_by: str | None = None
    reason: str | None = None
