"""The table of queries: what is in doubt in a study, and what was said of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from qol.analysis.study_data import QUERY_COLUMNS
from qol.study.house import House
from qol.study.queries.standing import Query, standing
from qol.study.results.rows import Rows

NONE = pd.DataFrame(columns=list(QUERY_COLUMNS))
"""The table where nobody looks for doubts."""


def table(house: House, rows: Rows, today: date) -> pd.DataFrame:
    """One row a query that is open, answered or settled, as of a day."""
    with house.database.reading() as session:
        found = standing(session, rows.patients, today)
    shown = rows.study.dates_known
    out = [_row(query, rows.pseudonyms, rows.sites, shown) for queries in found.values() for query in queries]
    return pd.DataFrame(out, columns=list(QUERY_COLUMNS))


def _row(query: Query, pseudonyms: Mapping[str, str], sites: Mapping[str, str], shown: bool) -> dict[str, Any]:
    last = query.answers[-1] if query.answers else None
    return {
        "query": query.id,
        "patient": pseudonyms[query.patient.id],
        "site": sites[query.patient.site_id],
        "kind": query.kind,
        "since": query.since.isoformat() if shown else None,
        "state": query.state,
        "form": query.about("form"),
        "item": query.about("item"),
        "visit": query.about("visit"),
        "answers": len(query.answers),
        "answer": last.answer if last else "",
        "answered_on": last.at.astimezone().date().isoformat() if last and shown else None,
    }
