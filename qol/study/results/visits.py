"""The table of visits: what was expected of whom, and what came."""

from datetime import date

import pandas as pd

from qol.course.due import due
from qol.study.results.rows import Rows, group_of

COLUMNS = (
    "patient", "group", "visit", "visit_order", "visit_label", "opens", "due", "overdue", "closes", "status",
    "satisfied_by", "reason", "expected",
)  # fmt: skip

EXPECTED = frozenset({"due", "overdue", "in_progress", "partially_completed", "completed", "expired"})

REASONS = {
    "expired": "no form in the window",
    "due": "window still open",
    "overdue": "window still open",
    "in_progress": "begun, not sent",
    "withdrawn": "withdrawn before",
    "deceased": "died before",
    "not_applicable": "visit does not apply",
    "upcoming": "window not open yet",
}


def table(rows: Rows, forms: pd.DataFrame, today: date) -> pd.DataFrame:
    """One row a patient and visit of the protocol, as of today."""
    order = {visit.id: number for number, visit in enumerate(rows.protocol.visits, 1)}
    out = []
    for patient in rows.patients:
        timeline = rows.timelines[patient.id]
        for item in due(rows.protocol_of(patient.id), timeline, rows.progress.get(patient.id, {}), today):
            window = item.window
            shown = window if rows.study.dates_known else None
            out.append(
                {
                    "patient": rows.pseudonyms[patient.id],
                    "group": group_of(rows, patient),
                    "visit": item.visit.id,
                    "visit_order": order[item.visit.id],
                    "visit_label": item.visit.label,
                    "opens": shown.opens.isoformat() if shown else None,
                    "due": shown.due.isoformat() if shown else None,
                    "overdue": shown.overdue.isoformat() if shown else None,
                    "closes": shown.closes.isoformat() if shown else None,
                    "status": str(item.state),
                    "satisfied_by": item.satisfied_by,
                    "reason": REASONS.get(str(item.state), ""),
                    "expected": str(item.state) in EXPECTED,
                }
            )
    return pd.DataFrame(out, columns=list(COLUMNS))
