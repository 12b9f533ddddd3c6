"""Links and codes, and the questionnaires they opened."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from qol.storage.tables.rows import Row, new_id


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
