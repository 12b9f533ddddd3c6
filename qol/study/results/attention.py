"""The table of flags: marked answers, whether and when somebody saw them."""

from datetime import datetime
from typing import Any

import pandas as pd

from qol.analysis.study_data import ATTENTION_COLUMNS
from qol.storage import attention_seen
from qol.study.attention.flags import Flag, flags
from qol.study.house import House
from qol.study.results.rows import Rows


def table(house: House, rows: Rows, now: datetime) -> pd.DataFrame:
    """One row a flag: those that stand, and those that were seen before the answer was corrected."""
    with house.database.reading() as session:
        standing = flags(session, rows.patients)
        seen = attention_seen.of_forms(session, [form.id for form in rows.forms])
    shown = rows.study.dates_known
    out = [_row(flag, rows, now, shown) for flag in standing]
    stands = {flag.place for flag in standing}
    of_form = {form.id: form for form in rows.forms}
    for place, saw in seen.items():
        if place not in stands:
            assessment = rows.assessments[of_form[place[0]].assessment_id]
            out.append(
                {
                    "patient": rows.pseudonyms[assessment.patient_id],
                    "visit": assessment.visit_id,
                    "form": place[0],
                    "instrument": of_form[place[0]].instrument_id,
                    "item": place[1],
                    "answer_version": place[2],
                    "state": "corrected",
                    "seen_on": _day(saw[0].at, shown),
                }
            )
    return pd.DataFrame(out, columns=list(ATTENTION_COLUMNS))


def _row(flag: Flag, rows: Rows, now: datetime, shown: bool) -> dict[str, Any]:
    return {
        "patient": rows.pseudonyms[flag.patient.id],
        "visit": rows.assessments[flag.form.assessment_id].visit_id,
        "form": flag.form.id,
        "instrument": flag.form.instrument_id,
        "item": flag.item,
        "answer_version": flag.version,
        "state": flag.state(now),
        "raised_on": _day(flag.raised_at, shown),
        "look_by": _day(flag.look_by, shown),
        "seen_on": _day(flag.seen[0].at, shown) if flag.seen else None,
    }


def _day(moment: datetime, shown: bool) -> str | None:
    return moment.astimezone().date().isoformat() if shown else None
