"""The way out for messages: printed where they are made, or given to a mail server."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address

from qol.errors import SettingsError
from qol.settings import Settings
from qol.study.mail.address import is_address

PATIENCE = 20.0
"""Seconds that a server may take to answer."""
ENHANCED = re.compile(rb"^([245]\.\d{1,3}\.\d{1,3})\b")
OF_THE_ADDRESS = ("5.1.", "5.2.")
"""Beginnings of the codes that speak of the address, not of us."""


@dataclass(frozen=True)
class Outcome:
    """What became of one message. code: the server's numbers, never its words, which may hold the address.

    state: sent, printed, failed (certainly not sent), unsure (broken off after the text) or refused (for good).
    reached: whether there was a server that would hear of further messages.
    """

    state: str
    code: str | None = None
    reached: bool = True


Outbox = Callable[[EmailMessage], Outcome]
"""Sends one message and says what became of it."""


def outbox(settings: Settings, show: Callable[[str], None] = print) -> Outbox:
    """The way out of this installation; raises SettingsError, naming every option that is missing."""
    if settings.mail == "console" and settings.production:
        raise SettingsError("QOL_MAIL is console, which would print patients' links into a log. Set it to smtp.")
    if settings.mail == "console":
        return lambda message: _printed(message, show)
    problems = mail_problems(settings)
    if problems:
        raise SettingsError("\n".join(problems))
    return lambda message: _sent(settings, message)


def mail_problems(settings: Settings) -> list[str]:
    """Why no message could be sent by these settings, each in a sentence."""
    problems = []
    if not is_address(settings.mail_from):
        problems.append("QOL_MAIL_FROM must be an e-mail address, such as questions@example.org.")
    if not settings.smtp_host:
        problems.append("QOL_SMTP_HOST is not set: which server takes messages?")
    if settings.smtp_security == "none" and not _is_here(settings.smtp_host):
        problems.append("QOL_SMTP_SECURITY is none, which is for a server on this machine: take starttls or tls.")
    if settings.smtp_ca_file is not None and not settings.smtp_ca_file.is_file():
        problems.append(f"QOL_SMTP_CA_FILE: there is no file {settings.smtp_ca_file}.")
    return problems


def _printed(message: EmailMessage, show: Callable[[str], None]) -> Outcome:
    lines = [f"{name}: {message[name]}" for name in ("To", "Subject", "Message-ID")]
    show("\n".join([*lines, "", str(message.get_content())]))
    return Outcome("printed")


def _sent(settings: Settings, message: EmailMessage) -> Outcome:
    try:
        server = _connected(settings)
    except smtplib.SMTPResponseException as error:
        return Outcome("failed", str(error.smtp_code), reached=False)
    except (OSError, smtplib.SMTPException):
        return Outcome("failed", None, reached=False)
    with server:
        return _given(server, message)


def _connected(settings: Settings) -> smtplib.SMTP:
    """A server that is who it says, signed in; what goes wrong from here to there is raised."""
    trust = ssl.create_default_context(cafile=str(settings.smtp_ca_file) if settings.smtp_ca_file else None)
    place = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=PATIENCE, context=trust)
    else:
        server = smtplib.SMTP(*place, timeout=PATIENCE)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=trust)
        server.ehlo_or_helo_if_needed()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        server.close()
        raise
    return server


def _given(server: smtplib.SMTP, message: EmailMessage) -> Outcome:
    """Sender, recipient, text: what the server says to each decides."""
    try:
        code, said = server.mail(str(message["From"]))
        if code != 250:
            return Outcome("failed", _numbers(code, said), reached=False)
        code, said = server.rcpt(str(message["To"]))
        if code not in (250, 251):
            return _refused(code, said)
    except (OSError, smtplib.SMTPException):
        return Outcome("failed", None, reached=False)
    try:
        code, said = server.data(message.as_bytes(policy=SMTP))
    except smtplib.SMTPDataError as error:
        words = error.smtp_error
        return _refused(error.smtp_code, words.encode() if isinstance(words, str) else words)
    except (OSError, smtplib.SMTPException):
        return Outcome("unsure", None)
    return Outcome("sent", _numbers(code, said)) if code == 250 else _refused(code, said)


def _refused(code: int, said: bytes) -> Outcome:
    """For good where the code is about the address; a policy or a full disk of the server's may pass."""
    enhanced = ENHANCED.match(said)
    about_us = enhanced is not None and not enhanced[1].decode().startswith(OF_THE_ADDRESS)
    return Outcome("failed" if code < 500 or about_us else "refused", _numbers(code, said))


def _numbers(code: int, said: bytes) -> str:
    enhanced = ENHANCED.match(said)
    return f"{code} {enhanced[1].decode()}" if enhanced else str(code)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
