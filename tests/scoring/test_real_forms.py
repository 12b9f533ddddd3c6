"""126 real QLQ-C30 forms, scored as R PROscorer scored them. The data are not ours and not part of the project."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qol.cli import main

DATA = Path(os.environ.get("QOL_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
FORMS, SCORES = DATA / "qolr_dataqol_items.csv", DATA / "qolr_dataqol_scores_PROscorer.csv"
MANUAL_NAMES = {"QL": "QL2", "PF": "PF2", "RF": "RF2", "C30SUMMARY": "SUMMARY"}


@pytest.mark.skipif(
    not FORMS.is_file(), reason=f"the data set dataqol is not in {DATA}; QOL_SHARED_DATA may name its folder"
)
def test_every_score_of_126_real_forms_equals_proscorer(tmp_path: Path) -> None:
    assert main(["score", "qlq_c30", str(FORMS), "--out", str(tmp_path / "scores.csv")]) == 0
    ours, theirs = pd.read_csv(tmp_path / "scores.csv"), pd.read_csv(SCORES).rename(columns=MANUAL_NAMES)
    scales = list(theirs.columns.drop(["Id", "Arm", "time", "date"]))
    assert (len(ours), len(scales)) == (126, 16)
    pd.testing.assert_frame_equal(ours[["Id", "Arm", "time", "date"]], theirs[["Id", "Arm", "time", "date"]])
    np.testing.assert_allclose(ours[scales], theirs[scales], rtol=0, atol=1e-9, equal_nan=True)
