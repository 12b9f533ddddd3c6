from pathlib import Path

import pandas as pd
import pytest

from qol.analysis.by_visit import by_own_word, scale_by_visit
from qol.analysis.difference import Difference
from qol.instruments.library import Library
from tests.analysis.frames import GROUPS, rows

LIBRARY = Library(Path(__file__).parents[2] / "instruments")
CR29, C30 = LIBRARY["qlq_cr29"], LIBRARY["qlq_c30"]


def scores(values: dict[str, list[float]], scale: str, instrument: str, **common: str) -> pd.DataFrame:
    return rows(
        *(
            {"patient": f"{group}{n}", "group": group, "value": value}
            for group, given in values.items() for n, value in enumerate(given)
        ),
        scale=scale, instrument=instrument, outcome="scored", **common,
    )  # fmt: skip


def test_the_difference_is_nom_minus_surgery() -> None:
    found = scale_by_visit(scores({"nom": [80.0, 90] * 6, "surgery": [50.0, 60] * 6}, "QL2", "qlq_c30"), C30, "QL2",
                           GROUPS, ["month_12"])  # fmt: skip
    compared = found.at("month_12").compared
    assert isinstance(compared, Difference)
    assert compared.estimate == pytest.approx(30)


def test_only_scored_rows_count() -> None:
    given = scores({"nom": [80.0, 0.0]}, "QL2", "qlq_c30")
    given.loc[1, "outcome"] = "missing"
    assert scale_by_visit(given, C30, "QL2", GROUPS, ["month_12"]).at("month_12").first.n == 1


def test_a_scale_that_a_stoma_changes_is_never_pooled() -> None:
    given = scores({"nom": [33.3]}, "SF", "qlq_cr29")
    with pytest.raises(ValueError, match="never pooled"):
        scale_by_visit(given, CR29, "SF", GROUPS, ["month_12"])


def test_with_and_without_a_stoma_are_described_apart() -> None:
    given = scores({"nom": [0.0, 100.0]}, "SF", "qlq_cr29")
    given["stoma"] = ["no", "yes"]
    without, with_stoma = (scale_by_visit(given, CR29, "SF", GROUPS, ["month_12"], s) for s in ("no", "yes"))
    assert (without.at("month_12").first.mean, with_stoma.at("month_12").first.mean) == (0.0, 100.0)


def test_the_patients_own_word_about_the_stoma_goes_before_the_record() -> None:
    given = scores({"nom": [0.0, 100.0]}, "SF", "qlq_cr29")
    said = rows({"patient": "nom1", "value": 2.0}, item="q48", state="answered", instrument="qlq_cr29")
    assert list(by_own_word(given, said, [CR29])["stoma"]) == ["no", "yes"]


def test_a_visit_that_is_not_there_is_a_key_error() -> None:
    found = scale_by_visit(scores({"nom": [50.0]}, "QL2", "qlq_c30"), C30, "QL2", GROUPS, ["month_12"])
    with pytest.raises(KeyError):
        found.at("month_3")
