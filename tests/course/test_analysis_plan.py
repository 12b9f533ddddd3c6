"""What a plan declares is read, checked all at once, and hashed so that older plans keep their hash."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from qol.course.analysis_plan import SINCE_FIRST, AnalysisPlan, body
from qol.course.protocol import Protocol, canonical, from_canonical, read_protocol
from qol.errors import SourceError
from qol.instruments.library import Library

SHIPPED = Path(__file__).parents[2] / "instruments" / "protocols" / "stage_1_3.yaml"


def changed(tmp_path: Path, *edits: tuple[str, str]) -> Path:
    text = SHIPPED.read_text()
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "stage_1_3.yaml"
    path.write_text(text)
    return path


def test_every_fault_of_a_plan_is_said_with_its_line(tmp_path: Path, library: Library) -> None:
    path = changed(
        tmp_path,
        ("covariates: [response,", "covariates: [shoe_size, age, response,"),
        ("offered: both}", "offered: neither, hair: grey}"),
        ("  least_effective_size: 20 ", "  # "),
        ("deltas: [-5, -10]", "deltas: [-5, -5]"),
        ("{qlq_c30.QL2: 10, qlq_c30.PF2: 10}", "{qlq_c30.XX: 10, qlq_c30.QL2: 300}"),
        ("family: [qlq_c30.QL2, ", "family: ["),
    )
    with pytest.raises(SourceError) as refused:
        read_protocol(path, library)
    said = str(refused.value)
    for part in (
        "`shoe_size` is no covariate", "names age twice", "offered cannot be `neither`", "chosen by `hair`",
        "needs `least_effective_size`", "same number twice", "`qlq_c30.XX`: there is no such scale",
        "300 points is not above 0 and at most 100", "must name the primary scale qlq_c30.QL2",
    ):  # fmt: skip
        assert part in said
    lines = path.read_text().splitlines()
    assert f":{next(n for n, line in enumerate(lines, 1) if 'shoe_size' in line)}: " in said


def test_a_plan_without_the_later_keys_has_the_hash_it_always_had(protocols: Mapping[str, Protocol]) -> None:
    first = protocols["qlq_c30_only"]
    assert not set(body(first.plan)) & set(SINCE_FIRST)  # type: ignore[arg-type]
    assert first.plan_hash is not None
    assert first.plan_hash.startswith("4a57c2bec5d1")  # as it was before there were any


def test_every_later_key_changes_the_hash_and_survives_storage(stage_1_3: Protocol) -> None:
    plan = stage_1_3.plan
    assert plan is not None
    others = {
        "restricted_to": {"offered": ("both",)}, "weights": "iptw", "least_effective_size": 30.0, "bootstrap": 500,
        "seed": 7, "categorical_test": "chi_square", "deterioration": {"qlq_c30.QL2": 10.0}, "death_share": 0.2,
        "deltas": (-3.0,), "imputations": 20,
    }  # fmt: skip
    assert set(others) == set(SINCE_FIRST)
    for name, value in others.items():
        other = stage_1_3.model_copy(update={"plan": AnalysisPlan.model_validate(plan.model_dump() | {name: value})})
        assert other.plan_hash != stage_1_3.plan_hash, name
        assert from_canonical(canonical(other)).plan == other.plan
