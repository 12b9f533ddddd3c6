"""A run of a table's rows becomes answers and facts, and scores beside the rows or below one another."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from qol.instruments.definition import Instrument
from qol.scoring.needed import Sources
from qol.scoring.offered import impossible_masks
from qol.scoring.outcome import Outcome, Reason
from qol.scoring.paths import UNKNOWN
from qol.scoring.plan import plan_of
from qol.scoring.problems import Found, Problems
from qol.scoring.scores import ScoreTable
from qol.tables import distinct, numbers

MOST_IN_A_BYTE = 100
"""Stata's, which keeps the numbers above it for its missing values."""

LONG_COLUMNS = {
    "row": "Row of the table, from 1",
    "scale": "Scale",
    "value": "Score, empty where there is none",
    "answered": "Items answered",
    "asked": "Items that applied",
    "outcome": "scored, missing or not_applicable",
    "reason": "Why the outcome is so",
    "band": "Published category of the score",
}
"""What is said of one scale of one form."""


def read_answers(
    instrument: Instrument, where: Sources, run: pa.Table, first: int, problems: Problems
) -> dict[str, NDArray[np.float64]]:
    """The answers of a run; impossible ones are noted and left out. first: place (from 0) of the run's first row."""
    read = {item: numbers(run.column(column)) for item, column in where.items.items()}
    answers = {item: values for item, (values, _) in read.items()}
    wrong = impossible_masks(instrument, answers)
    for place, (item, plan) in enumerate(plan_of(instrument).items.items()):
        if item in read:
            column, mask = where.items[item], read[item][1] | wrong.get(item, False)
            answers[item][mask] = np.nan
            for row in problems.count(column, mask):
                cell = run.column(column)[int(row)].as_py()
                problems.show(Found(first + int(row), place, column, cell, str(plan.offer)))
    return answers


def read_facts(
    instrument: Instrument, where: Sources, run: pa.Table, first: int, problems: Problems
) -> dict[str, NDArray[np.int8]]:
    """The facts of a run as places in the instrument's lists; words that are not in a list are noted."""
    facts = {}
    for fact, value in where.stated.items():
        facts[fact] = np.full(run.num_rows, instrument.facts[fact].index(value), dtype=np.int8)
    for fact, column in where.facts.items():
        known = instrument.facts[fact]
        places, values = distinct(run.column(column))
        codes = [known.index(value) if value in known else UNKNOWN for value in values]
        facts[fact] = np.array([*codes, UNKNOWN], dtype=np.int8)[places]
        for place, value in enumerate(values):
            if value is not None and value not in known:
                rows = np.flatnonzero(places == place)
                problems.add_fact(first + int(rows[0]), len(rows), column, value, known)
    return facts


def with_codes(
    instrument: Instrument, where: Sources, run: pa.Table, answers: Mapping[str, NDArray[np.float64]]
) -> pa.Table:
    """The run with items that are text replaced by their codes as whole numbers; what is no answer is empty."""
    for item, column in where.items.items():
        place = run.column_names.index(column)
        if pa.types.is_string(run.schema.field(place).type):
            offer = plan_of(instrument).items[item].offer
            small = max((*offer.codes, *offer.not_applicable)) <= MOST_IN_A_BYTE
            codes = pa.array(answers[item], from_pandas=True).cast(pa.int8() if small else pa.int16())
            run = run.set_column(place, column, codes)
    return run


def beside(run: pa.Table, scores: ScoreTable, prefix: str) -> pa.Table:
    """The run with one column more for each scale, empty where there is no score."""
    for scale, values in scores.values.items():
        run = run.append_column(prefix + scale, pa.array(values, from_pandas=True))
    return run


def below(run: pa.Table, scores: ScoreTable, first: int, kept: list[str]) -> pa.Table:
    """One row for each form and scale: the form's columns that are kept, then `LONG_COLUMNS`."""
    scales = list(scores.values)
    rows = np.repeat(np.arange(scores.rows), len(scales))
    columns = {
        "row": pa.array(rows + first + 1),
        "scale": _words(np.tile(np.arange(len(scales), dtype=np.int8), scores.rows), scales),
        "value": pa.array(_by_form(scores.values), from_pandas=True),
        "answered": pa.array(_by_form(scores.answered)),
        "asked": pa.array(_by_form(scores.asked)),
        "outcome": _words(_by_form(scores.outcome), [str(word) for word in Outcome]),
        "reason": _words(_by_form(scores.reason), [str(word) for word in Reason]),
        "band": pa.array(_by_form({scale: _bands(scores, scale) for scale in scales}), pa.string()),
    }
    if not kept:  # a table without columns has no rows to go below one another
        return pa.table({name: columns[name] for name in LONG_COLUMNS})
    long = run.select(kept).take(pa.array(rows))
    for name in LONG_COLUMNS:
        long = long.append_column(name, columns[name])
    return long


def _by_form(columns: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """Columns of scales as one column: all scales of the first form, of the second, ..."""
    return np.stack(list(columns.values()), axis=1).ravel()


def _words(codes: NDArray[np.int8], words: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(words))


def _bands(scores: ScoreTable, scale: str) -> NDArray[np.object_]:
    if not scores.instrument.scale_by_id[scale].bands:
        return np.full(scores.rows, None, dtype=object)
    found = scores.band(scale)
    found[found == ""] = None
    return found
