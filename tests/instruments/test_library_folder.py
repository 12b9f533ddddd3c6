"""The library is its folder: files are read once, read again when they change, and all judged together."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from qol.errors import NotFound, SourceError
from qol.instruments.library import Library, load, sound

HERE = Path(__file__).parent
INSTRUMENTS = HERE.parent.parent / "instruments"
TINY = (HERE / "tiny.yaml").read_text()


def test_instruments_come_sorted_by_id_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    for name in ("zeta", "alpha"):
        (tmp_path / f"{name}.yaml").write_text(TINY.replace("id: tiny", f"id: {name}"))
    library = Library(tmp_path)
    assert list(library) == ["alpha", "zeta"]
    assert "beta" not in library
    with pytest.raises(NotFound, match=r"no instrument 'beta' in .*\. Instruments: alpha, zeta\."):
        library["beta"]


def test_an_unchanged_file_is_read_once_and_a_changed_one_again(tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY)
    first = load(path)
    assert load(path) is first
    path.write_text(TINY.replace("A tiny instrument", "Another title"))
    assert load(path).title == "Another title"


def test_the_problems_of_all_files_are_said_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(f"id: {name}\n")
    with pytest.raises(SourceError) as caught:
        len(Library(tmp_path))
    assert {Path(problem.file).name for problem in caught.value.problems} == {"one.yaml", "two.yaml"}


def test_an_id_that_is_not_the_name_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text("# a comment\n" + TINY)
    with pytest.raises(SourceError, match=r"small\.yaml:2: the id tiny and the name of the file differ"):
        len(Library(tmp_path))


def test_sound_instruments_are_there_beside_a_broken_one(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(TINY)
    (tmp_path / "broken.yaml").write_text("id: broken\n")
    assert list(sound(tmp_path)) == ["tiny"]


def test_the_whole_library_is_read_within_half_a_second_and_then_from_memory() -> None:
    script = (
        "import sys, time; from pathlib import Path; from qol.instruments.library import Library\n"
        "started = time.process_time(); count = len(Library(Path(sys.argv[1])))\n"
        "print(count, time.process_time() - started)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(INSTRUMENTS)], capture_output=True, text=True, check=True)
    count, seconds = done.stdout.split()
    assert int(count) >= 4
    assert float(seconds) < 0.5
    len(Library(INSTRUMENTS))
    started = time.process_time()
    len(Library(INSTRUMENTS))
    assert time.process_time() - started < 0.02
