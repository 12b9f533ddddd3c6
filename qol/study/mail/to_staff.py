"""One neutral message to somebody who works here, such as an invitation; in the same log as patients' messages."""

from collections.abc import Sequence
from datetime import datetime

from qol.storage import audit, mails
from qol.storage.tables import Mail, new_id
from qol.study.house import House
from qol.study.mail.letters import Letter, message, new_message_id
from qol.study.mail.outbox import Outbox, Outcome, outbox


def send_to_staff(
    house: House,
    *,
    staff_id: str,
    address: str,
    subject: str,
    paragraphs: Sequence[str],
    language: str,
    kind: str,
    by: str,
    now: datetime,
    way_out: Outbox | None = None,
) -> Outcome:
    """Send and log it; kind is one word such as `staff_invitation`.

    The text must name no patient. Raises QolError where the address is none, SettingsError where mail is not set up.
    """
    way_out = way_out or outbox(house.settings)
    row = Mail(
        key=f"staff:{new_id()}", staff_id=staff_id, kind=kind, message_id=new_message_id(house.settings),
        state="claimed", claimed_at=now, by=by,
    )  # fmt: skip
    written = message(house.settings, Letter(subject, paragraphs, language), address, row.message_id, now)
    with house.database.writing() as session:
        mails.claim(session, row)
        audit.append(session, at=now, actor=by, action=f"mail.{kind}", object_kind="staff", object_id=staff_id)
        mail_id = row.id
    outcome = way_out(written)
    with house.database.writing() as session:
        mails.settle(session, mail_id, outcome.state, outcome.code, now)
    return outcome
