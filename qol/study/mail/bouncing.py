"""Messages that came back later: delivery reports (RFC 3464) read from files, found again by the message's id."""

import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email import message_from_binary_file, message_from_string
from email.message import Message
from email.policy import compat32
from pathlib import Path
from typing import BinaryIO

from qol.errors import QolError
from qol.storage import audit, mails
from qol.study.house import House

MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True)
class Report:
    """A message that could not be delivered, and the code of the reason."""

    message_ids: tuple[str, ...]
    code: str | None


@dataclass(frozen=True)
class Read:
    """How many messages were looked at, how many were reports of failures, and how many of ours were found."""

    messages: int
    reports: int
    noted: int


def note_bounces(house: House, source: Path | BinaryIO, actor: str, now: datetime) -> Read:
    """Note on every message of ours that it came back; reading the same reports again changes nothing.

    source: one message, an mbox file, a Maildir folder, or a stream. Raises QolError where it is none of these.
    """
    messages = reports = noted = 0
    for message in read_messages(source):
        messages += 1
        report = report_in(message)
        if report is None:
            continue
        reports += 1
        with house.database.writing() as session:
            for message_id in report.message_ids:
                row = mails.bounce(session, message_id, report.code, now)
                if row is not None:
                    noted += 1
                    audit.append(
                        session, at=now, actor=actor, action="mail.bounced", object_kind="mail", object_id=row.id
                    )
    return Read(messages, reports, noted)


def read_messages(source: Path | BinaryIO) -> Iterator[Message]:
    """Every message of a file, folder or stream."""
    if not isinstance(source, Path):
        yield message_from_binary_file(source, policy=compat32)
    elif source.is_dir():
        if not (source / "cur").is_dir() or not (source / "new").is_dir():
            raise QolError(f"{source} is no Maildir: it has no folders cur and new.")
        yield from mailbox.Maildir(source, create=False)
    elif not source.is_file():
        raise QolError(f"There is no file or folder {source}.")
    else:
        with source.open("rb") as file:
            boxed = file.read(5) == b"From "
            file.seek(0)
            if not boxed:
                yield message_from_binary_file(file, policy=compat32)
        if boxed:
            with closing(mailbox.mbox(source, create=False)) as box:
                yield from box


def report_in(message: Message) -> Report | None:
    """What a delivery report says; None for other messages, for delays and for successes."""
    if message.get_content_type() != "multipart/report":
        return None
    parts = [part for part in message.walk() if part is not message]
    statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    failed = [block for part in statuses for block in _blocks(part) if _said(block, "Action").lower() == "failed"]
    if not failed:
        return None
    ids = dict.fromkeys(name for part in parts for name in _original_ids(part))
    code = STATUS.search(_said(failed[0], "Status"))
    return Report(tuple(ids), code[1] if code else None)


def _blocks(part: Message) -> list[Message]:
    body = part.get_payload()
    return [block for block in body if isinstance(block, Message)] if isinstance(body, list) else []


def _original_ids(part: Message) -> list[str]:
    """Ids in the message that came back, whole or its headers alone."""
    kind = part.get_content_type()
    if kind == "text/rfc822-headers":
        body = part.get_payload(decode=True)
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
        return MESSAGE_ID.findall(_said(message_from_string(text), "Message-ID"))
    if kind == "message/rfc822":
        inner = part.get_payload()
        return (
            [name for one in inner if isinstance(one, Message) for name in MESSAGE_ID.findall(_said(one, "Message-ID"))]
            if isinstance(inner, list)
            else []
        )
    return []


def _said(message: Message, name: str) -> str:
    return str(message.get(name, ""))
