"""E-mail addresses as they may be written to: one, plain, without anything that could end a line of a header."""

import re

from qol.errors import QolError
from qol.language import gettext

LONGEST = 254
LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
DOMAIN = r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
SHAPE = re.compile(rf"(?P<local>{LOCAL})@(?P<domain>{DOMAIN})")


def is_address(text: str | None) -> bool:
    """Whether a text is one address and nothing else; a telephone number on record is none."""
    found = SHAPE.fullmatch(text or "")
    return found is not None and len(text or "") <= LONGEST and len(found["local"]) <= 64


def read_address(text: str) -> str:
    """The address that was typed; raises QolError in the reader's words."""
    typed = text.strip()
    if not is_address(typed):
        raise QolError(gettext("Type one e-mail address, such as name@example.org, in Latin letters."))
    return typed
