"""A visit that recurs stands for a row of visits, a cycle apart, checked like any others."""

from datetime import date
from pathlib import Path

import pytest

from qol.course.due import due
from qol.course.events import Event, EventKind, Timeline
from qol.course.protocol import Protocol, canonical, from_canonical, read_protocol
from qol.errors import SourceError
from qol.instruments.library import Library

YEARLY = (
    "  - {id: yearly, label: Yearly, kind: event, clock: decision, start: 11 months, due: 12 months, "
    "overdue: 12.5 months, expired: 13 months, occasion: follow_up, asks: core, recurs: RECURS}\n"
)
SHIPPED = Path(__file__).parents[2] / "instruments" / "protocols" / "stage_1_3.yaml"


def written(tmp_path: Path, recurs: str) -> Path:
    text = SHIPPED.read_text()
    mark = "\n# What a comparison declares"
    assert mark in text
    path = tmp_path / "stage_1_3.yaml"
    path.write_text(text.replace(mark, "\n" + YEARLY.replace("RECURS", recurs) + mark))
    return path


def protocol(tmp_path: Path, library: Library, recurs: str) -> Protocol:
    return read_protocol(written(tmp_path, recurs), library)


def test_it_comes_again_every_cycle_up_to_its_termination(tmp_path: Path, library: Library) -> None:
    made = protocol(tmp_path, library, "{cycle_length: 12 months, termination: 36 months}")
    row = [visit for visit in made.visits if visit.id.startswith("yearly")]
    assert [(visit.id, str(visit.due), str(visit.expired)) for visit in row] == [
        ("yearly", "12 months", "13 months"), ("yearly_2", "24 months", "25 months"),
        ("yearly_3", "36 months", "37 months"),
    ]  # fmt: skip
    assert from_canonical(canonical(made)) == made


def test_each_of_them_is_due_in_its_own_window(tmp_path: Path, library: Library) -> None:
    made = protocol(tmp_path, library, "{cycle_length: 12 months, termination: 36 months}")
    decided = date(2024, 1, 10)
    timeline = Timeline(date(2023, 6, 1), (Event(EventKind.DECISION, decided, "day", {"strategy": "nom"}),))
    states = {item.visit.id: str(item.state) for item in due(made, timeline, {}, date(2026, 1, 12))}
    assert (states["yearly"], states["yearly_2"], states["yearly_3"]) == ("expired", "due", "upcoming")


@pytest.mark.parametrize(
    ("recurs", "said"),
    [
        ("{cycle_length: 0 months, termination: 36 months}", "must be longer than nothing"),
        ("{cycle_length: 12 months, termination: 6 months}", "lies before the first target day"),
        ("{cycle_length: 1 months, termination: 600 months}", "more than 40 times"),
        ("{cycle_length: 365 days, termination: 36 months}", "must be in months, as `due` is"),
        ("{cycle_length: 12 months}", "needs cycle_length and termination"),
        ("{cycle_length: 1 months, termination: 20 months}", "overlap"),
        ("{every: 12 months}", "has no key every"),
    ],
)
def test_what_cannot_recur_is_said_with_its_line(tmp_path: Path, library: Library, recurs: str, said: str) -> None:
    path = written(tmp_path, recurs)
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "id: yearly" in text)
    with pytest.raises(SourceError) as refused:
        read_protocol(path, library)
    assert any(said in str(one) and f":{line}: " in str(one) for one in refused.value.problems), refused.value
