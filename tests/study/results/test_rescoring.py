"""What stored scores would become under a changed library, on SQLite and on PostgreSQL; nothing is changed by it."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qol.cli import main
from qol.instruments.hashes import canonical, from_canonical
from qol.instruments.library import Library
from qol.settings import Settings
from qol.study.demonstration.filling import fill
from qol.study.house import House, opened
from qol.study.results.cut import study_data
from qol.study.results.rescoring import rescored
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
INSTRUMENTS = Path(__file__).parents[3] / "instruments"
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demonstration of a few patients."""
    data = tmp_path_factory.mktemp("rescoring") / "var"
    with migrated(data) as house:
        fill(house, 12, 3, NOW.date(), NOW)
    return data


@pytest.fixture(scope="module")
def house(folder: Path) -> Iterator[House]:
    with opened(Settings.from_environment({"QOL_DATA_DIR": str(folder)})) as found:
        yield found


def changed(house: House, folder: Path, *changes: tuple[str, str], instrument: str = "lars") -> House:
    """The house with a library in which one file reads otherwise."""
    library = folder / "instruments"
    shutil.copytree(INSTRUMENTS, library, dirs_exist_ok=True)
    file = library / f"{instrument}.yaml"
    text = file.read_text()
    for before, now in (('version: "1.0"', 'version: "1.1"'), *changes):
        assert before in text
        text = text.replace(before, now)
    file.write_text(text)
    return replace(house, library=Library(library))


def test_an_unchanged_library_changes_nothing(house: House) -> None:
    found = rescored(house, None)
    assert found.redefined == ()
    assert found.forms > 50


def test_every_changed_score_is_counted_and_the_reason_is_said(house: House, tmp_path: Path) -> None:
    found = rescored(changed(house, tmp_path, ("q1: {1: 0, 2: 4, 3: 7}", "q1: {1: 0, 2: 5, 3: 7}")), None)
    data = study_data(house, None, NOW)
    lars = data.forms[data.forms["instrument"] == "lars"]
    q1 = data.items[(data.items["instrument"] == "lars") & (data.items["item"] == "q1") & (data.items["value"] == 2)]
    scored = data.scores[(data.scores["instrument"] == "lars") & data.scores["value"].notna()]
    would = scored[scored["form"].isin(q1["form"])]
    (one,) = found.redefined
    (scale,) = one.scales
    assert (one.instrument, one.version_before, one.version) == ("lars", "1.0", "1.1")
    assert one.why == ("scale total, points, q1, answer 2: 4 before, 5 now",)
    assert (one.forms, one.patients) == (len(lars), lars["patient"].nunique())
    assert len(would) and (scale.differ, scale.appear, scale.vanish) == (len(would), 0, 0)
    assert (scale.least, scale.median, scale.greatest) == (1, 1, 1)
    assert (one.changed_forms, one.changed_patients) == (scale.forms, would["patient"].nunique())
    known = set(would[["patient", "visit", "value"]].fillna("").itertuples(index=False, name=None))
    assert scale.examples
    for example in scale.examples:
        assert (example.patient, example.visit or "", example.before) in known
        assert example.now == example.before + 1


def test_scores_appear_and_vanish_by_the_answers_needed(house: House, tmp_path: Path) -> None:
    fewer = rescored(changed(house, tmp_path / "fewer", ("needs: all", "needs: 1")), None).redefined[0]
    data = study_data(house, None, NOW)
    lars = data.scores[data.scores["instrument"] == "lars"]
    gaps = lars[(lars["reason"] == "too_few_answers") & (lars["answered"] > 0)]
    assert len(gaps)
    assert (fewer.scales[0].appear, fewer.scales[0].differ, fewer.scales[0].vanish) == (len(gaps), 0, 0)
    assert all(example.before is None and example.now is not None for example in fewer.scales[0].examples)


def test_another_band_of_the_same_score_counts_too(house: House, tmp_path: Path) -> None:
    one = rescored(changed(house, tmp_path, ("to: 20}", "to: 28}"), ("from: 21", "from: 29")), None).redefined[0]
    (scale,) = one.scales
    assert scale.otherwise == scale.forms > 0
    assert scale.differ == scale.appear == scale.vanish == 0


def test_answers_that_are_no_longer_offered_are_counted(house: House) -> None:
    lars = house.library["lars"]
    (total,) = lars.scales
    parts = json.loads(canonical(lars))
    next(one for one in parts["answers"] if one["id"] == "how_often")["options"].pop()
    shorter = from_canonical(json.dumps(parts | {"version": "2.0"}))
    data = study_data(house, None, NOW)
    third = data.items[(data.items["instrument"] == "lars") & (data.items["item"] != "q3") & (data.items["value"] == 3)]
    (one,) = rescored(replace(house, library={**house.library, "lars": shorter}), None).redefined
    assert one.not_offered == len(third) > 0
    assert "answers how_often, option 3: is gone" in one.why
    assert one.scales[0].scale == total.id and one.scales[0].vanish > 0


def test_an_instrument_that_is_gone_is_named(house: House, tmp_path: Path) -> None:
    made = changed(house, tmp_path)
    (made.library.folder / "lars.yaml").unlink()
    (one,) = rescored(replace(house, library=Library(made.library.folder)), None).redefined
    assert (one.instrument, one.version, one.why, one.scales) == ("lars", None, (), ())


@pytest.mark.parametrize("kind", BOTH)
def test_it_reads_from_either_database(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    more = {"QOL_DATABASE_URL": request.getfixturevalue("postgresql_url")} if kind == "postgresql" else {}
    with migrated(tmp_path / "var", **more) as there:
        fill(there, 8, 3, NOW.date(), NOW)
        (one,) = rescored(changed(there, tmp_path, ("needs: all", "needs: 1")), None).redefined
        assert one.forms > 0 and one.scales


def test_the_command_says_it_in_sentences_and_as_json(
    house: House, folder: Path, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(folder))
    before = study_data(house, None, NOW).scores
    assert main(["rescore", "--dry-run"]) == 0
    assert "forms of demonstration are scored as the library scores today." in capsys.readouterr().out
    made = changed(house, tmp_path, ("needs: all", "needs: 1"))
    monkeypatch.setenv("QOL_INSTRUMENTS_DIR", str(made.library.folder))
    assert main(["rescore", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "were answered with version 1.0; the library has version 1.1." in said
    assert "scale total, answers needed: 5 before, 1 now" in said
    assert "no score -> " in said
    assert said.endswith("Nothing was changed: every form keeps the definition that it was answered with.\n")
    assert main(["rescore", "--dry-run", "--json", "--study", "demonstration"]) == 0
    assert json.loads(capsys.readouterr().out)["redefined"][0]["instrument"] == "lars"
    assert study_data(house, None, NOW).scores.equals(before)


def test_there_is_no_other_run(capsys) -> None:
    assert main(["rescore"]) == 1
    assert "only `qol rescore --dry-run` exists" in capsys.readouterr().err
