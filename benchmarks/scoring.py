"""Scoring 10^6 QLQ-C30 forms against the least that numpy must do for the same scores.

The floor is written for the QLQ-C30 alone, as one would write it by hand: whole columns, NaN for no answer, the half
rule, the summary score. It checks no answer, knows no conditions, and says neither outcome nor reason nor how many
items were answered; the product does all of that.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from benchmarks import Figure, _scoring_files, best_of, seconds
from benchmarks._forms import Columns, forms
from qol.instruments.definition import Instrument
from qol.instruments.library import Library
from qol.scoring import score, score_form
from qol.settings import Settings

NAME = "scoring"
HELP = "10^6 QLQ-C30 forms in memory and from CSV to CSV, each against the least that must be done; one form alone."
FORMS = 1_000_000
AT_MOST_FLOORS = 2.5

SCALES: Mapping[str, tuple[int, ...]] = {
    "QL2": (29, 30), "PF2": (1, 2, 3, 4, 5), "RF2": (6, 7), "EF": (21, 22, 23, 24), "CF": (20, 25), "SF": (26, 27),
    "FA": (10, 12, 18), "NV": (14, 15), "PA": (9, 19), "DY": (8,), "SL": (11,), "AP": (13,), "CO": (16,), "DI": (17,),
    "FI": (28,),
}  # fmt: skip
FUNCTIONAL = ("PF2", "RF2", "EF", "CF", "SF")


def measure() -> Iterator[Figure]:
    """Both ways in turn, five times, the best of each; their scores must agree to 1e-9."""
    instrument = Library(Settings.from_environment().instruments_dir)["qlq_c30"]
    columns = forms(FORMS)
    _check(instrument, columns)
    floor, ours = best_of(5, lambda: _floor(columns), lambda: score(instrument, columns, {}, FORMS))
    yield Figure("10^6 QLQ-C30 forms, plain numpy (the floor)", floor, "s")
    yield Figure("10^6 QLQ-C30 forms, qol.scoring", ours, "s")
    yield Figure("qol.scoring, in floors", ours / floor, "floors", AT_MOST_FLOORS)
    yield Figure("one QLQ-C30 form", _one_form(instrument) * 1000, "ms", 1)
    yield from _scoring_files.measure()


def _floor(columns: Columns) -> Columns:
    scores = {}
    for scale, numbers in SCALES.items():
        total, answered = np.zeros(FORMS), np.zeros(FORMS)
        for number in numbers:
            values = columns[f"q{number}"]
            present = ~np.isnan(values)
            total += np.where(present, values, 0.0)
            answered += present
        with np.errstate(invalid="ignore"):
            mean = total / answered
        mean[2 * answered < len(numbers)] = np.nan
        value = (mean - 1) / (6 if scale == "QL2" else 3) * 100
        scores[scale] = 100 - value if scale in FUNCTIONAL else value
    summed = np.zeros(FORMS)
    for scale, value in scores.items():
        if scale not in ("QL2", "FI"):
            summed += value if scale in FUNCTIONAL else 100 - value
    scores["SUMMARY"] = summed / 13
    return scores


def _check(instrument: Instrument, columns: Columns) -> None:
    values = score(instrument, columns, {}, FORMS).values
    for scale, expected in _floor(columns).items():
        np.testing.assert_allclose(values[scale], expected, rtol=0, atol=1e-9)


def _one_form(instrument: Instrument) -> float:
    """Seconds a form, one at a time: the median of many."""
    answers = {f"q{number}": 2 for number in range(1, 31)}
    return float(np.median([seconds(lambda: score_form(instrument, answers, {})) for _ in range(1000)]))
