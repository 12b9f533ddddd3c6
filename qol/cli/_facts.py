"""Facts as they are stated on the command line: `--fact stoma=no`."""

from argparse import ArgumentTypeError
from collections.abc import Sequence

from qol.errors import QolError


def fact(text: str) -> tuple[str, str]:
    """Name and value of one statement; raises ArgumentTypeError."""
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise ArgumentTypeError(f"{text!r} is not NAME=VALUE, such as stoma=no")
    return name, value


def stated(facts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Every fact once; raises QolError for one that is stated twice with different values."""
    found = dict(facts)
    twice = [name for name in found if len({value for other, value in facts if other == name}) > 1]
    if twice:
        raise QolError(f"The fact {', '.join(twice)} is stated twice, differently.")
    return found
