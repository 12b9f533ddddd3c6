"""Who is due: every open visit of the patients of one account's sites, with what to do first on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from qol.course.due import DueState
from qol.storage import identities, studies
from qol.storage.keys import plain
from qol.study.house import House
from qol.study.schedule.due_rows import Row, rows_of
from qol.study.schedule.open_visits import OpenVisit, open_visits
from qol.study.scope import Scope

__all__ = ["DAYS", "PLACES", "Choice", "Group", "Row", "WorkList", "work_list"]

PLACES = ("clinic", "waiting", "home")
"""Handed over today; nothing handed over yet; a link or slip given."""
DAYS = {"": 0, "tomorrow": 1, "week": 6}
"""The day that is looked at -> how many days from today its last one is."""
A_PAGE = 50
URGENCY = (
    DueState.OVERDUE,
    DueState.IN_PROGRESS,
    DueState.PARTIALLY_COMPLETED,
    DueState.DUE,
    DueState.UPCOMING,
    DueState.COMPLETED,
)


@dataclass(frozen=True)
class Choice:
    """What the reader narrows the list to; empty means everything, an empty day today."""

    state: str = ""
    visit: str = ""
    find: str = ""
    site: str = ""
    strategy: str = ""
    place: str = ""
    day: str = ""
    page: int = 1


@dataclass(frozen=True)
class Group:
    """Rows that belong together."""

    place: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class WorkList:
    """The rows of one page, and what there is to choose from."""

    groups: tuple[Group, ...]
    counts: Mapping[str, int]
    open: int
    visits: Mapping[str, str]
    all_before: bool
    """Whether everything on this page is to be asked before results are told."""
    sites: Mapping[str, str]
    page: int
    pages: int


def work_list(house: House, scope: Scope, choice: Choice, today: date) -> WorkList:
    """Everything open on the chosen day, and what was answered today, narrowed to the reader's choice."""
    last = today + timedelta(days=DAYS.get(choice.day, 0))
    with house.database.reading() as session:
        found = open_visits(session, scope, today, last)
        every = studies.sites(session, scope.study_id)
        sites = {site.id: site.name for site in every if scope.includes(site.id)}
        chosen = [one for one in found if _fits(one, choice, today)]
        if choice.find:
            chosen = _named(session, chosen, choice.find)
        shown = sorted((one for one in chosen if _shown(one, choice.state)), key=_order)
        pages = max(1, -(-len(shown) // A_PAGE))
        page = min(max(1, choice.page), pages)
        part = shown[(page - 1) * A_PAGE : page * A_PAGE]
        rows = rows_of(session, part, sites if len(sites) > 1 else {}, today)
    return WorkList(
        groups=_groups(rows),
        counts={state: sum(one.state == state for one in chosen) for state in {one.state for one in chosen}},
        open=sum(one.state != DueState.COMPLETED for one in chosen),
        visits={one.due.visit.id: one.due.visit.label for one in found},
        all_before=all(row.ask_before for row in rows),
        sites=sites,
        page=page,
        pages=pages,
    )


def _fits(one: OpenVisit, choice: Choice, today: date) -> bool:
    """A day to come has what is still open then, not what was answered today."""
    pairs = (
        (choice.visit, one.due.visit.id),
        (choice.site, one.patient.site_id),
        (choice.strategy, one.strategy),
        (choice.place, one.place),
    )
    if not all(wanted in ("", is_so) for wanted, is_so in pairs):
        return False
    if choice.day != "tomorrow":
        return True
    return one.state != DueState.COMPLETED and (one.closes is None or one.closes > today)


def _shown(one: OpenVisit, state: str) -> bool:
    return one.state == state if state else one.state != DueState.COMPLETED


def _named(session: Session, visits: Sequence[OpenVisit], text: str) -> list[OpenVisit]:
    """Part of the name, the hospital number or the study code."""
    wanted = plain(text)
    people = identities.read_many(session, {one.patient.id for one in visits})

    def holds(one: OpenVisit) -> bool:
        person = people.get(one.patient.id)
        places = (one.patient.code, person.name if person else "", (person.hospital_number if person else "") or "")
        return any(wanted in plain(place) for place in places)

    return [one for one in visits if holds(one)]


def _groups(rows: Sequence[Row]) -> tuple[Group, ...]:
    found = []
    for place in PLACES:
        here = tuple(row for row in rows if row.place == place)
        if here:
            found.append(Group(place, here))
    return tuple(found)


def _order(one: OpenVisit) -> tuple[int, int, date, str]:
    """Places in order, within each what is most urgent and closes first on top."""
    order = [str(state) for state in URGENCY]
    urgency = order.index(one.state) if one.state in order else len(order)
    return PLACES.index(one.place), urgency, one.closes or date.max, one.patient.code
