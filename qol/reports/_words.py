"""How numbers, dates and lists are written on paper."""

from collections.abc import Sequence
from datetime import date

from qol.instruments.definition import Scale

MINUS = "−"
NONE = "–"


def number(value: float | None, decimals: int = 0, signed: bool = False) -> str:
    """A number as printed: minus sign U+2212, no "-0", a dash where there is none."""
    if value is None or value != value:
        return NONE
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        return text.replace("-", "")
    return text.replace("-", MINUS) if value < 0 else ("+" if signed else "") + text


def tick(value: float) -> str:
    """A number beside an axis: whole, or with the two decimals that there is room for."""
    return number(value, 0 if value == round(value) else 2)


def ends(scale: Scale) -> str:
    """`0–42`: what a score can reach, with a word between where the lowest is below zero."""
    lowest, highest = (number(end, 0 if end == round(end) else scale.decimals) for end in (scale.lowest, scale.highest))
    return f"{lowest} to {highest}" if scale.lowest < 0 else f"{lowest}–{highest}"


def day(value: date | None) -> str:
    """12 March 2026."""
    return NONE if value is None else f"{value.day} {value:%B %Y}"


def short_day(value: date | None) -> str:
    """12 Mar 2026."""
    return NONE if value is None else f"{value.day} {value:%b %Y}"


def short_hash(digest: str) -> str:
    """The first eight characters in two groups, enough to tell definitions apart on paper."""
    return f"{digest[:4]} {digest[4:8]}"


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """1 form, 2 forms."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def lower_first(text: str) -> str:
    """The text as it stands inside a sentence; words such as LARS keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
