"""A patient opens a questionnaire: by link or typed code and date of birth, or with six digits on a tablet.

Tries are counted before they are made and for all workers together: dates of birth for one link in a quarter of an
hour and in a day, tries from one address; and wrong six digits from anywhere in a day, after which codes open on
enrolled tablets alone: whoever has many networks can neither guess on nor lock a clinic out of its tablets. A try
that opens is given back to its address, the wrong ones before it are not: else whoever holds one code could guess
others without end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from qol.errors import AccessRefused, BirthDateWrong, LinkExpired, TooManyTries
from qol.language import clock, long_date
from qol.language import gettext as _
from qol.storage import accesses, assessments, audit, identities, patients, rates
from qol.storage.database import Database
from qol.storage.tables import Access, Assessment, Site
from qol.study.collection import sitting
from qol.study.collection.answering import PATIENT, resume
from qol.study.schedule.open_until import last_day
from qol.study.secrets import normal, secret_hash

TEN_MINUTES, QUARTER, DAY = 600, 900, 86_400
BIRTH_DATES_A_LINK = 5
BIRTH_DATES_A_DAY = 20
"""A lifetime has about 30,000 days, a guessed age of ten years 3,650; a link lives for weeks."""
TRIES_AN_ADDRESS = 30
CODES_AN_ADDRESS = 10
WRONG_CODES_A_DAY = 300
WRONG_CODE = "wrong code on a tablet"


@dataclass(frozen=True)
class Caller:
    """Who asks: the network address, for counting only; preferences chosen before anything was open."""

    address: str
    preferences: Mapping[str, Any]
    tablet_site: str | None = None
    """The site of the enrolled tablet that asks; None on any other device."""


def open_at_home(
    database: Database,
    kind: str,
    secret: str,
    birth_date: date,
    caller: Caller,
    now: datetime,
    phone: str = "",
) -> str:
    """Open with a secret of kind link or typed and the date of birth; the token of the new session.

    Raises TooManyTries, LinkExpired, BirthDateWrong, or AccessRefused where the secret is not known. phone:
    the clinic's number for the sentences, where the site has none of its own.
    """
    digest = secret_hash(kind, secret)
    tries, of_link, of_day = f"link from {caller.address}", f"birth date {digest}", f"birth date of the day {digest}"
    count_try(database, tries, QUARTER, TRIES_AN_ADDRESS, now)
    count_try(database, of_link, QUARTER, BIRTH_DATES_A_LINK, now)
    count_try(database, of_day, DAY, BIRTH_DATES_A_DAY, now)
    with database.writing() as session:
        access = accesses.by_secret(session, digest)
        if access is None:
            raise AccessRefused(_unknown(kind, phone))
        refuse_if_over(session, access, now, phone)
        assessment = assessments.by_id(session, access.assessment_id)
        if identities.birth_date(session, assessment.patient_id) != birth_date:
            raise BirthDateWrong(_("That date of birth does not match this link. Please check it, or call us."))
        rates.forget(session, of_link)
        rates.forget(session, of_day)
        rates.give_back(session, tries, QUARTER, now)  # a clinic's patients may share one address
        accesses.note_use(session, access, now)
        return _opened(session, access, sitting.HOME, caller, now)


def open_on_tablet(database: Database, code: str, caller: Caller, now: datetime, phone: str = "") -> str:
    """Open with a hand-over code (one use) or the code of the patient's slip; the token of the new session.

    Raises TooManyTries, LinkExpired, or AccessRefused where no such code is open.
    """
    digits = normal("handover", code)
    if len(digits) != 6:
        raise AccessRefused(_("A code has six digits. Please enter all of them."))
    tries = f"code from {caller.address}"
    count_try(database, tries, TEN_MINUTES, CODES_AN_ADDRESS, now)
    try:
        with database.writing() as session:
            _refuse_strangers(session, caller, now)
            access = _by_six_digits(session, digits, now)
            refuse_if_over(session, access, now, phone)
            _refuse_elsewhere(session, access, caller)
            if access.kind == "handover" and not accesses.use_once(session, access, now):
                raise LinkExpired(_("This code has been used. The desk gives you a new one."))
            rates.give_back(session, tries, TEN_MINUTES, now)
            accesses.note_use(session, access, now)
            return _opened(session, access, sitting.TABLET, caller, now)
    except AccessRefused:
        with database.writing() as session:
            rates.count(session, WRONG_CODE, DAY, now)
        raise


def codes_guarded_until(session: Session, now: datetime) -> datetime | None:
    """Until when six digits open on enrolled tablets alone, since too many wrong ones were typed; None otherwise."""
    if rates.tries(session, WRONG_CODE, DAY, now) < WRONG_CODES_A_DAY:
        return None
    return rates.next_window(DAY, now)


def refuse_if_over(session: Session, access: Access, now: datetime, phone: str) -> None:
    """Raise LinkExpired where nothing can be opened any more, saying why and how to get a new way in."""
    assessment = assessments.by_id(session, access.assessment_id)
    if assessment.submitted_at is not None:
        raise LinkExpired(_("Your answers to these questions have arrived. There is nothing left to do."))
    if access.ended_at is None and access.expires_at > now and assessment.closed_as is None:
        return
    if access.kind == "handover" and access.used_at is None:
        raise LinkExpired(_("This code is older than 10 minutes. The desk gives you a new one."))
    if access.kind in ("handover", "slip"):
        raise LinkExpired(_("This code has ended. The desk gives you a new one."))
    how = new_link_sentence(site_phone(session, assessment) or phone)
    if access.expires_at > now:
        raise LinkExpired(how)
    closed = _("These questions could be answered until %(day)s.") % {"day": long_date(last_day(access.expires_at))}
    raise LinkExpired(f"{closed} {how}")


def new_link_sentence(phone: str) -> str:
    """What an ended link says."""
    if not phone:
        return _("This link has ended. Please ask your clinic for a new one.")
    return _("This link has ended. Call %(phone)s and we send a new one.") % {"phone": phone}


def site_phone(session: Session, assessment: Assessment) -> str:
    """The telephone number of the patient's clinic; empty where it has none."""
    site = session.get(Site, patients.by_id(session, assessment.patient_id).site_id)
    return site.phone if site else ""


def _opened(session: Session, access: Access, device: str, caller: Caller, now: datetime) -> str:
    resume(session, access.assessment_id, now)
    audit.append(
        session, at=now, actor=PATIENT, action=f"survey.opened.{device}", object_kind="assessment",
        object_id=access.assessment_id,
    )  # fmt: skip
    return sitting.begin(session, access, device, caller.preferences, now)


def _refuse_strangers(session: Session, caller: Caller, now: datetime) -> None:
    """Refuse a device that is no enrolled tablet while codes are being guessed; who guesses cannot lock those out."""
    until = codes_guarded_until(session, now)
    if until is not None and caller.tablet_site is None:
        sentence = _("Codes open on the clinic’s own tablets only until %(time)s. Please ask the desk for one.")
        raise AccessRefused(sentence % {"time": clock(until.astimezone())})


def _refuse_elsewhere(session: Session, access: Access, caller: Caller) -> None:
    """Refuse a device that is no enrolled tablet of the clinic, where the clinic wants those alone."""
    patient = patients.by_id(session, assessments.by_id(session, access.assessment_id).patient_id)
    site = session.get(Site, patient.site_id)
    if site is not None and site.own_tablets_only and caller.tablet_site != site.id:
        raise AccessRefused(_("This code opens on a tablet of your clinic only. Please ask the desk for one."))


def _by_six_digits(session: Session, digits: str, now: datetime) -> Access:
    """The hand-over code of these digits, else the slip.

    A slip's code lives for a day, so it could be guessed by many tries: after so many wrong ones in a day slips open
    nothing, while hand-over codes, which live for minutes, still open on enrolled tablets.
    """
    access = accesses.by_secret(session, secret_hash("handover", digits))
    if access is None and codes_guarded_until(session, now) is None:
        access = accesses.by_secret(session, secret_hash("slip", digits))
    if access is None:
        raise AccessRefused(_("This code is not known. Please check it, or ask the desk for a new one."))
    return access


def count_try(database: Database, key: str, seconds: int, most: int, now: datetime) -> None:
    """Count a try in a transaction of its own, and refuse it where there were too many."""
    with database.writing() as session:
        tries = rates.count(session, key, seconds, now)
    if tries > most:
        again = clock(rates.next_window(seconds, now).astimezone())
        sentence = _("Too many tries. Please wait until %(time)s and try again, or call us.")
        raise TooManyTries(sentence % {"time": again})


def _unknown(kind: str, phone: str) -> str:
    if kind == "typed":
        return _("This code is not known. Please check every letter and number, or call us.")
    return new_link_sentence(phone)
