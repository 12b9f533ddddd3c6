"""What patients are asked to consent to, word by word, and what each of them said."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from qol.storage.tables.rows import Row, new_id


class ConsentText(Row, table=True):
    """One version of a study's consent in one language, kept for good. body_hash: SHA-256 of the body as UTF-8.

    renews: whoever signed an earlier version is to sign this one.
    """

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("study_id", "version", "language"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    study_id: str = Field(foreign_key="study.id")
    version: str
    language: str
    body: str
    body_hash: str
    renews: bool
    added_at: datetime
    added_by: str


class Consent(Row, table=True):
    """What a patient said about taking part; never changed, the row recorded last is in force.

    kind: signed (text_id says what) or withdrawn (choice: stop, keep or erase). said_on: the date on paper.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    patient_id: str = Field(foreign_key="patient.id", index=True)
    number: int
    kind: str
    text_id: str | None = Field(default=None, foreign_key="consent_text.id")
    choice: str | None = None
    said_on: date
    recorded_at: datetime
    recorded_by: str

    __table_args__ = (UniqueConstraint("patient_id", "number"),)
