"""People who sign in, how they prove who they are, and their sign-ins."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from qol.storage.tables.rows import Row, new_id


class Staff(Row, table=True):
    """Somebody who signs in. password_hash: empty while none was chosen.

    totp_secret: sealed with the identity key. totp_step: the half minute of the last code that opened, so that none
    opens twice.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    login: str = Field(unique=True)
    display_name: str
    password_hash: str
    active: bool = True
    created_at: datetime
    email: str | None = None
    totp_secret: str | None = None
    totp_step: int | None = None
    totp_since: datetime | None = None


class StaffRole(Row, table=True):
    """What somebody may do; without a study in every study, without a site at every site."""

    __tablename__ = "staff_role"
    id: str = Field(default_factory=new_id, primary_key=True)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    study_id: str | None = Field(default=None, foreign_key="study.id")
    site_id: str | None = Field(default=None, foreign_key="site.id")
    role: str


class StaffSession(Row, table=True):
    """A token of a sign-in; the cookie holds the token, this row only its hash.

    sign_in_id: the same for all tokens that followed one another. waits_for: `second factor` or `set up` before the
    sign-in is whole. turns: the next page replaces the token. confirmed_at: when the person last proved who is there.
    """

    __tablename__ = "staff_session"
    token_hash: str = Field(primary_key=True)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    sign_in_id: str = Field(default_factory=new_id)
    begun_at: datetime | None = None
    confirmed_at: datetime | None = None
    way: str = "password"
    browser: str = ""
    waits_for: str = ""
    turns: bool = False


class RecoveryCode(Row, table=True):
    """One of the codes that open once where the second factor is not at hand; only its hash is kept."""

    __tablename__ = "recovery_code"
    id: str = Field(default_factory=new_id, primary_key=True)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    code_hash: str
    used_at: datetime | None = None


class Invitation(Row, table=True):
    """A link by which somebody sets password and second factor, once. purpose: `invitation` or `reset`."""

    id: str = Field(default_factory=new_id, primary_key=True)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    purpose: str
    secret_hash: str = Field(unique=True)
    created_at: datetime
    created_by: str
    expires_at: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None


class ProviderAccount(Row, table=True):
    """Who an account is at the hospital's own sign-in."""

    __tablename__ = "provider_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    issuer: str
    subject: str
    linked_at: datetime
