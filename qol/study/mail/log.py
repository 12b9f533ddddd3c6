"""What staff see of the mail: one patient's address, consent and messages, and the log of a study."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from qol.storage import identities, mail_consents, mails, patients, staff, studies
from qol.storage.tables import Mail, Patient
from qol.study.house import House
from qol.study.mail.address import is_address
from qol.study.mail.consent import address_is_dead
from qol.study.scope import Scope
from qol.study.studies import editions

A_PAGE = 50
IN_TROUBLE = ("failed", "unsure", "claimed", "refused", "bounced")
"""States that ask for somebody's attention."""


@dataclass(frozen=True)
class Sent:
    """One line of the log; by: the name of whoever asked for it, empty where the daily job did."""

    code: str
    visit: str
    kind: str
    state: str
    numbers: str
    at: datetime
    by: str


@dataclass(frozen=True)
class PatientsMail:
    """A patient's address, empty where none is on record, and the messages, newest first."""

    code: str
    name: str
    address: str
    agreed_at: datetime | None
    came_back: bool
    messages: tuple[Sent, ...]

    @property
    def may_be_sent(self) -> bool:
        """Whether a message may be sent now."""
        return bool(self.address) and self.agreed_at is not None and not self.came_back


@dataclass(frozen=True)
class LogPage:
    """One page of a study's log."""

    rows: tuple[Sent, ...]
    total: int
    page: int
    pages: int


def of_patient(house: House, scope: Scope, code: str) -> PatientsMail:
    """One patient's; raises NotFound, also for a patient of another site."""
    with house.database.reading() as session:
        patient = scope.patient(session, code)
        person = identities.read(session, patient.id)
        consent = mail_consents.of_patients(session, [patient.id]).get(patient.id)
        rows = mails.of_patients(session, [patient.id])[patient.id]
        messages = _lines(session, scope, list(reversed(rows)), {patient.id: patient})
    address = person.contact if person and is_address(person.contact) else ""
    return PatientsMail(
        code=patient.code,
        name=(person.name if person else "") or patient.code,
        address=address or "",
        agreed_at=consent.agreed_at if consent and mail_consents.holds(consent) else None,
        came_back=consent is not None and address_is_dead(rows, consent),
        messages=messages,
    )


def log_page(house: House, scope: Scope, troubled: bool, number: int) -> LogPage:
    """A page of the messages to the patients of an account's sites; troubled: only those that did not arrive."""
    with house.database.reading() as session:
        mine = {row.id: row for row in patients.of_study(session, scope.study_id, scope.site_ids)}
        ids = None if scope.site_ids is None else sorted(mine)
        states = IN_TROUBLE if troubled else ()
        first = (max(1, number) - 1) * A_PAGE
        rows, total = mails.page(session, scope.study_id, ids, states, first, A_PAGE)
        lines = _lines(session, scope, rows, mine)
    pages = max(1, -(-total // A_PAGE))
    return LogPage(lines, total, min(max(1, number), pages), pages)


def _lines(session: Session, scope: Scope, rows: Sequence[Mail], of: Mapping[str, Patient]) -> tuple[Sent, ...]:
    labels = {
        key: visit.label
        for key, visit in editions(session, studies.by_id(session, scope.study_id)).together.visit_by_id.items()
    }
    names = {row.id: row.display_name for row in staff.every(session)}
    return tuple(
        Sent(
            code=of[row.patient_id or ""].code,
            visit=labels.get(row.visit_id or "", row.visit_id or ""),
            kind=row.kind,
            state=row.state,
            numbers=row.code or "",
            at=row.bounced_at or row.claimed_at,
            by=names.get(row.by, ""),
        )
        for row in rows
    )
