"""Broken files: each says in its first line which line and message it must cause."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qol.cli import main
from qol.errors import Problem, SourceError
from qol.instruments.build import instrument as build
from qol.instruments.library import Library
from qol.instruments.yaml_source import LARGEST, parse, read

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
EXPECT = re.compile(r"# expect (\d+): (.*)")


def problems_of(text: str, name: str = "file.yaml") -> tuple[Problem, ...]:
    try:
        build(parse(text, name))
    except SourceError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_causes_the_message_that_it_states(path: Path) -> None:
    expected = EXPECT.match(path.read_text())
    assert expected, "the first line must say `# expect LINE: message`"
    started = time.perf_counter()
    found = problems_of(path.read_text(), path.name)
    assert time.perf_counter() - started < 0.2
    assert any(problem.line == int(expected[1]) and problem.message.startswith(expected[2]) for problem in found), [
        str(problem) for problem in found
    ]


def test_every_broken_file_is_wrong_for_a_reason_of_its_own() -> None:
    stated = [path.read_text().splitlines()[0] for path in BROKEN]
    assert len(BROKEN) >= 60
    assert len({message.partition(": ")[2] for message in stated}) >= 55


def test_the_file_that_the_broken_ones_are_made_from_is_sound() -> None:
    assert problems_of((HERE / "tiny.yaml").read_text()) == ()


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


def test_no_and_yes_stay_words_and_odd_numbers_stay_text() -> None:
    values = parse("a: no\nb: yes\nc: 0123\nd: 12:30\ne: 1_000\nf: 0x1F\ng: on\nh: 7\ni: 1.5\n", "f").root.values
    assert [node.value for node in values.values()] == [
        "no", "yes", "0123", "12:30", "1_000", "0x1F", "on", 7, 1.5,
    ]  # fmt: skip


def test_a_file_that_is_too_large_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("a: b\n" * (LARGEST // 4))
    started = time.perf_counter()
    with pytest.raises(SourceError, match="larger than"):
        read(path)
    assert time.perf_counter() - started < 0.2


def test_a_file_that_is_not_utf_8_says_so_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"a: b\nc: caf\xe9\n")
    with pytest.raises(SourceError, match=r"latin\.yaml:2: this is not UTF-8"):
        read(path)


def test_all_files_of_a_folder_are_reported_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(f"id: {name}\n")
    with pytest.raises(SourceError) as caught:
        len(Library(tmp_path))
    assert {Path(problem.file).name for problem in caught.value.problems} == {"one.yaml", "two.yaml"}


TINY = (HERE / "tiny.yaml").read_text()


@settings(max_examples=150, deadline=1000)
@given(
    at=st.integers(0, len(TINY)),
    cut=st.integers(0, 12),
    put=st.text(alphabet=st.sampled_from("{}[]:,&*!|>'\"#-\n\t 0yesno<%@`\x00\ud800é~?"), max_size=6),
)
def test_a_mutated_file_is_refused_with_lines_or_keeps_its_sense(at: int, cut: int, put: str) -> None:
    text = TINY[:at] + put + TINY[at + cut :]
    found = problems_of(text)
    assert all(problem.line >= 1 and problem.message for problem in found)
