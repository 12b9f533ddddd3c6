"""Flags of an account's patients, and the note that somebody saw one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from qol.course.attention import Attention
from qol.errors import AccessRefused, NotFound
from qol.language import gettext as _
from qol.storage import attention_seen, audit, patients, staff, studies
from qol.storage.attention_seen import Place
from qol.storage.tables import Patient
from qol.study.attention.flags import Flag, flags
from qol.study.house import House
from qol.study.scope import Scope
from qol.study.studies import protocol_of

SEEN = "attention.seen"


@dataclass(frozen=True)
class Watch:
    """Who looks by when, and the flags. attention: None where the study marks nothing."""

    attention: Attention | None
    flags: tuple[Flag, ...]
    names: dict[str, str]
    """Account id -> name of who saw one."""

    def waiting(self, now: datetime) -> tuple[Flag, ...]:
        """What nobody has seen yet, overdue first."""
        unseen = [flag for flag in self.flags if flag.state(now) != "seen"]
        return tuple(sorted(unseen, key=lambda flag: flag.look_by))


def watch(house: House, scope: Scope) -> Watch:
    """Every flag of the account's sites."""
    with house.database.reading() as session:
        return _watch(session, scope, patients.of_study(session, scope.study_id, scope.site_ids))


def watch_patient(house: House, scope: Scope, code: str) -> Watch:
    """The flags of one patient; raises NotFound, also for a patient of another site."""
    with house.database.reading() as session:
        return _watch(session, scope, [scope.patient(session, code)])


def see(house: House, scope: Scope, may: Callable[[str], Scope], code: str, place: Place, now: datetime) -> None:
    """Note that the reader saw a flag; once more changes nothing.

    may: role -> whose patients the account holds it for. Raises NotFound where no such flag stands, AccessRefused
    where the account is not the protocol's reader at the patient's site.
    """
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        found = _watch(session, scope, [patient])
        if place not in {flag.place for flag in found.flags}:
            raise NotFound("There is no such flag.")
        if found.attention is None or not may(found.attention.reader or "").includes(patient.site_id):
            raise AccessRefused(_("The protocol names another role to look at these answers."))
        if attention_seen.add(session, place, now=now, by=scope.staff_id):
            audit.append(
                session, at=now, actor=scope.staff_id, action=SEEN, object_kind="form",
                object_id=f"{place[0]}/{place[1]}/{place[2]}",
            )  # fmt: skip


def _watch(session: Session, scope: Scope, found: Sequence[Patient]) -> Watch:
    if not scope.study_id:
        return Watch(None, (), {})
    attention = protocol_of(studies.by_id(session, scope.study_id)).attention
    if attention is None or not attention.is_on:
        return Watch(None, (), {})
    names = {row.id: row.display_name for row in staff.every(session)}
    return Watch(attention, flags(session, found), names)
