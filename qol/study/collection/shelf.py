"""The shelf: what patients' devices delivered and could not be applied, for staff to look at and take along."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qol.errors import EnvelopeUnreadable
from qol.storage import audit, envelopes, patients
from qol.storage.sealing import lock_for
from qol.storage.tables import Envelope
from qol.study.collection.delivering import Sent
from qol.study.collection.sealed_page import page_in
from qol.study.house import House
from qol.study.scope import Scope


@dataclass(frozen=True)
class Shelved:
    """One patient's part of the shelf; reasons: reason, or late, and how many."""

    code: str
    latest: datetime
    reasons: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """How many envelopes."""
        return sum(many for _, many in self.reasons)


def shelf(house: House, scope: Scope) -> tuple[Shelved, ...]:
    """The shelf of an account's sites, by study code."""
    with house.database.reading() as session:
        codes = {patient.id: patient.code for patient in patients.of_study(session, scope.study_id, scope.site_ids)}
        found: dict[str, list[Envelope]] = {}
        for envelope, patient_id in envelopes.not_applied(session, sorted(codes)):
            found.setdefault(codes[patient_id], []).append(envelope)
    return tuple(_shelved(code, found[code]) for code in sorted(found))


def taken_down(house: House, scope: Scope, code: str, now: datetime) -> list[dict[str, Any]]:
    """One patient's part, opened where it can be; noted in the audit. Raises NotFound for a patient of another site."""
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        kept = [envelope for envelope, _ in envelopes.not_applied(session, [patient.id])]
        audit.append(
            session, at=now, actor=scope.staff_id, action="shelf.exported", object_kind="patient", object_id=patient.id
        )
        return [_opened(house, envelope) for envelope in kept]


def _shelved(code: str, kept: Sequence[Envelope]) -> Shelved:
    reasons: dict[str, int] = {}
    for envelope in kept:
        reason = envelope.reason or envelope.state
        reasons[reason] = reasons.get(reason, 0) + 1
    return Shelved(code, max(envelope.received_at for envelope in kept), tuple(sorted(reasons.items())))


def _opened(house: House, envelope: Envelope) -> dict[str, Any]:
    """What is known of an envelope; the page that was left, or the sealed bytes where nobody here can open them."""
    said: dict[str, Any] = {
        "id": envelope.id,
        "assessment": envelope.assessment_id,
        "received_at": envelope.received_at.isoformat(),
        "state": envelope.state,
        "reason": envelope.reason,
    }
    sent = Sent(envelope.id, envelope.assessment_id, base64.b64decode(envelope.sealed or ""))
    try:
        page = page_in(lock_for(house.settings).open(sent.sealed, sent.bound_to))
    except EnvelopeUnreadable:
        return {**said, "sealed": envelope.sealed}
    given = {"move": page.move, "form": page.form_id, "item": page.item_id, "answer": page.answer}
    return {**said, "given_at": page.at.isoformat(), **given}
