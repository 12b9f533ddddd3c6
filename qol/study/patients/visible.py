"""Names and numbers as people see them, without signs that show nothing and turn round what stands beside them."""

from unicodedata import category

HIDDEN = ("Cc", "Cf")
"""Control characters, and signs of direction and format."""
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Belong to the spelling of Persian and other names."""


def visible(text: str) -> str:
    """What is typed or pasted as it is read: single spaces, nothing before, behind or between that nobody sees."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    shown = "".join(letter for letter in spaced if category(letter) not in HIDDEN or letter in JOINERS)
    return " ".join(shown.split())
