"""`qol score --option` and `--scales`: another way of scoring, and some scales alone."""

from pathlib import Path

import pandas as pd
import pytest

from qol.cli import main

FSFI = {**dict.fromkeys((f"q{n}" for n in range(1, 20)), 3), "q4": None}
PROFILE = {"mo": 1, "sc": 2, "ua": 3, "pd": 4, "ad": 5}


def scored(folder: Path, instrument: str, answers: dict, *options: str) -> pd.DataFrame:
    pd.DataFrame([answers]).astype("Int64").to_csv(folder / "forms.csv", index=False)
    out = folder / "scores.csv"
    assert main(["score", instrument, str(folder / "forms.csv"), "--out", str(out), *options]) == 0
    return pd.read_csv(out)


def test_an_option_scores_what_has_no_score_without_it(tmp_path: Path) -> None:
    strict = scored(tmp_path, "fsfi", FSFI)
    assert strict[["arousal", "total"]].isna().all(axis=None)
    half = scored(tmp_path, "fsfi", FSFI, "--option", "half_rule")
    assert (half["arousal"].item(), half["total"].item()) == (pytest.approx(3.6), pytest.approx(21.6))


def test_scales_that_are_named_stand_alone_and_need_their_own_items_only(tmp_path: Path) -> None:
    index = scored(tmp_path, "eq5d5l", PROFILE, "--scales", "Germany,USA")
    assert list(index.columns) == [*PROFILE, "Germany", "USA"]
    assert index["Germany"].item() == pytest.approx(0.141)
    answers = {"q3": 1, "q6": 1, "q7": 10, "q8": 5}
    looked_up = scored(tmp_path, "promis_global10", answers, "--scales", "GPH_T", "--long")
    assert list(looked_up["scale"]) == ["GPH_T"]
    assert looked_up["value"].item() == 16.2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--option", "strict"), "fsfi has no option strict; its options: half_rule."),
        (("--scales", "total,Total"), "fsfi has no scale Total; its scales: desire, arousal,"),
    ],
)
def test_an_unknown_option_or_scale_is_refused_with_the_known_ones(
    options: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pd.DataFrame([FSFI]).to_csv(tmp_path / "forms.csv", index=False)
    assert main(["score", "fsfi", str(tmp_path / "forms.csv"), *options]) == 1
    assert said in capsys.readouterr().err
