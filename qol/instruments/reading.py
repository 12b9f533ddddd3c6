"""Takes values out of YAML nodes, typed, collecting every problem with its line."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from qol.errors import Problem
from qol.instruments.yaml_source import Mapping, Node, Scalar, Sequence

Made = TypeVar("Made", bound=BaseModel)
Read = TypeVar("Read")


class Problems:
    """The problems of one file, gathered while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, line: int, message: str) -> None:
        """Note a problem, once."""
        problem = Problem(self.file, line, message)
        if problem not in self.found:
            self.found.append(problem)


class Entries:
    """The entries of one mapping, called `what` in messages; unknown keys are problems at once."""

    def __init__(self, node: Node, what: str, known: Iterable[str], problems: Problems) -> None:
        self.what, self.problems, self.line = what, problems, node.line
        self.values: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        if not isinstance(node, Mapping):
            problems.add(node.line, f"{what} must be a mapping, {{key: value}}")
            return
        names = sorted(known)
        self.values, self.lines = dict(node.values), dict(node.lines)
        for key in node.values:
            if key not in names:
                close = get_close_matches(key, names, 1)
                advice = f"; did you mean {close[0]}?" if close else f"; known keys: {', '.join(names)}"
                problems.add(node.lines[key], f"{what} has no key {key}{advice}")

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        node = self.values.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.value is None)

    def line_of(self, key: str) -> int:
        """The line of a key, or of the mapping."""
        return self.lines.get(key, self.line)

    def text(self, key: str, default: str | None = None, needed: bool = False) -> str | None:
        """A text; a number is taken as it is written."""
        if not self.has(key):
            if needed:
                self.problems.add(self.line_of(key), f"{self.what} needs {key}")
            return default
        node = self.values[key]
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node.value
        if isinstance(node, Scalar) and isinstance(node.value, int):
            return str(node.value)
        advice = " in quotes" if isinstance(node, Scalar) else ""
        self.problems.add(node.line, f"{key} of {self.what} must be a text{advice}")
        return default

    def whole(self, key: str, default: int | None = None) -> int | None:
        """A whole number."""
        if not self.has(key):
            return default
        node = self.values[key]
        if isinstance(node, Scalar) and isinstance(node.value, int):
            return node.value
        self.problems.add(node.line, f"{key} of {self.what} must be a whole number")
        return default

    def number(self, key: str) -> float | None:
        """A number."""
        if not self.has(key):
            return None
        return number(self.values[key], f"{key} of {self.what}", self.problems)

    def truth(self, key: str) -> bool:
        """true or false; absent is false."""
        if not self.has(key):
            return False
        node = self.values[key]
        if isinstance(node, Scalar) and node.value in ("true", "false"):
            return node.value == "true"
        self.problems.add(node.line, f"{key} of {self.what} must be true or false")
        return False

    def each(self, key: str, read: Callable[[Node], Read | None], needed: bool = False) -> tuple[Read, ...]:
        """The members of a list, read one by one."""
        if not self.has(key):
            if needed:
                self.problems.add(self.line_of(key), f"{self.what} needs {key}, a list")
            return ()
        node = self.values[key]
        if not isinstance(node, Sequence):
            self.problems.add(node.line, f"{key} of {self.what} must be a list")
            return ()
        return tuple(made for value in node.values if (made := read(value)) is not None)

    def pairs(self, key: str) -> dict[str, Node]:
        """The entries of a mapping of free keys."""
        if not self.has(key):
            return {}
        node = self.values[key]
        if not isinstance(node, Mapping):
            self.problems.add(node.line, f"{key} of {self.what} must be a mapping, {{key: value}}")
            return {}
        return node.values

    def condition(self, key: str) -> dict[str, tuple[str, ...]]:
        """A condition: fact -> the values that fulfil it."""
        return {fact: words(node, f"{key} of {self.what}", self.problems) for fact, node in self.pairs(key).items()}

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return words(self.values[key], f"{key} of {self.what}", self.problems) if self.has(key) else ()

    def make(self, part: type[Made], **values: Any) -> Made | None:
        """The part with these values (None leaves the default); what does not fit it is a problem at its line."""
        given = {name: value for name, value in values.items() if value is not None}
        try:
            return part(**given)
        except ValidationError as error:
            for found in error.errors():
                name = str(found["loc"][0]) if found["loc"] else ""
                self.problems.add(self.line_of(name), f"{self.what}: {_said(name, found)}")
            return None


def _said(name: str, found: Any) -> str:
    if found["type"] == "missing":
        return f"{name} is missing"
    if found["type"] == "literal_error":
        return f"{name} must be one of {found['ctx']['expected'].replace(' or ', ', ')}"
    if found["type"] == "string_pattern_mismatch":
        return (
            f"{name} {found['input']!r} must begin with a letter and hold letters, digits and _ only (at most 32)"
            if name in ("id", "answers", "sets")
            else f"{name} {found['input']!r} is not written as it must be"
        )
    return f"{name}: {found['msg'][0].lower()}{found['msg'][1:]}"


def number(node: Node, what: str, problems: Problems) -> float | None:
    """A number, or a problem."""
    if isinstance(node, Scalar) and isinstance(node.value, int | float):
        return float(node.value)
    problems.add(node.line, f"{what} must be a number")
    return None


def words(node: Node, what: str, problems: Problems) -> tuple[str, ...]:
    """One text or a list of texts; numbers are taken as they are written."""
    nodes = node.values if isinstance(node, Sequence) else (node,)
    found = []
    for one in nodes:
        if isinstance(one, Scalar) and isinstance(one.value, str | int):
            found.append(str(one.value))
        else:
            problems.add(one.line, f"{what} must be a word or a list of words")
    return tuple(found)
