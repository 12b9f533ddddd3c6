"""The table of corrections: every answer that staff changed, with what stood before, when and why."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from qol.analysis.study_data import CORRECTION_COLUMNS, FORM_COLUMNS
from qol.storage.answers import StoredAnswer
from qol.study.corrections.reasons import kind_of
from qol.study.results.rows import Rows

TEXT = "free text"
"""Stands for an answer in own words, which may identify people."""


def table(rows: Rows, forms: pd.DataFrame) -> pd.DataFrame:
    """One row a correction, with the form's columns; an empty value is no answer."""
    out = [row for place, versions in rows.versions.items() for row in _of_item(place, versions, rows)]
    made = pd.DataFrame(out, columns=["form", *CORRECTION_COLUMNS])
    return forms[list(FORM_COLUMNS)].merge(made, on="form", how="inner", sort=False)


def _of_item(place: tuple[str, str], versions: tuple[StoredAnswer, ...], rows: Rows) -> Iterator[dict[str, Any]]:
    form, item = place
    before_any = StoredAnswer(form, item, 0, None, None, "", "", versions[0].at, None, None)
    for before, after in pairwise((before_any, *versions)):
        if after.reason:
            yield {
                "form": form,
                "item": item,
                "answer_version": after.version,
                "old_value": _value(before),
                "new_value": _value(after),
                "corrected_on": after.at.astimezone().date().isoformat() if rows.study.dates_known else None,
                "reason_kind": kind_of(after.reason),
            }


def _value(answer: StoredAnswer) -> str | None:
    if answer.state != "answered":
        return None
    return TEXT if answer.value is None else str(answer.value)
