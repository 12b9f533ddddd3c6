"""What was mailed to whom, and who may be mailed: never an address, which is in the encrypted identity."""

from datetime import datetime

from sqlmodel import Field

from qol.storage.tables.rows import Row, new_id


class Mail(Row, table=True):
    """One message, claimed before it is sent.

    key: what may be sent once only (patient, visit, kind), or a random one. state: claimed, sent, printed, failed
    (certainly not sent), unsure (broken off at the end), refused (for good) or bounced. code: the server's numbers.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    study_id: str | None = Field(default=None, foreign_key="study.id", index=True)
    patient_id: str | None = Field(default=None, foreign_key="patient.id", index=True)
    staff_id: str | None = Field(default=None, foreign_key="staff.id", index=True)
    visit_id: str | None = None
    kind: str
    message_id: str = Field(unique=True)
    state: str
    code: str | None = None
    tries: int = 1
    claimed_at: datetime
    settled_at: datetime | None = None
    bounced_at: datetime | None = None
    by: str


class MailConsent(Row, table=True):
    """Whether a patient agreed to be mailed. address_at: since when the present address is on record."""

    __tablename__ = "mail_consent"
    patient_id: str = Field(foreign_key="patient.id", primary_key=True)
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    address_at: datetime
    by: str
