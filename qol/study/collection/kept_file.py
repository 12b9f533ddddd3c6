"""The file of sealed envelopes that a device saves when it cannot deliver them, read part by part."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from qol.errors import QolError
from qol.language import gettext as _

LARGEST = 5_000_000
"""Bytes of a file; a thousand envelopes hold well under one million, long free texts more."""
MOST = 1_000
"""Envelopes in one file; a device saves more than these in several files."""


@dataclass(frozen=True)
class Carried:
    """One envelope as the device kept it: its id, the sealed bytes, and the pass that names its assessment."""

    id: str
    sealed: bytes
    delivery_pass: str


def carried_in(body: bytes) -> tuple[Carried, ...]:
    """The envelopes of a file, in its order; raises QolError where it is no such file."""
    if len(body) > LARGEST:
        raise QolError(_("This file is too large to be one that a device has saved."))
    try:
        found = json.loads(body)["envelopes"]
        if not isinstance(found, list) or not 1 <= len(found) <= MOST:
            raise ValueError
        return tuple(_carried(one) for one in found)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, binascii.Error) as error:
        sentence = _("This is no file of sealed answers. Take the one that the page “What is kept here” has saved.")
        raise QolError(sentence) from error


def _carried(one: Any) -> Carried:
    return Carried(str(UUID(one["id"])), base64.b64decode(one["sealed"], validate=True), str(one["pass"]))
