"""Small tables as analyses take them, written in rows that a reader can check by hand."""

from typing import Any

import pandas as pd

from qol.analysis.study_data import Group

NOM, SURGERY = Group("nom", "Non-operative management"), Group("surgery", "Surgery")
GROUPS = (NOM, SURGERY)

HEAD: dict[str, Any] = {
    "patient": "p1", "group": "nom", "visit": "month_12", "also_visit": None, "instrument": "qlq_c30",
    "form": "f1", "attempt": 1, "status": "completed", "stoma": "no", "stoma_intent": None,
}  # fmt: skip


def rows(*given: dict[str, Any], **common: Any) -> pd.DataFrame:
    """One row each, what is not given taken from HEAD; a form is named after patient, visit and instrument."""
    made = []
    for number, row in enumerate(given):
        full = HEAD | common | row
        if "form" not in row and "form" not in common:
            full["form"] = f"{full['patient']}-{full['visit']}-{full['instrument']}-{full['attempt']}"
        made.append(full | {"number": number})
    return pd.DataFrame(made)
