"""Erase a patient: everything, or all but the coded answers where the consent says keep."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from qol.errors import Conflict, QolError
from qol.language import gettext
from qol.storage import audit, consents, patients
from qol.storage.erasing.erasure import erase
from qol.storage.erasing.listed import ErasedList
from qol.storage.erasing.rows import rename
from qol.storage.erasing.sweeping import sweep
from qol.storage.installation import installation
from qol.storage.tables import Erasure, Patient
from qol.study.erasing.leftovers import aside, frozen_with
from qol.study.house import House
from qol.study.patients.enrolment import new_code
from qol.study.printing.tidying import forget_patient
from qol.study.scope import Scope
from qol.study.studies import study_named


@dataclass(frozen=True)
class Erasing:
    """What an erasure would do, or did. frozen: data cuts that hold the pseudonym; aside: what a restore kept."""

    patient_id: str
    code: str
    keep_answers: bool
    done_before: bool
    frozen: tuple[str, ...]
    aside: tuple[str, ...]
    swept: bool = True


def from_command_line(house: House, study: str | None) -> Scope:
    """Every site of a study, for whoever may read the database anyway."""
    with house.database.reading() as session:
        return Scope(audit.COMMAND_LINE, study_named(session, study, house.settings).id, None)


def erasing_of(house: House, scope: Scope, code: str) -> Erasing:
    """What erasing a patient would do; raises NotFound, also for a patient of another site."""
    with house.database.reading() as session:
        patient = scope.patient(session, code)
        keep = consents.keeps_answers(session, patient.id)
        stone = session.get(Erasure, patient.id)
    pseudonym = house.database.keys.pseudonym(patient.id)
    return Erasing(
        patient_id=patient.id,
        code=patient.code,
        keep_answers=keep,
        done_before=stone is not None and stone.answers_kept and keep,
        frozen=frozen_with(house, patient.study_id, pseudonym),
        aside=aside(house),
    )


def erase_patient(
    house: House, scope: Scope, code: str, *, again: str, reason: str, now: datetime, said_keep: bool | None = None
) -> Erasing:
    """Erase for good. again: the code typed a second time. Only a keyed hash of the reason is kept.

    said_keep: whether the person was told that the coded answers stay; None where nobody was told anything. The list
    outside is written first: an erasure that stops half-way is done again by a restore. Raises QolError without a
    reason, for another code, and where nothing of the patient is left but kept answers; Conflict where the consent
    has come to say something else than the person was told.
    """
    if "".join(again.split()).upper() != code.upper():
        raise QolError(gettext("This is not the same study code. Type the code of the patient once more."))
    if not reason.strip():
        raise QolError(gettext("An erasure needs a reason."))
    planned = erasing_of(house, scope, code)
    if planned.done_before:
        raise QolError(gettext("Everything but the coded answers was erased already."))
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        keep = consents.keeps_answers(session, patient.id)
        if said_keep not in (None, keep):
            raise Conflict(gettext("This page is out of date. Open it again."))
        outside = ErasedList(house.settings, house.database.keys, installation(session).id)
        outside.add(patient.id, keep_answers=keep, at=now)
        erase(session, patient.id, keep_answers=keep, at=now, by=scope.staff_id, reason=reason.strip())
        if keep:
            another_code(session, patient)
    forget_patient(house.settings, planned.patient_id, now)
    return Erasing(
        planned.patient_id, planned.code, keep, False, planned.frozen, planned.aside, swept=sweep(house.database)
    )


def sweep_files(house: House) -> bool:
    """Take what erased rows left in the database's files; False where others read too long."""
    return sweep(house.database)


def another_code(session: Session, patient: Patient) -> None:
    """Give a patient a new study code, as the old one stands on paper beside a name."""
    rename(session, patient.id, new_code(patients.codes(session, patient.study_id)))
