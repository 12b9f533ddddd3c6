"""What a choice field offers: values with their words."""

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice

from qol.language import own_name


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Values with words that may still be waiting for their language."""
    return [SelectChoice(value, words) for value, words in pairs]


def language_choices(codes: Iterable[str]) -> list[SelectChoice]:
    """Languages, each in its own name."""
    return choices((code, own_name(code)) for code in codes)
