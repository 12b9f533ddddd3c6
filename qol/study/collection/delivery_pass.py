"""The pass with which a device delivers what it sealed, long after its session has ended.

It lets nothing be seen: whoever holds it can hand in envelopes for one assessment and gets receipts. So a tablet whose
session has ended, or a phone whose browser was killed, brings its answers home without asking the patient again.
"""

from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from qol.errors import AccessRefused
from qol.language import gettext as _
from qol.storage.keys import Keys

LASTS = timedelta(days=90)
LONGEST = 160
"""Characters of a pass; a longer text is none."""


def pass_for(keys: Keys, assessment_id: str, now: datetime) -> str:
    """A pass for one assessment."""
    until = int((now + LASTS).timestamp())
    return f"{assessment_id}.{until}.{_mark(keys, assessment_id, until)}"


def assessment_of(keys: Keys, text: str, now: datetime) -> str:
    """The assessment of a pass; raises AccessRefused where it is none of ours or has ended."""
    assessment_id, end = _read(keys, text)
    if now.timestamp() > end:
        raise _refusal()
    return assessment_id


def named_by(keys: Keys, text: str) -> str:
    """The assessment that a pass of ours names, also after its end; raises AccessRefused where it is none of ours."""
    return _read(keys, text)[0]


def _read(keys: Keys, text: str) -> tuple[str, int]:
    try:
        assessment_id, until, mark = text[:LONGEST].split(".")
        end = int(until)
        good = compare_digest(mark.encode(), _mark(keys, str(UUID(assessment_id)), end).encode())
    except ValueError as error:
        raise _refusal() from error
    if not good:
        raise _refusal()
    return assessment_id, end


def _refusal() -> AccessRefused:
    return AccessRefused(_("Please open your questions again; then what is kept on this device is sent."))


def _mark(keys: Keys, assessment_id: str, until: int) -> str:
    return keys.mark(f"delivery {assessment_id} {until}")
