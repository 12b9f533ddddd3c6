"""What is in an envelope: one page that was left on a device, or the word that the answers are sent."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from qol.errors import EnvelopeUnreadable

MOVES = ("keep", "skip", "clear", "submit")
LONGEST_ID = 40
LONGEST_ANSWER = 20_000
NO_PAGE = "This envelope holds no page of a questionnaire."


@dataclass(frozen=True)
class SealedPage:
    """A page left on a device. at: when, by the device's clock set by the server's; seen: the version it saw."""

    move: str
    at: datetime
    form_id: str = ""
    item_id: str = ""
    answer: str = ""
    seen: int = 0


def page_in(body: bytes) -> SealedPage:
    """Read an opened envelope; raises EnvelopeUnreadable for whatever is not exactly such a page."""
    try:
        found = json.loads(body.decode())
        return SealedPage(
            move=_one_of(found["move"]),
            at=datetime.fromtimestamp(_number(found["at"]) / 1000, UTC),
            form_id=_text(found.get("form", ""), LONGEST_ID),
            item_id=_text(found.get("item", ""), LONGEST_ID),
            answer=_text(found.get("answer", ""), LONGEST_ANSWER),
            seen=_number(found.get("seen", 0)),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, RecursionError) as error:
        raise EnvelopeUnreadable(NO_PAGE) from error


def _one_of(move: Any) -> str:
    if move not in MOVES:
        raise ValueError(NO_PAGE)
    return str(move)


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(NO_PAGE)
    return value


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise ValueError(NO_PAGE)
    return value
