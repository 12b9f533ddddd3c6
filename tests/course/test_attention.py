"""Which answers a protocol marks, and that nothing is marked while nobody looks."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from qol.course.attention import Attention, MarkedAnswer
from qol.course.protocol import Protocol, canonical, from_canonical, read_protocol
from qol.errors import SourceError
from qol.instruments.library import Library

SHIPPED = Path(__file__).parents[2] / "instruments" / "protocols" / "stage_1_3.yaml"
MARKED = """
attention:
  reader: clinician
  who: The nurse specialist on duty
  deadline: 2 days
  answers:
    - {item: qlq_c30.q24, at_least: 3, says: Low spirits}
    - {item: lars.q1, at_most: 1, says: No wind at all}
"""


def read(tmp_path: Path, library: Library, more: str) -> Protocol:
    file = tmp_path / "stage_1_3.yaml"
    file.write_text(SHIPPED.read_text() + more)
    return read_protocol(file, library)


def marks(protocol: Protocol, instrument: str, values: Mapping[str, int], asked: tuple[str, ...]) -> list[str]:
    assert protocol.attention
    return [mark.says for mark, _code in protocol.attention.marked(instrument, values, asked)]


def test_a_protocol_marks_answers_with_a_reader_and_a_day(tmp_path: Path, library: Library) -> None:
    protocol = read(tmp_path, library, MARKED)
    assert protocol.attention
    assert protocol.attention.is_on
    assert (protocol.attention.reader, protocol.attention.deadline) == ("clinician", 2)
    assert from_canonical(canonical(protocol)) == protocol


@pytest.mark.parametrize(("code", "found"), [(1, []), (2, []), (3, ["Low spirits"]), (4, ["Low spirits"])])
def test_an_answer_is_marked_from_the_limit_on(tmp_path: Path, library: Library, code: int, found: list[str]) -> None:
    assert marks(read(tmp_path, library, MARKED), "qlq_c30", {"q24": code}, ("q24",)) == found


def test_at_most_marks_low_answers(tmp_path: Path, library: Library) -> None:
    protocol = read(tmp_path, library, MARKED)
    assert [marks(protocol, "lars", {"q1": code}, ("q1",)) for code in (1, 2)] == [["No wind at all"], []]


def test_a_question_that_was_not_asked_is_not_marked(tmp_path: Path, library: Library) -> None:
    protocol = read(tmp_path, library, MARKED)
    assert marks(protocol, "qlq_c30", {"q24": 4}, ()) == []
    assert marks(protocol, "lars", {"q24": 4}, ("q24",)) == []


@pytest.mark.parametrize("lacking", ["reader", "who", "deadline"])
def test_it_is_off_until_reader_and_deadline_are_named(tmp_path: Path, library: Library, lacking: str) -> None:
    kept = "\n".join(line for line in MARKED.splitlines() if not line.startswith(f"  {lacking}:"))
    with pytest.raises(SourceError, match=f"does not say {lacking}: nobody would look"):
        read(tmp_path, library, kept)
    whole = {"reader": "clinician", "who": "Somebody", "deadline": 1} | {lacking: None}
    mark = MarkedAnswer(instrument="qlq_c30", item="q24", at_least=1, says="Low")
    off = Attention(**whole, answers=(mark,))
    assert not off.is_on
    assert list(off.marked("qlq_c30", {"q24": 4}, ("q24",))) == []


@pytest.mark.parametrize("deadline", ["soon", "2 weeks", "-1 days", "400 days", "2"])
def test_a_deadline_is_a_number_of_days(tmp_path: Path, library: Library, deadline: str) -> None:
    with pytest.raises(SourceError, match="deadline"):
        read(tmp_path, library, MARKED.replace("2 days", deadline))


def test_shipped_protocols_mark_nothing_and_keep_their_hashes(protocols: Mapping[str, Protocol]) -> None:
    for protocol in protocols.values():
        assert protocol.attention is None
        assert "attention" not in canonical(protocol)
