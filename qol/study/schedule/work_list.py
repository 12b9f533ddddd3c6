"""Who is due: every open visit of the patients of one account's sites, with what to do first on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qol.course.due import DueState
from qol.storage.keys import plain
from qol.study.house import House
from qol.study.schedule.due_rows import Row, due_rows
from qol.study.scope import Scope

__all__ = ["Choice", "Group", "Row", "WorkList", "work_list"]

PLACES = ("clinic", "waiting", "home")
"""Handed over today; nothing handed over yet; a link or slip given."""
URGENCY = (
    DueState.OVERDUE,
    DueState.IN_PROGRESS,
    DueState.PARTIALLY_COMPLETED,
    DueState.DUE,
    DueState.COMPLETED,
)


@dataclass(frozen=True)
class Choice:
    """What the reader narrows the list to; empty means everything."""

    state: str = ""
    visit: str = ""
    find: str = ""


@dataclass(frozen=True)
class Group:
    """Rows that belong together."""

    place: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class WorkList:
    """The rows chosen, and what there is to choose from."""

    groups: tuple[Group, ...]
    counts: Mapping[str, int]
    open: int
    visits: Mapping[str, str]
    all_before: bool
    """Whether everything shown is to be asked before results are told."""


def work_list(house: House, scope: Scope, choice: Choice, today: date) -> WorkList:
    """Everything open today, and what was answered today, narrowed to the reader's choice."""
    with house.database.reading() as session:
        rows = tuple(due_rows(session, scope, today))
    visits = {row.visit: row.visit_label for row in rows}
    chosen = [row for row in rows if choice.visit in ("", row.visit) and _found(row, choice.find)]
    counts = {state: sum(row.state == state for row in chosen) for state in {row.state for row in chosen}}
    shown = [row for row in chosen if _shown(row, choice.state)]
    return WorkList(
        groups=_groups(shown),
        counts=counts,
        open=sum(row.state != DueState.COMPLETED for row in chosen),
        visits=visits,
        all_before=all(row.ask_before for row in shown),
    )


def _shown(row: Row, state: str) -> bool:
    return row.state == state if state else row.state != DueState.COMPLETED


def _found(row: Row, text: str) -> bool:
    """Part of the name, the hospital number or the study code."""
    wanted = plain(text)
    return any(wanted in plain(place) for place in (row.name, row.hospital_number or "", row.code))


def _groups(rows: Sequence[Row]) -> tuple[Group, ...]:
    """Places in order, within each what is most urgent and closes first on top."""
    found = []
    for place in PLACES:
        here = [row for row in rows if row.place == place]
        if here:
            found.append(Group(place, tuple(sorted(here, key=_urgency))))
    return tuple(found)


def _urgency(row: Row) -> tuple[int, date, str]:
    order = [str(state) for state in URGENCY]
    return (order.index(row.state) if row.state in order else len(order), row.closes or date.max, row.name)
