"""Conditions decide the same in Python and in the browser: one table of cases for both."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from qol.instruments.conditions import asked_items, facts_with_answers, holds, in_words, wording_of
from qol.instruments.definition import Instrument
from qol.instruments.library import Library

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
CASES = json.loads((HERE / "conditions.json").read_text())


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(REPOSITORY / "instruments")


@pytest.mark.parametrize("case", CASES["holds"], ids=lambda case: case["name"])
def test_python_decides_a_condition(case: dict) -> None:
    condition = {fact: tuple(values) for fact, values in case["condition"].items()}
    assert holds(condition, case["facts"]) is case["holds"]


@pytest.mark.parametrize("case", CASES["asked"], ids=lambda case: case["name"])
def test_python_asks_the_same_items(case: dict) -> None:
    asked = [
        item["id"]
        for item in case["items"]
        if all(holds({f: tuple(v) for f, v in c.items()}, case["facts"]) is True for c in item["conditions"])
    ]
    assert asked == case["asked"]


SCRIPT = """
const { holds, asked } = await import(MODULE);
const cases = TABLE;
const wrong = [];
for (const c of cases.holds) if (holds(c.condition, c.facts) !== c.holds) wrong.push(c.name);
for (const c of cases.asked)
  if (JSON.stringify(asked(c.items, c.facts)) !== JSON.stringify(c.asked)) wrong.push(c.name);
"""


@pytest.mark.browser
def test_the_browser_decides_every_case_as_python_does(page) -> None:
    source = (REPOSITORY / "static" / "conditions.js").read_text()
    script = SCRIPT.replace("MODULE", "url").replace("TABLE", json.dumps(CASES))
    wrong = page.evaluate(
        "async (source) => { const url = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));"
        + script
        + "return wrong; }",
        source,
    )
    assert wrong == []


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed; the browser test runs the same table")
def test_node_decides_every_case_as_python_does(tmp_path: Path) -> None:
    (tmp_path / "conditions.mjs").write_text((REPOSITORY / "static" / "conditions.js").read_text())
    script = SCRIPT.replace("MODULE", "'./conditions.mjs'").replace("TABLE", json.dumps(CASES))
    (tmp_path / "run.mjs").write_text(script + "console.log(JSON.stringify(wrong));")
    done = subprocess.run(["node", "run.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_a_stoma_chooses_the_wording_and_adds_the_question_about_its_care(library: Library) -> None:
    cr29: Instrument = library["qlq_cr29"]
    with_stoma = {"sex": "female", "stoma": "yes"}
    without = {"sex": "female", "stoma": "no"}
    assert "bag" in wording_of(cr29.items["q52"], cr29, with_stoma)
    assert "bag" not in wording_of(cr29.items["q52"], cr29, without)
    assert "q55" in asked_items(cr29, with_stoma)
    assert "q55" not in asked_items(cr29, without)


def test_the_patients_own_answer_overrules_the_record(library: Library) -> None:
    known = facts_with_answers(library["qlq_cr29"], {"stoma": "no", "sex": "male"}, {"q48": 2})
    assert known == {"stoma": "yes", "sex": "male"}


def test_an_undecided_patient_is_not_asked_about_satisfaction(library: Library) -> None:
    facts = {"strategy": "undecided", "occasion": "decision", "rectum": "kept", "stoma": "no"}
    assert asked_items(library["treatment_satisfaction"], facts) == ()


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ({"occasion": "follow_up", "strategy": "nom", "rectum": "kept", "stoma": "no"}, 21),
        ({"occasion": "follow_up", "strategy": "surgery", "rectum": "removed", "stoma": "no"}, 20),
        ({"occasion": "follow_up", "strategy": "nom", "rectum": "removed", "stoma": "yes"}, 21),
        ({"occasion": "follow_up", "strategy": "nom", "rectum": "regrowth", "stoma": "no"}, 15),
        ({"occasion": "short", "strategy": "nom", "rectum": "kept", "stoma": "no"}, 7),
        ({"occasion": "decision", "strategy": "nom", "rectum": "kept", "stoma": "no"}, 8),
    ],
)
def test_treatment_satisfaction_has_the_specified_length(library: Library, facts: dict, count: int) -> None:
    assert len(asked_items(library["treatment_satisfaction"], facts)) == count


def test_the_decision_module_ends_with_the_two_items_on_worry(library: Library) -> None:
    facts = {"occasion": "decision", "strategy": "surgery", "rectum": "kept", "stoma": "no"}
    asked = asked_items(library["treatment_satisfaction"], facts)
    assert asked == ("d1", "d2", "d3", "d4", "d5", "d6", "q11", "q12")


def test_a_condition_can_be_said_aloud(library: Library) -> None:
    condition = {"sex": ("male",), "stoma": ("no", "yes")}
    assert in_words(condition, library["qlq_cr29"]) == "sex male and stoma no or yes"
