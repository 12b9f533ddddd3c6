"""The guide to writing an instrument, followed literally: its blocks make the file, its commands run as it says."""

import re
import shlex
from pathlib import Path

import pytest

from qol.cli import main

GUIDE = (Path(__file__).parent.parent / "docs" / "writing-an-instrument.md").read_text()
BLOCKS = re.findall(r"^```([a-z]*)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
TEXT = "".join(body for kind, body in BLOCKS if kind == "yaml")
FILE = Path("my_instruments") / "night_bowel.yaml"
CELL = r"`([^`]+)`"
MISTAKES = re.findall(rf"^\| {CELL} \| {CELL} \| {CELL} \|$", GUIDE, re.MULTILINE)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a newcomer has done what the guide says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QOL_INSTRUMENTS_DIR", "my_instruments")
    monkeypatch.setenv("QOL_DATA_DIR", str(tmp_path / "var"))
    FILE.parent.mkdir()
    FILE.write_text(TEXT)
    Path("forms.csv").write_text(next(body for kind, body in BLOCKS if kind == "csv"))
    return tmp_path


def typed(body: str) -> list[list[str]]:
    """The commands of a block, without the program's name."""
    lines = [line for line in body.splitlines() if "-m qol " in line]
    return [shlex.split(line.split("-m qol ", 1)[1]) for line in lines]


def test_every_command_of_the_guide_says_what_the_guide_says(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = 0
    for (kind, body), (after, output) in zip(BLOCKS, [*BLOCKS[1:], ("", "")], strict=True):
        for words in typed(body) if kind == "console" else ():
            assert main(words) == 0, words
            ran += 1
            said = capsys.readouterr().out
            if after == "text":
                assert said == output
    assert ran == 4
    assert (desk / "night_bowel.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES, ids=[wrong for _, wrong, _ in MISTAKES])
def test_a_mistake_of_the_guide_is_told_as_the_guide_tells_it(
    desk: Path, right: str, wrong: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert right in TEXT
    FILE.write_text(TEXT.replace(right, wrong, 1))
    assert main(["check", str(FILE)]) == 1
    line = TEXT[: TEXT.index(right)].count("\n") + 1
    told = capsys.readouterr().out
    assert said in told
    assert any(abs(int(found) - line) <= 5 for found in re.findall(rf"{FILE}:(\d+):", told))


def test_the_guide_shows_mistakes_and_uses_every_part_of_a_file() -> None:
    assert len(MISTAKES) == 7
    for key in ("facts:", "answers:", "pages:", "scales:", "bands:", "examples:", "ask_if:", "not_applicable:"):
        assert key in TEXT
