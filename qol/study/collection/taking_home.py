"""From the clinic's tablet to one's own phone: a fresh link and typed code for the rest of the questions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from qol.storage import accesses, audit
from qol.study import secrets
from qol.study.collection import sitting
from qol.study.collection.answering import PATIENT
from qol.study.collection.sitting import Sitting

WITHOUT_A_WINDOW = timedelta(days=7)
"""How long the way home stays open where no link of the visit says when it closes."""
AFTER_LOCKING = timedelta(minutes=2)
"""How long after locking the patient who pressed "break" may still ask for it."""


@dataclass(frozen=True)
class WayHome:
    """What the patient takes along: the secret of the link, the code to type, and until when both open."""

    link: str
    typed: str
    until: datetime


def may_go_home(of: Sitting, now: datetime) -> bool:
    """Whether this tablet was locked a moment ago, by the patient who still holds it."""
    return of.on_tablet and of.locked_at is not None and now - of.locked_at <= AFTER_LOCKING


def way_home(session: Session, of: Sitting, now: datetime) -> WayHome:
    """Make a link and a typed code, and end the session on the tablet, which then forgets the patient."""
    known = accesses.of_assessment(session, of.assessment_id)
    ends = [access.expires_at for access in known if access.kind in ("link", "typed")]
    until = max([end for end in ends if end > now], default=now + WITHOUT_A_WINDOW)
    made = WayHome(secrets.new_link(), secrets.new_typed(), until)
    for kind, secret in (("link", made.link), ("typed", made.typed)):
        accesses.add(
            session, assessment_id=of.assessment_id, kind=kind,
            secret_hash=secrets.secret_hash(kind, secret), now=now, expires_at=until,
        )  # fmt: skip
    accesses.end(session, of.assessment_id, now, kind="slip")
    sitting.end(session, of, now)
    audit.append(
        session, at=now, actor=PATIENT, action="survey.taken_home", object_kind="assessment",
        object_id=of.assessment_id,
    )  # fmt: skip
    return made
