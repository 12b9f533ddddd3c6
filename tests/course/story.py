"""Reads a patient history from its YAML file."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qol.course.due import Progress
from qol.course.timeline import Event, EventKind, Timeline
from qol.instruments.yaml_source import Mapping, Node, Scalar, read

STORIES = sorted((Path(__file__).parent / "stories").glob("*.yaml"))


@dataclass(frozen=True)
class Story:
    """A course of events, and what is expected of it."""

    title: str
    protocol: str
    timeline: Timeline
    states: list[dict[str, Any]]
    belongs: list[dict[str, Any]]
    due: list[dict[str, Any]]


def story(path: Path) -> Story:
    """The story of a file; an event's first key is its kind, `2025-12` is a date known by month."""
    body = plain(read(path).root)
    events = tuple(event(entry) for entry in body["events"])
    timeline = Timeline(date.fromisoformat(body["enrolled"]), events)
    return Story(body["story"], body["protocol"], timeline, body["states"], body["belongs"], body["due"])


def event(entry: dict[str, Any]) -> Event:
    """An event as a story writes it."""
    (kind, on), *details = entry.items()
    words = {key: str(value) for key, value in details}
    if len(on) == 7:
        year, month = int(on[:4]), int(on[5:])
        return Event(EventKind(kind), date(year, month, monthrange(year, month)[1]), "month", words)
    return Event(EventKind(kind), date.fromisoformat(on), "day", words)


def progress(done: dict[str, str]) -> dict[str, Progress]:
    """What was answered: a date is a completed visit, `begun` one in progress."""
    return {
        visit: Progress("in_progress") if on == "begun" else Progress("completed", date.fromisoformat(on))
        for visit, on in done.items()
    }


def plain(node: Node) -> Any:
    """Nodes as lists, dictionaries and words."""
    if isinstance(node, Scalar):
        return {"true": True, "false": False}.get(str(node.value), node.value)
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.values.items()}
    return [plain(value) for value in node.values]
