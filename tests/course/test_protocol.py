"""Protocol files: what is read, what is refused with its line, what is hashed."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from qol.course.protocol import (
    Offset,
    Protocol,
    canonical,
    check_protocol,
    from_canonical,
    load_protocols,
    read_protocol,
)
from qol.errors import SourceError
from qol.instruments.definition import Instrument
from qol.instruments.library import Library
from tests.course.conftest import FOLDER

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
SHIPPED = ("qlq_c30_only", "stage_1_3", "stage_4")


def with_changes(protocol: Protocol, **changes: object) -> Protocol:
    return from_canonical(json.dumps({**protocol.model_dump(mode="json"), **changes}))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_protocol_says_every_fault_with_its_line(path: Path, library: Library) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = {line.removeprefix("# says ").strip() for line in lines if line.startswith("# says ")}
    with pytest.raises(SourceError) as refusal:
        read_protocol(path, library)
    found = {f"{problem.line}: {problem.message}".strip() for problem in refusal.value.problems}
    assert found == expected


def test_a_folder_of_protocols_says_the_faults_of_all_files(library: Library) -> None:
    with pytest.raises(SourceError) as refusal:
        load_protocols(Path(__file__).parent / "broken", library)
    assert {Path(problem.file).name for problem in refusal.value.problems} == {path.name for path in BROKEN}


def test_a_file_is_named_like_its_protocol(tmp_path: Path, library: Library) -> None:
    copy = tmp_path / "another.yaml"
    copy.write_text((FOLDER / "protocols" / "stage_4.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(SourceError, match="the id stage_4 and the name of the file differ"):
        read_protocol(copy, library)


def test_the_shipped_protocols_are_these(protocols: Mapping[str, Protocol]) -> None:
    assert tuple(sorted(protocols)) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_protocol_survives_storage(name: str, protocols: Mapping[str, Protocol]) -> None:
    kept = from_canonical(canonical(protocols[name]))
    assert kept == protocols[name]
    assert kept.hash == protocols[name].hash
    assert kept.plan_hash == protocols[name].plan_hash


def test_a_changed_plan_has_another_hash(stage_1_3: Protocol) -> None:
    assert stage_1_3.plan
    changed = with_changes(stage_1_3, plan={**stage_1_3.plan.model_dump(), "primary_visit": "month_24"})
    assert changed.plan_hash != stage_1_3.plan_hash
    assert changed.hash != stage_1_3.hash


def test_a_copy_with_changes_does_not_keep_the_hash_of_its_model(stage_1_3: Protocol) -> None:
    before = stage_1_3.hash
    assert stage_1_3.model_copy(update={"show_thresholds": "as_illustration"}).hash != before


def test_a_changed_label_leaves_the_plan_as_it_was(stage_1_3: Protocol) -> None:
    changed = with_changes(stage_1_3, title="Another title")
    assert changed.plan_hash == stage_1_3.plan_hash
    assert changed.hash != stage_1_3.hash


def test_an_instrument_without_words_of_ours_cannot_be_shown(stage_1_3: Protocol, library: Library) -> None:
    lars = library["lars"]
    body = lars.model_dump()
    for item in body["pages"][0]["items"]:
        item["ask"] = {}
    silent = {**library, "lars": Instrument.model_validate(body)}
    complaints = [complaint.message for complaint in check_protocol(stage_1_3, silent)]
    assert complaints == ["`lars` has items without words of ours: it can be scored, not shown"]


def test_the_default_protocol_has_the_visits_of_the_clinic(stage_1_3: Protocol) -> None:
    assert [visit.id for visit in stage_1_3.visits if visit.kind == "calendar"] == [
        f"month_{month}" for month in (3, 6, 12, 18, 24, 36, 48, 60)
    ]
    assert [visit.id for visit in stage_1_3.visits if visit.kind == "baseline"] == ["pre_treatment", "decision"]
    assert all(visit.ask_before_results for visit in stage_1_3.visits)


@pytest.mark.parametrize(
    ("amount", "unit", "days", "said"),
    [(3.0, "months", 91, "3 months"), (1.0, "months", 30, "1 month"), (-14.0, "days", -14, "-14 days")],
)
def test_a_month_is_30_4375_days(amount: float, unit: str, days: int, said: str) -> None:
    offset = Offset.model_validate({"amount": amount, "unit": unit})
    assert (offset.days, str(offset)) == (days, said)


@pytest.mark.parametrize(
    ("line", "days"), [("", (7, 14)), ("reminders: [1 week, 10 days, 1 month]", (7, 10, 30)), ("reminders: []", ())]
)
def test_reminders_follow_the_protocol_or_the_default(
    tmp_path: Path, library: Library, line: str, days: tuple[int, ...]
) -> None:
    text = (FOLDER / "protocols" / "stage_1_3.yaml").read_text()
    (tmp_path / "stage_1_3.yaml").write_text(f"{line}\n{text}")
    read = read_protocol(tmp_path / "stage_1_3.yaml", library)
    assert read.reminded_after == days
    assert from_canonical(canonical(read)).reminded_after == days


@pytest.mark.parametrize("line", ["reminders: [14 days, 7 days]", "reminders: [0 days]", "reminders: [7 days, 1 week]"])
def test_reminders_must_rise(tmp_path: Path, library: Library, line: str) -> None:
    text = (FOLDER / "protocols" / "stage_1_3.yaml").read_text()
    (tmp_path / "stage_1_3.yaml").write_text(f"{line}\n{text}")
    with pytest.raises(SourceError, match=r"stage_1_3\.yaml:1: reminders must rise"):
        read_protocol(tmp_path / "stage_1_3.yaml", library)
