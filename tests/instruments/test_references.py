"""Published numbers are read with their source, and only confirmed ones are given out."""

from pathlib import Path

import pytest

from qol.errors import SourceError
from qol.instruments.library import Library
from qol.instruments.references import load_references, read_references

HERE = Path(__file__).parent
INSTRUMENTS = HERE.parent.parent / "instruments"
TEXT = (HERE / "tiny_references.yaml").read_text()


def test_every_reference_of_the_repository_names_a_scale_of_its_instrument() -> None:
    library = Library(INSTRUMENTS)
    for path in sorted((INSTRUMENTS / "references").glob("*.yaml")):
        references, notes = read_references(path, None, library)
        assert references or notes, path


def test_a_threshold_is_found_and_a_norm_is_never_one(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(TEXT)
    references = load_references(tmp_path)
    threshold = references.threshold("tiny", "A")
    assert threshold is not None
    assert (threshold.value, threshold.side, threshold.source) == (50, "above", "Nobody 2020")
    assert references.confirmed("tiny", "A", "norm") == ()
    assert [note.note for note in references.not_found] == ["None found."]


def test_an_unconfirmed_number_reaches_nobody(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(TEXT.replace("confirmed: true", "confirmed: false"))
    references = load_references(tmp_path)
    assert len(references.found) == 1
    assert references.threshold("tiny", "A") is None


def test_the_problems_of_all_files_are_said_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(TEXT.replace("value: 50", "value: fifty"))
    with pytest.raises(SourceError) as caught:
        load_references(tmp_path)
    assert [Path(problem.file).name for problem in caught.value.problems] == ["one.yaml", "two.yaml"]
