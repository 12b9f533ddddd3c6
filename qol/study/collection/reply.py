"""What a patient gives to one question."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """A code of a closed question, or free text; never both."""

    value: int | None = None
    text: str | None = None
