"""People who sign in."""

from datetime import datetime

from sqlmodel import Field

from qol.storage.tables.rows import Row, new_id


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
