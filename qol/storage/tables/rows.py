"""What every table shares: names of constraints, the row, ids."""

from uuid import uuid4

from sqlalchemy import MetaData
from sqlmodel import SQLModel

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
