"""Damaged files are refused with their line, mean the same, or are another definition that says so; in little time."""

from pathlib import Path
from random import Random

import pytest

from qol.errors import Problem, SourceError
from qol.instruments.build import instrument as build
from qol.instruments.yaml_source import parse
from tests.instruments.meanings import other_kind
from tests.instruments.mutated_files import INSTRUMENTS, badly_said, judged, originals
from tests.instruments.mutations import DAMAGES, mutant

FILES = 150


def test_damaged_files_are_refused_or_mean_the_same_or_say_that_they_do_not(tmp_path: Path) -> None:
    found = list(judged(FILES, 2026, tmp_path))
    assert [one for one in found if one.fault] == []
    assert {one.source for one in found} == {name for name, _ in originals()}
    verdicts = [one.verdict for one in found]
    assert verdicts.count("refused") > FILES / 3
    assert verdicts.count("same") > 0


def test_every_kind_of_file_is_among_the_damaged() -> None:
    folders = {Path(name).parent.name for name, _ in originals()}
    assert folders == {"", "protocols", "references", "translations", "wording"}


def test_the_same_seed_does_the_same_damage_and_another_another() -> None:
    body = (INSTRUMENTS / "lars.yaml").read_bytes()
    made = [[mutant(body, Random(f"{seed}-{number}")) for number in range(20)] for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_every_damage_damages(damage) -> None:
    body = (INSTRUMENTS / "lars.yaml").read_bytes()
    assert any(damage(body, Random(number)) != body for number in range(5))


def test_a_refusal_without_a_line_of_the_file_is_a_fault() -> None:
    body = b"a: 1\nb: 2\n"
    path = Path("x/lars.yaml")
    for problem, fault in (
        (Problem("x/lars.yaml", 2, "wrong"), False),
        (Problem("x/lars.yaml", 99, "wrong"), True),
        (Problem("x/lars.yaml", 0, "wrong"), True),
        (Problem("x/other.yaml", 2, "wrong"), True),
        (Problem("x/lars.yaml", 2, " "), True),
    ):
        assert bool(badly_said(SourceError([problem]), path, body)) is fault, problem


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("needs: all", "needs: 5", "other scores"),
        ("to: 20}", "to: 20.5}", "other scores"),
        ('label: Wind, ask: "Does wind', 'label: Wind, ask: "Does air', "other words"),
        ("domain: bowel", "domain: belly", "other remarks"),
    ],
)
def test_another_definition_says_what_is_other(old: str, new: str, kind: str) -> None:
    text = (INSTRUMENTS / "lars.yaml").read_text()
    assert old in text
    whole, now = build(parse(text, "f")), build(parse(text.replace(old, new, 1), "f"))
    assert other_kind(now, whole)[0] == kind
