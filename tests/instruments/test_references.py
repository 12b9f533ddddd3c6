"""Published numbers are read with their source, and only confirmed ones are given out."""

from pathlib import Path

import pytest

from qol.errors import SourceError
from qol.instruments.build_references import load_references, read_references
from qol.instruments.library import Library

HERE = Path(__file__).parent
INSTRUMENTS = HERE.parent.parent / "instruments"
TEXT = (HERE / "tiny_references.yaml").read_text()


def test_every_reference_of_the_repository_names_a_scale_of_its_instrument() -> None:
    library = Library(INSTRUMENTS)
    for path in sorted((INSTRUMENTS / "references").glob("*.yaml")):
        known = read_references(path, None, library)
        assert known.found or known.not_found, path


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


def test_a_slot_has_no_number_and_gives_none_out(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(TEXT.replace("value: 50, ", "").replace("confirmed: true", "confirmed: false"))
    known = load_references(tmp_path)
    assert [(one.scale, one.side) for one in known.slots] == [("A", "above")]
    assert known.found == ()
    assert known.threshold("tiny", "A") is None


def test_a_range_over_scales_is_no_scales_number(tmp_path: Path) -> None:
    text = TEXT.replace("scale: A, kind: threshold", "kind: difference").replace(
        "value: 50, side: above", "range: [5, 15]"
    )
    (tmp_path / "tiny.yaml").write_text(text)
    known = load_references(tmp_path)
    assert [(one.kind, one.lowest, one.highest) for one in known.ranges] == [("difference", 5, 15)]
    assert known.confirmed("tiny", "A", "difference") == ()


def test_of_two_candidates_for_one_threshold_one_at_most_is_confirmed(tmp_path: Path) -> None:
    line = next(line for line in TEXT.splitlines() if "threshold" in line)
    other = line.replace("value: 50", "value: 60")
    candidate = other.replace("confirmed: true", "confirmed: false")
    (tmp_path / "tiny.yaml").write_text(TEXT.replace(line, f"{line}\n{candidate}"))
    assert len(load_references(tmp_path).found) == 2
    (tmp_path / "tiny.yaml").write_text(TEXT.replace(line, f"{line}\n{other}"))
    with pytest.raises(SourceError, match="two confirmed thresholds"):
        load_references(tmp_path)
