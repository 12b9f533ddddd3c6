"""The documents name what the product has, and what they point at exists."""

import re
import shlex
from pathlib import Path

import pytest

from qol.cli import commands, parser
from qol.exports import exports
from qol.instruments import build, build_answers, build_options, build_references, build_scales, wording_packs
from qol.instruments.definition import METHODS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = (ROOT / "docs" / "commands.md").read_text()
INSTRUMENTS = (ROOT / "docs" / "instruments.md").read_text()


@pytest.mark.parametrize("document", PAGES, ids=lambda found: found.name)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text())
    absent = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert absent == []


@pytest.mark.parametrize("name", commands())
def test_every_command_is_documented(name: str) -> None:
    assert f"`qol {name}" in COMMANDS


@pytest.mark.parametrize("name", commands())
def test_the_example_of_a_command_is_a_command_that_can_be_given(name: str) -> None:
    words = shlex.split(commands()[name].EXAMPLE)
    assert words[:3] == ["python", "-m", "qol"]
    assert parser().parse_args(words[3:]).command == name


def examples_in(page: Path) -> list[str]:
    blocks = re.findall(r"```\n(.*?)```", page.read_text(), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.split("-m qol ", 1)[1].split("  #")[0].split(" > ")[0] for line in lines if "-m qol " in line]


EXAMPLES = [(page.name, line) for page in PAGES for line in examples_in(page) if "COMMAND" not in line]


@pytest.mark.parametrize(("document", "line"), EXAMPLES, ids=[f"{page}: {line[:40]}" for page, line in EXAMPLES])
def test_a_command_in_a_document_is_a_command_that_can_be_given(document: str, line: str) -> None:
    assert parser().parse_args(shlex.split(line)).command


@pytest.mark.parametrize(
    "key",
    sorted(
        {
            *build.KEYS,
            *build_answers.LONG,
            *build_scales.KEYS,
            *build_scales.TERMS,
            *build_options.KEYS,
            *build_references.KEYS,
            *wording_packs.KEYS,
            "section", "recall", "recall_days", "intro", "note", "ask_if", "ask", "hint", "sets", "sets_by",
        }
    ),
)  # fmt: skip
def test_every_key_of_the_yaml_files_is_documented(key: str) -> None:
    assert f"`{key}`" in INSTRUMENTS


@pytest.mark.parametrize("method", METHODS)
def test_every_scoring_method_is_documented(method: str) -> None:
    assert f"| `{method}` |" in (ROOT / "docs" / "scoring.md").read_text()
    assert f"`{method}`" in INSTRUMENTS


@pytest.mark.parametrize("name", exports())
def test_every_export_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "datasets.md").read_text()


def test_the_readme_names_every_verb_of_run_that_a_user_meets_first() -> None:
    readme = (ROOT / "README.md").read_text()
    for verb in ("./run ", "./run test", "./run help"):
        assert verb in readme


def test_every_instrument_is_documented() -> None:
    for path in (ROOT / "instruments").glob("*.yaml"):
        assert f"`{path.stem}`" in INSTRUMENTS
