"""Builds a protocol's attention from the plain data of its file."""

from qol.course.attention import LONGEST_DEADLINE, Attention, MarkedAnswer
from qol.instruments.reading import Entries, Problems
from qol.instruments.yaml_source import Node, Scalar

KEYS = ("reader", "who", "deadline", "answers")
MARK_KEYS = ("item", "at_least", "at_most", "says")


def attention(node: Node, problems: Problems) -> Attention | None:
    """What is marked, for whom and by when; None where its form makes that impossible."""
    entries = Entries(node, "attention", KEYS, problems)
    return entries.make(
        Attention,
        reader=entries.text("reader"),
        who=entries.text("who"),
        deadline=_deadline(entries, problems),
        answers=entries.each("answers", lambda mark: _mark(mark, problems), needed=True),
    )


def _deadline(entries: Entries, problems: Problems) -> int | None:
    """Whole days, as `2 days`."""
    if not entries.has("deadline"):
        return None
    node = entries.values["deadline"]
    amount, _, unit = str(node.value if isinstance(node, Scalar) else "").partition(" ")
    if unit not in ("day", "days") or not amount.isdecimal() or int(amount[:6]) > LONGEST_DEADLINE:
        problems.add(node.line, f"deadline must be 0 to {LONGEST_DEADLINE} days, e.g. `2 days`")
        return 0
    return int(amount)


def _mark(node: Node, problems: Problems) -> MarkedAnswer | None:
    entries = Entries(node, "a marked answer", MARK_KEYS, problems)
    instrument, _, item = (entries.text("item", needed=True) or "").partition(".")
    if not instrument or not item:
        problems.add(entries.line_of("item"), "an item is written instrument.item, e.g. `qlq_c30.q24`")
        return None
    return entries.make(
        MarkedAnswer,
        instrument=instrument,
        item=item,
        at_least=_code(entries, "at_least"),
        at_most=_code(entries, "at_most"),
        says=entries.text("says"),
    )


def _code(entries: Entries, key: str) -> int | None:
    found = entries.number(key) if entries.has(key) else None
    return None if found is None else int(found)
