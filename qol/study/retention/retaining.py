"""One run over everything that the settings let go: what is due, and its removal; safe to run twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from qol.settings import Settings
from qol.storage.erasing.sweeping import sweep
from qol.study.house import House
from qol.study.retention.identities import due_identities, erase_identities
from qol.study.retention.mail_log import due_mails, remove_mails


@dataclass(frozen=True)
class Retained:
    """What a run found or removed; None where the settings keep a kind for good.

    to_erase: codes of patients who are due and wished everything erased; they are left for an erasure.
    """

    mails: int | None
    identities: int | None
    to_erase: tuple[str, ...] = ()
    swept: bool = True


def is_set(settings: Settings) -> bool:
    """Whether anything is removed by its age at all."""
    return bool(settings.keep_mail_log_days or settings.keep_identity_days)


def found_due(house: House, now: datetime) -> Retained:
    """What is due; nothing is changed."""
    return _run(house, now, remove=False)


def remove_due(house: House, now: datetime) -> Retained:
    """Remove what is due, then take what it left in the database's files."""
    return _run(house, now, remove=True)


def _run(house: House, now: datetime, *, remove: bool) -> Retained:
    names, to_erase = _identities(house, now, remove)
    letters = _mails(house, now, remove)  # after the identities, with which their patients' messages go
    swept = not remove or not (names or letters) or sweep(house.database)
    return Retained(letters, names, to_erase, swept)


def _identities(house: House, now: datetime, remove: bool) -> tuple[int | None, tuple[str, ...]]:
    days = house.settings.keep_identity_days
    if not days:
        return None, ()
    with house.database.reading() as session:
        due = due_identities(session, days, now.astimezone().date())
    removed = erase_identities(house, due.patient_ids, days, now) if remove else len(due.patient_ids)
    return removed, due.to_erase


def _mails(house: House, now: datetime, remove: bool) -> int | None:
    days = house.settings.keep_mail_log_days
    if not days:
        return None
    moment = now - timedelta(days=days)
    with house.database.reading() as session:
        due = due_mails(session, moment, now.astimezone().date())
    return remove_mails(house, due, moment, now) if remove else len(due)
