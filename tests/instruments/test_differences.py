"""Two definitions of one instrument: everything that touches a score is said, and nothing else."""

from pathlib import Path

import pytest

from qol.instruments.build import instrument
from qol.instruments.definition import Instrument, Part
from qol.instruments.differences import differences
from qol.instruments.hashes import scoring_hash
from qol.instruments.library import Library
from qol.instruments.yaml_source import read

LARS = Path(__file__).parent.parent.parent / "instruments" / "lars.yaml"
LIBRARY = Library(LARS.parent)


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Instrument:
    text = LARS.read_text()
    for before, now in changes:
        assert before in text
        text = text.replace(before, now)
    (tmp_path / "lars.yaml").write_text(text)
    return instrument(read(tmp_path / "lars.yaml"), "lars")


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (
            [("q1: {1: 0, 2: 4, 3: 7}", "q1: {1: 0, 2: 5, 3: 7}")],
            ["scale total, points, q1, answer 2: 4 before, 5 now"],
        ),
        (
            [("needs: all", "needs: 4")],
            ["scale total, answers needed: 5 before, 4 now",
             "scale total, rule of the answers needed: all before, number now"],
        ),
        ([("higher_means: worse", "higher_means: better")], ["scale total, higher means: worse before, better now"]),
        ([("applies_if: {stoma: no}", "applies_if: {stoma: [no, yes]}")], ["applies if, stoma: with yes"]),
        ([("applies_if: {stoma: no} ", "#")], ["applies if, stoma: no before, none now"]),
        (
            [("to: 20}", "to: 22}"), ("from: 21", "from: 23")],
            ["scale total, band none, highest: 20 before, 22 now",
             "scale total, band minor, lowest: 21 before, 23 now"],
        ),
        ([("total", "sum")], ["scale total: is gone", "scale sum: is new"]),
        ([("label: major LARS", "label: heavy LARS")], []),
    ],
)  # fmt: skip
def test_what_differs_is_said_in_words(tmp_path: Path, changes: list[tuple[str, str]], sentences: list[str]) -> None:
    old, new = changed(tmp_path), changed(tmp_path, *changes)
    assert list(differences(old, new)) == sentences


def mutations(part: Part) -> list[Part]:
    """The part with one of its switches, numbers or lists changed, for each of them."""
    found = []
    for name, value in part:
        if isinstance(value, bool):
            found.append(part.model_copy(update={name: not value}))
        elif isinstance(value, int | float):
            found.append(part.model_copy(update={name: value + 1}))
        elif isinstance(value, tuple) and len(value) > 1:
            found += [part.model_copy(update={name: order}) for order in (value[1:], value[::-1])]
    return found


@pytest.mark.parametrize("name", LIBRARY)
def test_definitions_of_different_hashes_differ_in_words_and_others_do_not(name: str) -> None:
    made = LIBRARY[name]
    scales = [
        made.model_copy(update={"scales": (*made.scales[:place], other, *made.scales[place + 1 :])})
        for place, scale in enumerate(made.scales[:6])
        for other in mutations(scale)
    ]
    for other in [made, *scales, *mutations(made)]:
        assert bool(differences(made, other)) == (scoring_hash(made) != scoring_hash(other))
    assert len(scales) > 1
