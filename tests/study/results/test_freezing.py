"""A frozen data cut is exactly the dataset of its moment, for good."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from qol.errors import NotFound, QolError
from qol.storage.audit_check import check
from qol.study.demonstration.filling import fill
from qol.study.house import House
from qol.study.new_study import begin_study
from qol.study.results.datasets import content
from qol.study.results.freezing import freeze, freezes, frozen
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=90)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with migrated(tmp_path_factory.mktemp("frozen") / "var") as house:
        fill(house, 4, 2, NOW.date(), NOW)
        freeze(house, "interim", None, NOW)
        yield house


def file_of(house: House, name: str) -> Path:
    (file,) = house.settings.data_dir.glob(f"freezes/*/{name}.zip")
    return file


def test_a_freeze_is_the_dataset_of_its_moment_and_later_data_do_not_reach_it(house: House) -> None:
    today = content(house, "dataset", None, NOW)
    assert frozen(house, "interim", "dataset", None) == today
    assert content(house, "dataset", None, LATER) != today  # the visits have moved on
    assert frozen(house, "interim", "dataset", None) == today
    assert frozen(house, "interim", "scores-long", None) == content(house, "scores-long", None, NOW)


def test_a_freeze_holds_every_table_a_codebook_a_readme_and_checksums(house: House) -> None:
    with ZipFile(BytesIO(frozen(house, "interim", "dataset", None))) as archive:
        names = set(archive.namelist())
    assert names >= {
        "patients.csv", "visits.csv", "events.csv", "items_long.csv", "items_wide.csv", "scores_long.csv",
        "scores_wide.csv", "codebook.csv", "README.txt", "checksums.txt",
    }  # fmt: skip
    with pytest.raises(NotFound, match="may identify people"):
        frozen(house, "interim", "free-text", None)


def test_its_hash_stands_in_the_audit_and_beside_the_file_which_only_its_owner_reads(house: House) -> None:
    one = freezes(house)[0]
    file = file_of(house, "interim")
    assert one.sha256 == sha256(file.read_bytes()).hexdigest()
    assert Path(f"{file}.sha256").read_text() == f"{one.sha256}  interim.zip\n"
    assert (one.name, one.made_at) == ("interim", NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert check(house.database).problems == ()


def test_a_name_is_used_once_and_is_a_name_of_a_file(house: House) -> None:
    before = file_of(house, "interim").read_bytes()
    with pytest.raises(QolError, match=r"2026-11-23 09:00 UTC already"):
        freeze(house, "interim", None, LATER)
    assert file_of(house, "interim").read_bytes() == before
    for name in ("", "../other", "Interim", "a/b", ".hidden", "x" * 65):
        with pytest.raises(QolError, match="cannot be used"):
            freeze(house, name, None, LATER)


def test_what_was_changed_or_removed_afterwards_is_not_given_out(house: House) -> None:
    freeze(house, "primary", None, NOW)
    file = file_of(house, "primary")
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + b"x")
    with pytest.raises(QolError, match="was changed since 2026-11-23"):
        frozen(house, "primary", "dataset", None)
    file.unlink()
    with pytest.raises(QolError, match="is gone"):
        frozen(house, "primary", "dataset", None)
    with pytest.raises(NotFound, match="Freezes: interim, primary"):
        frozen(house, "secondary", "dataset", None)


def test_two_studies_may_use_the_same_name(tmp_path: Path) -> None:
    with migrated(tmp_path / "var") as house:
        for study in ("first", "second"):
            begin_study(house, name=study, title="", protocol_id="stage_1_3", sites={"Alder": "555"}, now=NOW)
            freeze(house, "interim", study, NOW)
        assert [(one.study, one.name) for one in freezes(house)] == [("first", "interim"), ("second", "interim")]
        assert frozen(house, "interim", "dataset", "second") == content(house, "dataset", "second", NOW)
