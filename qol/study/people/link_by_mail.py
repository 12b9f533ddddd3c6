"""A one-time link to the address of its account, where this installation sends mail; never to a printed message."""

from datetime import datetime

from qol.errors import QolError
from qol.language import gettext as _
from qol.language import present
from qol.study.house import House
from qol.study.mail.outbox import Outbox
from qol.study.mail.to_staff import send_to_staff
from qol.study.people.invitations import Link

SENT, NOT_SENT, NO_MAIL = "sent", "not sent", ""


def sent_by_mail(house: House, link: Link, by: str, now: datetime, way_out: Outbox | None = None) -> str:
    """What became of the message: sent, not sent, or empty where no mail is sent here or no address is known."""
    if not link.email or house.settings.mail != "smtp":
        return NO_MAIL
    paragraphs = (
        _("With this link you choose a password and set up a second factor. It opens once."),
        link.address,
        _("If you did not expect it, leave it alone and tell your administrator."),
    )
    try:
        outcome = send_to_staff(
            house, staff_id=link.staff_id, address=link.email, subject=_("A one-time link for your account"),
            paragraphs=paragraphs, language=present(), kind="staff_invitation", by=by, now=now, way_out=way_out,
        )  # fmt: skip
    except QolError:  # an option is missing, or the address is none; the link is shown all the same
        return NOT_SENT
    return SENT if outcome.state == "sent" else NOT_SENT
