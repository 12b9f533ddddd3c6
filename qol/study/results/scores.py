"""The table of scores: all forms of one definition through the one vectorised path."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qol.instruments.conditions import facts_with_answers
from qol.instruments.definition import Instrument
from qol.scoring.paths import OTHER
from qol.scoring.scores import ScoreTable, score
from qol.storage.tables import Form
from qol.study.corrections.touched import corrected_scales
from qol.study.results.rows import Rows

COLUMNS = ("form", "scale", "label", "value", "outcome", "reason", "answered", "asked", "band", "corrected")


def table(rows: Rows, forms: pd.DataFrame) -> pd.DataFrame:
    """One row a form and scale, with the form's columns; value NaN where there is no score."""
    parts = []
    for digest, instrument in rows.instruments.items():
        of_definition = [form for form in rows.forms if form.scoring_hash == digest]
        scored = score(instrument, *arrays(rows, instrument, of_definition), len(of_definition))
        parts.append(_long(instrument, of_definition, scored, _corrected_scales(rows, instrument, of_definition)))
    scores = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    return forms.merge(scores, on="form", how="inner", sort=False)


def arrays(
    rows: Rows, instrument: Instrument, forms: list[Form]
) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.int8]]]:
    """Answers (NaN where none) and facts (index of the value, -1 unknown) of forms, for an instrument's items."""
    answers = {item: np.full(len(forms), np.nan) for item in instrument.items}
    facts = {name: np.full(len(forms), -1, dtype=np.int8) for name in instrument.facts}
    for number, form in enumerate(forms):
        values: dict[str, int | None] = {}
        for item, answer in rows.answers.get(form.id, {}).items():
            if answer.state == "answered" and answer.value is not None and item in answers:
                answers[item][number] = answer.value
                values[item] = answer.value
        known = facts_with_answers(instrument, rows.assessments[form.assessment_id].facts, values)
        for name, allowed in instrument.facts.items():
            if known.get(name) in allowed:
                facts[name][number] = allowed.index(str(known[name]))
            elif known.get(name):
                facts[name][number] = OTHER
    return answers, facts


def _corrected_scales(rows: Rows, instrument: Instrument, forms: list[Form]) -> dict[str, frozenset[str]]:
    """Form -> the scales that rest on an answer that staff corrected."""
    items: dict[str, set[str]] = {form.id: set() for form in forms}
    for form, item in rows.versions:
        if form in items:
            items[form].add(item)
    return {form: corrected_scales(instrument.scales, frozenset(found)) for form, found in items.items() if found}


def _long(
    instrument: Instrument, forms: list[Form], scored: ScoreTable, corrected: dict[str, frozenset[str]]
) -> pd.DataFrame:
    """Scale after scale, each with every form, put together before it is a table: a table a scale takes longest."""
    ids, scales = [form.id for form in forms], instrument.scales

    def together(of_scale: Callable[[str], NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate([of_scale(scale.id) for scale in scales])

    return pd.DataFrame({
        "form": ids * len(scales),
        "scale": [scale.id for scale in scales for _ in ids],
        "label": [scale.label for scale in scales for _ in ids],
        "value": together(scored.values.__getitem__),
        "outcome": together(scored.outcome_words),
        "reason": together(scored.reason_words),
        "answered": together(scored.answered.__getitem__),
        "asked": together(scored.asked.__getitem__),
        "band": together(scored.band),
        "corrected": [scale.id in corrected.get(form, ()) for scale in scales for form in ids],
    })  # fmt: skip
