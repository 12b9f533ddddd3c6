"""What staff said of answers that came: a form entered in error, a query answered, a flag seen."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from qol.storage.tables.rows import Row, new_id


class FormMark(Row, table=True):
    """A form is marked, or its mark is taken back; the latest row is in force. mark: in_error or restored.

    reason: empty once the patient was erased and the coded answers are kept.
    """

    __tablename__ = "form_mark"
    __table_args__ = (UniqueConstraint("form_id", "version"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    form_id: str = Field(foreign_key="form.id")
    version: int
    mark: str
    reason: str | None = None
    at: datetime
    by: str


class QueryAnswer(Row, table=True):
    """What was said of a query. fingerprint: of the facts that it rested on then; other facts open it again.

    answer: confirmed (right as it is), corrected or timeline_changed. form, item, visit and event: what it is about.
    """

    __tablename__ = "query_answer"
    id: str = Field(default_factory=new_id, primary_key=True)
    patient_id: str = Field(foreign_key="patient.id", index=True)
    query_id: str
    kind: str
    fingerprint: str
    since: date
    form_id: str | None = None
    item_id: str | None = None
    visit_id: str | None = None
    event_id: str | None = None
    answer: str
    reason: str
    at: datetime
    by: str


class AttentionSeen(Row, table=True):
    """Somebody saw the flag of one version of an answer."""

    __tablename__ = "attention_seen"
    __table_args__ = (UniqueConstraint("form_id", "item_id", "version", "by"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    form_id: str = Field(foreign_key="form.id")
    item_id: str
    version: int
    at: datetime
    by: str
