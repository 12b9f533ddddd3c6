"""Broken files: each says in its first line which line and message it must cause."""

import re
import time
from datetime import date
from pathlib import Path

import pytest

from qol.cli import main
from qol.errors import Problem, SourceError
from qol.instruments.build import instrument as build
from qol.instruments.build_references import read_references
from qol.instruments.wording_check import check_pack
from qol.instruments.yaml_source import parse, read

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
BROKEN_PACKS = sorted((HERE / "broken" / "wording").glob("*.yaml"))
BROKEN_REFERENCES = sorted((HERE / "broken" / "references").glob("*.yaml"))
TINY = {"tiny": build(parse((HERE / "tiny.yaml").read_text(), "tiny.yaml"))}
EXPECT = re.compile(r"# expect (\d+): (.*)")


def problems_of(path: Path) -> tuple[Problem, ...]:
    try:
        build(read(path, path.name))
    except SourceError as error:
        return error.problems
    return ()


def processor_seconds(path: Path, tries: int = 3) -> float:
    """The least time of this process that reading a file takes: a busy machine and a cold start do not count."""
    least = float("inf")
    for _ in range(tries):
        started = time.process_time()
        problems_of(path)
        least = min(least, time.process_time() - started)
    return least


def first_line(path: Path) -> str:
    return path.read_bytes().partition(b"\n")[0].decode()


def assert_said(path: Path, found: tuple[Problem, ...]) -> None:
    """The file's first line states the line and the message that it must cause."""
    expected = EXPECT.match(first_line(path))
    assert expected, "the first line must say `# expect LINE: message`"
    assert any(problem.line == int(expected[1]) and problem.message.startswith(expected[2]) for problem in found), [
        str(problem) for problem in found
    ]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_causes_the_message_that_it_states(path: Path) -> None:
    assert_said(path, problems_of(path))
    assert processor_seconds(path) < 0.2


@pytest.mark.parametrize("path", BROKEN_PACKS, ids=lambda path: path.stem)
def test_a_broken_wording_pack_causes_the_message_that_it_states(path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        check_pack(path, TINY, date(2026, 11, 23))
    assert_said(path, caught.value.problems)


@pytest.mark.parametrize("path", BROKEN_REFERENCES, ids=lambda path: path.stem)
def test_a_broken_file_of_references_causes_the_message_that_it_states(path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_references(path, path.name, TINY)
    assert_said(path, caught.value.problems)


def test_every_broken_file_is_wrong_for_a_reason_of_its_own() -> None:
    stated = [first_line(path) for path in BROKEN]
    assert len(BROKEN) >= 60
    assert len({message.partition(": ")[2] for message in stated}) >= 55


def test_the_file_that_the_broken_ones_are_made_from_is_sound() -> None:
    assert problems_of(HERE / "tiny.yaml") == ()


def test_ten_faults_in_one_file_are_said_at_once_each_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(HERE / "ten_faults.yaml")]) == 1
    said = [line.partition("ten_faults.yaml:")[2] for line in capsys.readouterr().out.splitlines()]
    assert said == [
        "2: the instrument has no key tilte; did you mean title?",
        "5: version of the instrument must be a text in quotes",
        "8: the licence: status must be one of 'free', 'restricted', 'registration', 'unknown'",
        "12: the answers amount: the words of code 2 must be a text in quotes",
        "16: item q1 needs label",
        "17: item q2 takes the answers amounts, which do not exist; there are amount",
        "22: ask_if of item q3: perhaps is no value of stoma (no, yes)",
        "24: scale A needs `needs`, how many answers it takes: half, more_than_half, all or a number from 1 to 2",
        "25: scale B names item q9, which is on no page",
        "31: the example 'The worst': 250 is outside the range of B",
    ]
