"""The database itself: what it is, and how often what was tried."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from qol.storage.tables.rows import Row


class Installation(Row, table=True):
    """The one row about this database: its own id, and whether its patients are invented, for good."""

    __table_args__ = (CheckConstraint("number = 1", name="one"),)
    number: int = Field(default=1, primary_key=True)
    id: str
    demonstration: bool = False
    created_at: datetime


class RateCount(Row, table=True):
    """How often something was tried in one window of time, counted for all workers together."""

    __tablename__ = "rate_count"
    key: str = Field(primary_key=True)
    window: int = Field(primary_key=True)
    count: int = 0
    ends_at: datetime = Field(index=True)
