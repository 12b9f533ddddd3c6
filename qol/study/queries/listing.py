"""The list of queries of an account's sites, narrowed by site, kind, state and age."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qol.storage import patients, studies
from qol.study.house import House
from qol.study.queries.standing import Query, standing
from qol.study.scope import Scope

A_PAGE = 50
AGES = (7, 30, 90)
"""Days: open for at least so long."""


@dataclass(frozen=True)
class Narrowed:
    """What the reader asks for; empty means everything that is open."""

    state: str = "open"
    kind: str = ""
    site: str = ""
    older_than: int = 0
    page: int = 1


@dataclass(frozen=True)
class QueryList:
    """One page of queries, the oldest first, with what there is to choose from."""

    rows: tuple[Query, ...]
    total: int
    page: int
    pages: int
    states: Mapping[str, int]
    kinds: Mapping[str, int]
    """Of the state shown."""
    sites: Mapping[str, str]


def query_list(house: House, scope: Scope, narrowed: Narrowed, today: date) -> QueryList:
    """The queries of the account's sites."""
    with house.database.reading() as session:
        found = patients.of_study(session, scope.study_id, scope.site_ids)
        every = [query for of_patient in standing(session, found, today).values() for query in of_patient]
        sites = {site.id: site.name for site in studies.sites(session, scope.study_id) if scope.includes(site.id)}
    here = [query for query in every if narrowed.site in ("", query.patient.site_id)]
    of_state = [query for query in here if query.state == narrowed.state]
    shown = sorted(
        (q for q in of_state if narrowed.kind in ("", q.kind) and q.days_open(today) >= narrowed.older_than),
        key=lambda query: (query.since, query.patient.code, query.id),
    )
    pages = max(1, -(-len(shown) // A_PAGE))
    page = min(max(1, narrowed.page), pages)
    return QueryList(
        rows=tuple(shown[(page - 1) * A_PAGE : page * A_PAGE]),
        total=len(shown),
        page=page,
        pages=pages,
        states=Counter(query.state for query in here),
        kinds=Counter(query.kind for query in of_state),
        sites=sites,
    )
