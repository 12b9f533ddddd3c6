"""The table of answers: every item of every form, with the reason where there is no answer."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qol.instruments.conditions import asked_items, facts_with_answers
from qol.instruments.definition import Instrument
from qol.study.results.rows import Given, Rows

COLUMNS = ("form", "item", "label", "value", "text", "state", "answer_version", "versions", "corrected")


def table(rows: Rows, forms: pd.DataFrame) -> pd.DataFrame:
    """One row a form and item, with the form's columns."""
    paths = Paths()
    out: list[tuple[Any, ...]] = []
    for form in rows.forms:
        instrument = rows.instruments[form.scoring_hash]
        answers = rows.answers.get(form.id, {})
        empty = "not_recorded" if form.mode == "imported" else "not_reached"
        asked = paths.asked(form.scoring_hash, instrument, rows.assessments[form.assessment_id].facts, answers)
        out.extend(
            (
                form.id, item.id, item.label, *_cells(instrument, item.id, item.id in asked, answers, empty),
                answers[item.id].version if item.id in answers else 0, (form.id, item.id) in rows.versions,
            )
            for item in instrument.items.values()
        )  # fmt: skip
    items = pd.DataFrame(out, columns=list(COLUMNS)).astype({"value": "float64", "answer_version": "Int64"})
    return forms.merge(items, on="form", how="inner", sort=False)


class Paths:
    """Which items are asked, remembered for equal facts so that a large study is read quickly."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], frozenset[str]] = {}

    def asked(
        self, digest: str, instrument: Instrument, facts: Mapping[str, str], answers: Mapping[str, Given]
    ) -> frozenset[str]:
        """The items on the path of one form: the patient's own answers route."""
        values = {item: answer.value for item, answer in answers.items() if instrument.items[item].sets}
        key = (digest, *sorted(facts.items()), *sorted(values.items()))
        if key not in self._known:
            self._known[key] = frozenset(asked_items(instrument, facts_with_answers(instrument, facts, values)))
        return self._known[key]


def _cells(
    instrument: Instrument, item: str, asked: bool, answers: Mapping[str, Given], empty: str
) -> tuple[int | None, str | None, str, int | None]:
    """Value, text, state and version of one item; an answer off the path is kept in store, not exported."""
    answer = answers.get(item)
    if not asked:
        return None, None, "not_applicable", None
    if answer is None or answer.state == "cleared":
        return None, None, empty, None
    if answer.state == "declined" or (answer.value is None and not answer.text):
        return None, None, "declined", answer.version
    chosen = answer.value in instrument.answers_of(item).not_applicable_codes
    return answer.value, answer.text, "chosen_not_applicable" if chosen else "answered", answer.version
