"""A letter as it is sent: plain text alone, headers that can hold one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from qol.errors import QolError
from qol.settings import Settings
from qol.study.mail.address import is_address


@dataclass(frozen=True)
class Letter:
    """What is said in which language, before it has an address."""

    subject: str
    paragraphs: Sequence[str]
    language: str


def new_message_id(settings: Settings) -> str:
    """A name for one message that nobody can guess."""
    return make_msgid(domain=urlsplit(settings.public_url).hostname or "localhost")


def message(settings: Settings, letter: Letter, to: str, message_id: str, now: datetime) -> EmailMessage:
    """The letter to one address; raises QolError where that or the sender's is no plain address."""
    sender = settings.mail_from or "qol@localhost.localdomain"
    if not is_address(to):
        raise QolError("There is no e-mail address to write to.")
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = sender, to
    made["Subject"] = " ".join(letter.subject.split())
    made["Date"] = format_datetime(now)
    made["Message-ID"] = message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content("\n\n".join(letter.paragraphs) + "\n")
    made["Content-Language"] = letter.language  # set_content takes away what begins with Content
    return made
