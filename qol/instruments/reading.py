"""Takes values out of YAML nodes, typed, collecting every problem with its line."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from qol.errors import Problem
from qol.instruments.written import line_of
from qol.instruments.yaml_source import Mapping, Node, Scalar, Sequence

CODE = re.compile(r"0|[1-9][0-9]{0,3}")

Made = TypeVar("Made", bound=BaseModel)
Read = TypeVar("Read")


class Problems:
    """The problems of one file, gathered while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []
        self._noted: set[Problem] = set()

    def add(self, line: int, message: str) -> None:
        """Note a problem, once."""
        problem = Problem(self.file, line, message)
        if problem not in self._noted:
            self._noted.add(problem)
            self.found.append(problem)


class Entries:
    """The entries of one mapping, called `what` in messages; unknown keys are problems at once.

    told: keys whose problem is said already, so that the missing value is not said again.
    """

    def __init__(self, node: Node, what: str, known: Iterable[str], problems: Problems) -> None:
        self.what, self.problems, self.line = what, problems, node.line
        self.values: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        self.told: set[str] = set()
        if not isinstance(node, Mapping):
            problems.add(node.line, f"{what} must be a mapping, {{key: value}}")
            return
        known = frozenset(known)
        self.values, self.lines = dict(node.values), dict(node.lines)
        for key in node.values:
            if key not in known:
                names = sorted(known)
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

    def refuse(self, key: str, message: str) -> None:
        """Note a problem of a key at its line."""
        self.told.add(key)
        self.problems.add(self.line_of(key), message)

    def text(self, key: str, default: str | None = None, needed: bool = False) -> str | None:
        """A text; a number is taken as it is written."""
        if not self.has(key):
            if needed:
                self.refuse(key, f"{self.what} needs {key}")
            return default
        node = self.values[key]
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node.value
        if isinstance(node, Scalar) and isinstance(node.value, int):
            return str(node.value)
        advice = " in quotes" if isinstance(node, Scalar) else ""
        self.refuse(key, f"{key} of {self.what} must be a text{advice}")
        return default

    def whole(self, key: str, default: int | None = None) -> int | None:
        """A whole number."""
        if not self.has(key):
            return default
        node = self.values[key]
        if isinstance(node, Scalar) and isinstance(node.value, int):
            return node.value
        self.refuse(key, f"{key} of {self.what} must be a whole number")
        return default

    def number(self, key: str) -> float | None:
        """A number."""
        if not self.has(key):
            return None
        found = number(self.values[key], f"{key} of {self.what}", self.problems)
        if found is None:
            self.told.add(key)
        return found

    def truth(self, key: str) -> bool:
        """true or false; absent is false."""
        if not self.has(key):
            return False
        node = self.values[key]
        if isinstance(node, Scalar) and node.value in ("true", "false"):
            return node.value == "true"
        self.refuse(key, f"{key} of {self.what} must be true or false")
        return False

    def each(self, key: str, read: Callable[[Node], Read | None], needed: bool = False) -> tuple[Read, ...]:
        """The members of a list, read one by one."""
        if not self.has(key):
            if needed:
                self.refuse(key, f"{self.what} needs {key}, a list")
            return ()
        node = self.values[key]
        if not isinstance(node, Sequence):
            self.refuse(key, f"{key} of {self.what} must be a list")
            return ()
        return tuple(made for value in node.values if (made := read(value)) is not None)

    def pairs(self, key: str) -> dict[str, Node]:
        """The entries of a mapping of free keys."""
        if not self.has(key):
            return {}
        node = self.values[key]
        if not isinstance(node, Mapping):
            self.refuse(key, f"{key} of {self.what} must be a mapping, {{key: value}}")
            return {}
        return node.values

    def condition(self, key: str) -> dict[str, tuple[str, ...]]:
        """A condition: fact -> the values that fulfil it."""
        return {fact: choice(node, f"{key} of {self.what}", self.problems) for fact, node in self.pairs(key).items()}

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
                if name not in self.told:
                    whole = Mapping(self.line, self.values, self.lines)
                    line = line_of(whole, *(str(key) for key in found["loc"]))
                    self.problems.add(line, f"{self.what}: {_said(found)}")
            return None


WRITTEN = {
    "version": 'write it as "1.0"',
    "language": "write a code of two or three letters such as en",
}
LETTERS = "begin with a letter, then letters, digits and _ only, at most 32"


def _said(found: Any) -> str:
    """What pydantic found, in our words."""
    where = [str(key) for key in found["loc"] if key != "[key]"]
    name = ", ".join(where)
    if found["type"] == "missing":
        return f"{name} is missing"
    if found["type"] == "literal_error":
        return f"{name} must be one of {found['ctx']['expected'].replace(' or ', ', ')}"
    if found["type"] == "string_pattern_mismatch":
        return f"{name} {found['input']!r} is not written as it must be; {WRITTEN.get(where[0], LETTERS)}"
    if found["type"] == "string_too_short":
        return f"{name} is empty"
    return f"{name}: {found['msg'][0].lower()}{found['msg'][1:]}"


def code_of(key: str) -> int | None:
    """The answer code that a key is written as: 0 to 9999, without sign or leading zeros."""
    return int(key) if CODE.fullmatch(key) else None


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


def choice(node: Node, what: str, problems: Problems) -> tuple[str, ...]:
    """One value of a fact or several, each once, at least one."""
    found = words(node, what, problems)
    if isinstance(node, Sequence) and (not node.values or len(set(found)) < len(found)):
        problems.add(node.line, f"{what} must list at least one value, each once")
    return found
