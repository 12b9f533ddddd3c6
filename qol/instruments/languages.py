"""Which codes of languages there are."""

from babel import Locale, UnknownLocaleError


def is_language(code: str) -> bool:
    """Whether a language of this code is known, so that its name can be said and its direction is right."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
