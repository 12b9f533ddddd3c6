"""Slips in instrument files are noticed; `./run mutants` tries every one, this a part of them."""

from pathlib import Path
from zlib import crc32

import pytest

from qol.instruments.build import instrument as build
from qol.instruments.library import files
from qol.instruments.yaml_source import read
from tests.scoring.mutants import FOLDER, SURVIVED, caught_by, tried
from tests.scoring.mutations import Mutant, mutants

FILES = files(FOLDER)
ABOUT = 24
"""How many mutants of a file are tried here."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_slips_in_an_instrument_file_are_noticed(path: Path) -> None:
    every = max(1, sum(1 for _ in mutants(read(path))) // ABOUT)
    found = list(tried(path, every, crc32(path.stem.encode())))
    assert len(found) >= 12
    assert [f"{one.scale}: {one.slip}" for one, caught in found if caught == SURVIVED] == []


KINDS = (
    "reversed", "range up", "without q1", "without A", "needs 2", "needs 3", "q1: 0 and 1 exchanged", "not prorated",
    "not clipped", "another factor", "another start", "another unanswered", "table: 2 moved", "mo: 3 moved",
    "without term 1", "term 1: another points", "band low ends later", "q2 reversed", "option half: needs 2",
)  # fmt: skip


def test_every_kind_of_slip_is_tried() -> None:
    made = read(Path(__file__).parent / "every_kind.yaml")
    assert build(made)
    slips = {mutant.slip for mutant in mutants(made)}
    assert set(KINDS) - slips == set()


def test_a_slip_that_nothing_tells_from_the_file_survives() -> None:
    """What the check itself would say of a file whose examples show too little."""
    source = read(Path(__file__).parent / "every_kind.yaml")
    survivors = [m for m in mutants(source) if m.scale == "SHOWN_LITTLE" and caught_by(source, m, "") == SURVIVED]
    assert [mutant.slip for mutant in survivors] == ["q1: 1 and 2 exchanged"]
    assert all(isinstance(mutant, Mutant) for mutant in survivors)
