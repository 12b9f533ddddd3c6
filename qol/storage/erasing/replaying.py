"""Erasures once more, in an installation that was made from a backup of before."""

from collections.abc import Mapping
from datetime import datetime

from qol.settings import Settings
from qol.storage import audit
from qol.storage.database import Database
from qol.storage.erasing.erasure import erase
from qol.storage.erasing.listed import ErasedList
from qol.storage.erasing.sweeping import sweep
from qol.storage.installation import installation


def erase_again(made: Settings, tombstones: Mapping[str, bool], now: datetime) -> tuple[str, ...]:
    """Erase who was erased since: by the list outside, and by the tombstones of the database that is replaced.

    tombstones: patient id -> whether the coded answers were kept. The ids that were in the backup again. Raises
    BackupRefused for a list that was altered.
    """
    database = Database(made)
    try:
        with database.reading() as session:
            origin = installation(session).id
        outside = ErasedList(made, database.keys, origin)
        listed = outside.read()
        erased = []
        for patient_id, kept in {**tombstones, **listed}.items():
            only_words = kept and tombstones.get(patient_id, True)
            with database.writing() as session:
                again = erase(
                    session, patient_id, keep_answers=only_words, at=now, by=audit.COMMAND_LINE,
                    action="patient.erased_again",
                )  # fmt: skip
            if again:
                erased.append(patient_id)
            if again and patient_id not in listed:
                outside.add(patient_id, keep_answers=only_words, at=now)
        if erased:
            sweep(database)
        return tuple(sorted(erased))
    finally:
        database.close()
