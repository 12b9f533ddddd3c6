"""A study, its clinics and their tablets."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from qol.storage.tables.rows import Row, new_id


class Study(Row, table=True):
    """A study with the protocol version in force, kept whole; every version is a `ProtocolVersion`."""

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    title: str
    protocol_id: str
    protocol_body: dict[str, Any] = Field(sa_type=JSON)
    groups: list[dict[str, str]] = Field(sa_type=JSON)
    dates_known: bool = True
    created_at: datetime


class ProtocolVersion(Row, table=True):
    """One version of a study's protocol, numbered from 1; the newest is the study's own. Never changed.

    hash: SHA-256 of the body. valid_from: the day from which it counts. added_by: who took it; None: it was there
    when the study began.
    """

    __tablename__ = "protocol_version"
    study_id: str = Field(foreign_key="study.id", primary_key=True)
    number: int = Field(primary_key=True)
    protocol_id: str
    version: str
    hash: str
    body: dict[str, Any] = Field(sa_type=JSON)
    valid_from: date
    added_at: datetime
    added_by: str | None = None


class Site(Row, table=True):
    """A clinic that takes part in a study. own_tablets_only: codes open on its enrolled tablets and nowhere else.

    closed_at: nobody is enrolled there from then on.
    """

    __table_args__ = (UniqueConstraint("study_id", "name"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    study_id: str = Field(foreign_key="study.id")
    name: str
    phone: str = ""
    own_tablets_only: bool = False
    closed_at: datetime | None = None


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


class PlanLock(Row, table=True):
    """An analysis plan of a study, locked: whole as it was, by whom and when; never changed, never removed."""

    __tablename__ = "plan_lock"
    __table_args__ = (UniqueConstraint("study_id", "plan_hash"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    study_id: str = Field(foreign_key="study.id")
    plan_hash: str
    body: dict[str, Any] = Field(sa_type=JSON)
    locked_at: datetime
    locked_by: str | None = None
    reason: str | None = None


class FirstComparison(Row, table=True):
    """When the two groups of a study were first compared, and under which plan; one row a study, for good."""

    __tablename__ = "first_comparison"
    study_id: str = Field(foreign_key="study.id", primary_key=True)
    compared_at: datetime
    plan_hash: str | None = None
    by: str | None = None
