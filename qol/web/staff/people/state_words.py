"""The state of an account: glyph, kind and words."""

from qol.language import gettext


def account_states() -> dict[str, tuple[str, str, str]]:
    """State -> glyph, kind, words."""
    return {
        "open": ("tick", "", gettext("open")),
        "invited": ("calendar", "", gettext("invited")),
        "expired": ("warning", "overdue", gettext("link has ended")),
        "shut": ("lock", "over", gettext("shut")),
    }
