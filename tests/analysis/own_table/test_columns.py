from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from qol.analysis.own_table import Categories, read_own_table
from qol.errors import AnalysisRefused

TABLE = "id,visit,score,sex,age\n1,VIS10,50, f,60\n2,VIS2,,m,\n3,VIS1,x,f,70\n4,,7,,1e400\n"


def written(folder: Path, text: str = TABLE) -> Path:
    (folder / "table.csv").write_text(text)
    return folder / "table.csv"


def test_words_are_sorted_as_people_count(tmp_path: Path) -> None:
    found = read_own_table(written(tmp_path)).categories("visit", "--visit")
    assert found.words == ("VIS1", "VIS2", "VIS10")
    assert found.codes.tolist() == [2, 1, 0, -1]


def test_numbers_as_words_are_sorted_by_their_size(tmp_path: Path) -> None:
    table = read_own_table(written(tmp_path, "visit\n12\n3\n-1\n3\n0.5\n"))
    assert table.categories("visit", "--visit").words == ("-1", "0.5", "3", "12")


def test_a_covariate_of_numbers_is_numbers_and_another_one_is_words(tmp_path: Path) -> None:
    table = read_own_table(written(tmp_path))
    assert isinstance(table.covariate("sex", "--covariates"), Categories)
    assert np.array_equal(table.covariate("id", "--covariates"), [1, 2, 3, 4])


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    table = read_own_table(written(tmp_path))
    table.numbers("score", "--outcome")
    table.numbers("nothing", "--weights")
    table.numbers("age", "--covariates")
    with pytest.raises(AnalysisRefused) as caught:
        table.refuse_faults()
    assert [str(problem).partition("table.csv: ")[2] for problem in caught.value.problems] == [
        "column score (--outcome) needs numbers; row 3: x.",
        "there is no column nothing (--weights). Columns: id, visit, score, sex, age.",
        "column age (--covariates) needs numbers; row 4: 1e400.",
    ]


def test_a_table_without_faults_passes(tmp_path: Path) -> None:
    read_own_table(written(tmp_path)).refuse_faults()


def test_codes_with_words_in_an_spss_file_are_categories(tmp_path: Path) -> None:
    frame = pd.DataFrame({"sex": [1.0, 2.0, 1.0], "age": [60.0, 61.0, 62.0]})
    pyreadstat.write_sav(frame, tmp_path / "t.sav", variable_value_labels={"sex": {1: "female", 2: "male"}})
    table = read_own_table(tmp_path / "t.sav")
    assert table.covariate("sex", "--covariates").words == ("1", "2")
    assert table.covariate("age", "--covariates").tolist() == [60, 61, 62]
