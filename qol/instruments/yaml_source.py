"""Reads YAML as plain data with the line of every value, and refuses whatever is not plain data.

No anchors, aliases, tags, merge keys, second documents or repeated keys; limits on size, depth and number of
values. A plain scalar is a whole or decimal number or it stays text: `no` is a word, `0123` and `12:30` are text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from qol.errors import Problem, SourceError

LARGEST = 512 * 1024
DEEPEST = 12
MOST = 40_000

WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,8})\.[0-9]{1,9}")

# libyaml's parser is eighteen times faster; PyYAML can be built without it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Scalar:
    """A number, a text, or nothing (an empty value)."""

    line: int
    value: str | int | float | None


@dataclass(frozen=True)
class Sequence:
    """A list of values."""

    line: int
    values: tuple["Node", ...]


@dataclass(frozen=True)
class Mapping:
    """Keys (always as written) with their lines and values."""

    line: int
    values: dict[str, "Node"]
    lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True)
class Source:
    """One file: its name as messages print it, and what is in it."""

    file: str
    root: Mapping


def read(path: Path, shown: str | None = None) -> Source:
    """Read a file; raises SourceError with every problem of its form."""
    name = shown or str(path)
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError([Problem(name, 1, f"the file is larger than {LARGEST // 1024} KiB; split it")])
        body = path.read_bytes()
    except OSError as error:
        raise SourceError([Problem(name, 1, f"the file cannot be read: {error.strerror}")]) from None
    return parse_bytes(body, name)


def parse_bytes(body: bytes, name: str) -> Source:
    """Plain data of a file's bytes; raises SourceError with every problem of its form."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise SourceError([Problem(name, line, "this is not UTF-8 text; save the file as UTF-8")]) from None
    return parse(text, name)


def parse(text: str, name: str) -> Source:
    """Plain data of a text; raises SourceError with every problem of its form."""
    if len(text.encode(errors="surrogatepass")) > LARGEST:
        raise SourceError([Problem(name, 1, f"the file is larger than {LARGEST // 1024} KiB; split it")])
    reader = _Reader(name)
    try:
        root = reader.document(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        reader.problem(*_not_yaml(text, error))
        root = None
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        reader.problem(_line_of(text, error), "this is not YAML: a character that text files do not hold")
        root = None
    except RecursionError:
        reader.problem(1, f"values are nested deeper than {DEEPEST} levels; flatten them")
        root = None
    if root is not None and not isinstance(root, Mapping):
        reader.problem(1, "the file must be a mapping, `key: value` on each line")
    if reader.problems or not isinstance(root, Mapping):
        raise SourceError(sorted(reader.problems) or [Problem(name, 1, "the file is empty")])
    return Source(name, root)


def _not_yaml(text: str, error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """Where the parser stopped, at the last line of the text at most, and where what it was reading begins."""
    mark, begun = error.problem_mark or error.context_mark, error.context_mark
    last = max(1, len(text.rstrip().splitlines()))
    line = min(mark.line + 1, last) if mark else 1
    since = f" ({error.context}, which begins on line {begun.line + 1})" if begun and begun.line + 1 < line else ""
    return line, f"this is not YAML: {error.problem or error.context}{since}"


def _line_of(text: str, error: Exception) -> int:
    position = getattr(error, "position", None) or getattr(error, "start", 0)
    return text.encode(errors="surrogatepass")[:position].count(b"\n") + 1


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Stop(Exception):
    """The file is not worth reading on."""


class _Reader:
    """Builds plain data from the parser's events, collecting problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.count = 0

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        documents = 0
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.problem(_line(event), "a second document begins here; keep one in a file")
                        break
                elif isinstance(event, yaml.NodeEvent):
                    root = self.node(event, events, 1)
        except _Stop:
            return None
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        line = _line(event)
        self.count += 1
        if self.count > MOST:
            self.problem(line, f"more than {MOST} values; split the file")
            raise _Stop
        if depth > DEEPEST:
            self.problem(line, f"values are nested deeper than {DEEPEST} levels; flatten them")
            raise _Stop
        self.refuse_decoration(event, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(line, tuple(self.children(events, yaml.SequenceEndEvent, depth)))
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(line, events, depth)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(line, plain(event.value, quoted=not event.implicit[0]))
        return Scalar(line, None)

    def refuse_decoration(self, event: yaml.Event, line: int) -> None:
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            self.problem(line, f"the alias *{anchor} is not allowed; write the value out")
        elif anchor:
            self.problem(line, f"the anchor &{anchor} is not allowed; write the value out where it is needed")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.problem(line, f"the tag {str(tag).replace('tag:yaml.org,2002:', '!!')} is not allowed; leave it away")

    def children(self, events: Iterator[yaml.Event], end: type[yaml.Event], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, end):
                return
            yield self.node(event, events, depth + 1)

    def mapping(self, line: int, events: Iterator[yaml.Event], depth: int) -> Mapping:
        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        children = self.children(events, yaml.MappingEndEvent, depth)
        for key in children:
            value = next(children, Scalar(key.line, None))
            if not isinstance(key, Scalar) or key.value is None:
                self.problem(key.line, "a key must be a single word or number")
            elif key.value == "<<":
                self.problem(key.line, "the merge key << is not allowed; write the keys out")
            elif str(key.value) in values:
                first = lines[str(key.value)]
                self.problem(key.line, f"the key {key.value} stands here again (first on line {first}); keep one")
            else:
                values[str(key.value)] = value
                lines[str(key.value)] = key.line
        return Mapping(line, values, lines)


def plain(text: str, quoted: bool) -> str | int | float | None:
    """A scalar's value: quoted is text; plain is a number where it is written as one, nothing where empty."""
    if quoted:
        return text
    if text in ("", "~", "null"):
        return None
    if WHOLE.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return float(text)
    return text
