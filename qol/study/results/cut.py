"""One study's data cut: everything that datasets and reports are made from, read and scored in one pass."""

from datetime import datetime

from qol.analysis.study_data import Group, StudyData
from qol.instruments.definition import Instrument
from qol.study.house import House
from qol.study.results import attention as result_attention
from qol.study.results import corrections as result_corrections
from qol.study.results import forms as result_forms
from qol.study.results import items as result_items
from qol.study.results import patients as result_patients
from qol.study.results import queries as result_queries
from qol.study.results import scores as result_scores
from qol.study.results import visits as result_visits
from qol.study.results.rows import Rows, read_rows


def study_data(house: House, study: str | None, now: datetime, patient_id: str | None = None) -> StudyData:
    """The data cut of a study as of now; of one patient alone when an id is given.

    Raises NotFound when there is no such study, or several and none is named.
    """
    rows = read_rows(house, study, patient_id)
    forms = result_forms.table(rows)
    items = result_items.table(rows, forms)
    scores = result_scores.table(rows, forms)
    visits = result_visits.table(rows, forms, now.date())
    current = _current_instruments(rows)
    return StudyData(
        study=rows.study.name,
        title=rows.study.title,
        demonstration=rows.demonstration,
        dates_known=rows.study.dates_known,
        cut=now,
        groups=tuple(Group(group["id"], group["label"]) for group in rows.study.groups),
        protocol=rows.protocol,
        instruments=current,
        wording=_notices(rows),
        definitions={i: d for d, i in {f.scoring_hash: f.instrument_id for f in rows.forms}.items()},
        patients=result_patients.table(rows),
        events=result_patients.events(rows),
        visits=visits,
        forms=forms,
        items=items,
        scores=scores,
        locked=rows.plan,
        refused=result_forms.not_placed(forms, len(rows.in_error)),
        corrections=result_corrections.table(rows, forms),
        queries=result_queries.table(house, rows, now.date()),
        attention=result_attention.table(house, rows, now),
    )


def _current_instruments(rows: Rows) -> dict[str, Instrument]:
    """The instruments of the study in the protocol's order, each as its latest form was answered with."""
    latest = {form.instrument_id: rows.instruments[form.scoring_hash] for form in rows.forms}
    order = [asked.id for visit in rows.protocol.visits for asked in visit.instruments]
    return {name: latest[name] for name in dict.fromkeys([*order, *latest]) if name in latest}


def _notices(rows: Rows) -> dict[str, str]:
    """Instrument -> every notice of the wordings that were shown, joined where they differ."""
    found: dict[str, dict[str, None]] = {}
    for form in rows.forms:
        found.setdefault(form.instrument_id, {})[form.wording_notice] = None
    return {instrument: "; ".join(notices) for instrument, notices in found.items()}
