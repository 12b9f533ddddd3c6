"""One study's data cut: everything that datasets and reports are made from, read and scored in one pass."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

import pandas as pd

from qol.analysis.study_data import Group, StudyData
from qol.instruments.definition import Instrument
from qol.instruments.wording import notice_of
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

TABLES = ("patients", "events", "visits", "forms", "items", "scores", "corrections", "queries", "attention")


def study_data(
    house: House, study: str | None, now: datetime, patient_id: str | None = None, queries: bool = True
) -> StudyData:
    """The data cut of a study as of now; of one patient alone when an id is given.

    queries: whether what is in doubt is looked for; no report prints it, and a patient's page should be quick. Raises
    NotFound when there is no such study, or several and none is named.
    """
    return _data(house, read_rows(house, study, None if patient_id is None else {patient_id}), now, queries)


def data_of_each(
    house: House, study: str | None, now: datetime, patient_ids: Collection[str]
) -> Iterator[tuple[str, StudyData]]:
    """The data cut of each of some patients alone, with their ids, in the order of their codes: read in one pass.

    Each is what `study_data` gives for the one patient without queries. Ids that the study does not have are left out.
    """
    rows = read_rows(house, study, patient_ids)
    whole = _data(house, rows, now, queries=False)
    parts = {name: _by_patient(getattr(whole, name)) for name in TABLES}
    for patient in rows.patients:
        pseudonym, mine = rows.pseudonyms[patient.id], _rows_of(rows, patient.id)
        tables = {name: parts[name].get(pseudonym, getattr(whole, name).iloc[:0]) for name in TABLES}
        yield (
            patient.id,
            replace(
                whole,
                instruments=_current_instruments(mine),
                wording=_notices(mine),
                definitions=_definitions(mine),
                refused=result_forms.not_placed(tables["forms"], len(mine.in_error)),
                **tables,
            ),
        )


def _by_patient(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(name): part.reset_index(drop=True) for name, part in table.groupby("patient", sort=False)}


def _rows_of(rows: Rows, patient_id: str) -> Rows:
    """The forms of one patient, for what is said beside the tables."""
    of = {key for key, row in rows.assessments.items() if row.patient_id == patient_id}
    in_error = {form: assessment for form, assessment in rows.in_error.items() if assessment in of}
    return replace(rows, forms=tuple(form for form in rows.forms if form.assessment_id in of), in_error=in_error)


def _data(house: House, rows: Rows, now: datetime, queries: bool) -> StudyData:
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
        definitions=_definitions(rows),
        patients=result_patients.table(rows),
        events=result_patients.events(rows),
        visits=visits,
        forms=forms,
        items=items,
        scores=scores,
        locked=rows.plan,
        refused=result_forms.not_placed(forms, len(rows.in_error)),
        corrections=result_corrections.table(rows, forms),
        queries=result_queries.table(house, rows, now.date()) if queries else result_queries.NONE,
        attention=result_attention.table(house, rows, now),
    )


OURS = ("paraphrase", "not_validated")
"""Kinds of wording that are our own words."""


def _definitions(rows: Rows) -> dict[str, str]:
    """Instrument -> the scoring hash of its forms."""
    return {i: d for d, i in {f.scoring_hash: f.instrument_id for f in rows.forms}.items()}


def _current_instruments(rows: Rows) -> dict[str, Instrument]:
    """The instruments of the study in the protocol's order, each as its latest form was answered with."""
    latest = {form.instrument_id: rows.instruments[form.scoring_hash] for form in rows.forms}
    order = [asked.id for visit in rows.protocol.visits for asked in visit.instruments]
    return {name: latest[name] for name in dict.fromkeys([*order, *latest]) if name in latest}


def _notices(rows: Rows) -> dict[str, str]:
    """Instrument -> every notice of the wordings that were shown, joined where they differ.

    Our own translations carry their notice in their own language; a reader of the data is told in the instrument's.
    """
    found: dict[str, dict[str, None]] = {}
    translated: dict[str, set[str]] = {}
    for form in rows.forms:
        instrument = rows.instruments[form.scoring_hash]
        own = form.wording_kind in OURS and form.language != instrument.language
        found.setdefault(form.instrument_id, {})[notice_of(instrument) if own else form.wording_notice] = None
        translated.setdefault(form.instrument_id, set()).update([form.language] if own else [])
    return {name: "; ".join([*notices, *_in_translation(sorted(translated[name]))]) for name, notices in found.items()}


def _in_translation(languages: list[str]) -> list[str]:
    return [f"our own translation, not linguistically validated ({', '.join(languages)})"] if languages else []
