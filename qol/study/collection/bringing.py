"""Sealed envelopes that staff bring from a device which could not deliver them: opened and applied exactly once.

They take the way of a delivery, one transaction each; only the network between is another. What was delivered or
brought before does nothing and says so. The device keeps its own copies until it has the receipts itself.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from qol.errors import AccessRefused, EnvelopeUnreadable, NotFound
from qol.storage import assessments, audit, patients
from qol.storage.sealing import Lock, lock_for
from qol.storage.tables import Patient
from qol.study.collection.delivering import Outcome, Read, Sent, deliver
from qol.study.collection.delivery_pass import named_by
from qol.study.collection.kept_file import Carried
from qol.study.collection.sealed_page import page_in
from qol.study.house import House
from qol.study.scope import Scope

LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Brought:
    """What became of one envelope of a patient."""

    code: str
    outcome: Outcome


@dataclass(frozen=True)
class Bringing:
    """What became of a file; others: envelopes of no patient whom this account may work with, left alone."""

    brought: tuple[Brought, ...]
    others: int


def bring(house: House, scope: Scope, carried: Sequence[Carried], read: Read, now: datetime) -> Bringing:
    """Keep and apply the envelopes of an account's patients in the order in which their pages were left.

    Noted in the audit once a patient, before anything is applied. A pass opens here after its end too: staff vouch.
    """
    known = [(sent, whose) for one in carried if (sent := _sent(house, one)) and (whose := _whose(house, scope, sent))]
    _note(house, scope, {whose.id for _, whose in known}, now)
    lock = lock_for(house.settings)
    known.sort(key=lambda pair: _left_at(lock, pair[0]))
    brought = tuple(Brought(whose.code, deliver(house.database, lock, sent, read, now)) for sent, whose in known)
    return Bringing(brought, len(carried) - len(known))


def _sent(house: House, one: Carried) -> Sent | None:
    """As a delivery would bring it; None where the pass is none of ours."""
    try:
        return Sent(one.id, named_by(house.database.keys, one.delivery_pass), one.sealed)
    except AccessRefused:
        return None


def _whose(house: House, scope: Scope, sent: Sent) -> Patient | None:
    """The envelope's patient; None for one of another site or study."""
    with house.database.reading() as session:
        try:
            found = patients.by_id(session, assessments.by_id(session, sent.assessment_id).patient_id, scope.site_ids)
        except NotFound:
            return None
        return found if found.study_id == scope.study_id else None


def _note(house: House, scope: Scope, patient_ids: Collection[str], now: datetime) -> None:
    with house.database.writing() as session:
        for patient_id in sorted(patient_ids):
            audit.append(
                session, at=now, actor=scope.staff_id, action="shelf.brought", object_kind="patient",
                object_id=patient_id,
            )  # fmt: skip


def _left_at(lock: Lock, sent: Sent) -> datetime:
    """When the page was left, so that answers come before the sending that closes them; last where nobody can say."""
    try:
        return page_in(lock.open(sent.sealed, sent.bound_to)).at
    except EnvelopeUnreadable:
        return LAST
