"""Requirements are pinned, name no address, and stand beside the folder that imports them."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GROUPS: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
OPTIONAL = {"cluster"}
"""Groups that one command needs and says how to install; requirements.txt leaves them out, the tests have them."""
NEEDED = sorted(GROUPS.keys() - {"dev"} - OPTIONAL)
LOADED_BY_NAME = {"psycopg"}  # SQLAlchemy imports it for an address that begins with postgresql


def distribution(requirement: str) -> str:
    """The package's normal name, without extras and version."""
    name = re.split(r"[\[=<>~]", requirement)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(folder: Path) -> set[str]:
    """Distributions that the Python files of a folder, or one module, import from outside the project."""
    files = folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
    modules = {module for file in files for module in modules_of(ast.parse(file.read_text()))}
    outside = modules - set(sys.stdlib_module_names) - {"qol", "app"}
    return {distribution(name) for module in outside for name in packages_distributions()[module]}


def modules_of(tree: ast.AST) -> set[str]:
    """Top names of everything that a file imports, wherever it does so."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def pins(file: str) -> dict[str, str]:
    """Package and version of every requirement line."""
    lines = (ROOT / file).read_text().splitlines()
    return dict(line.split("==", 1) for line in lines if line and not line.lstrip().startswith("#"))


@pytest.mark.parametrize("group", NEEDED)
def test_a_folder_imports_what_is_required_for_it(group: str) -> None:
    wanted = {distribution(requirement) for requirement in GROUPS[group]} - LOADED_BY_NAME
    assert wanted <= imported(ROOT / "qol" / group)


@pytest.mark.parametrize("group", sorted(OPTIONAL))
def test_what_is_optional_is_imported_and_only_the_tests_install_it(group: str) -> None:
    wanted = {distribution(requirement) for requirement in GROUPS[group]}
    assert wanted <= imported(ROOT / "qol")
    assert wanted <= pins("requirements-dev.txt").keys()
    assert not wanted & pins("requirements.txt").keys()


def test_everything_the_product_imports_is_a_requirement() -> None:
    wanted = {distribution(requirement) for group, listed in GROUPS.items() if group != "dev" for requirement in listed}
    assert imported(ROOT / "qol") <= wanted


@pytest.mark.parametrize("group", NEEDED)
def test_a_direct_requirement_says_in_requirements_txt_which_folder_needs_it(group: str) -> None:
    text = (ROOT / "requirements.txt").read_text()
    for requirement in GROUPS[group]:
        name, _, version = requirement.partition("==")
        pin = f"{re.escape(name.split('[')[0])}=={re.escape(version)}"
        pinned = rf"^{pin}.*\n(    #.*\n)*    # .*pyproject.toml:{group}\)$"
        assert re.search(pinned, text, re.MULTILINE), requirement


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirement_files_pin_exactly_and_name_no_address(file: str) -> None:
    assert all(re.fullmatch(r"[0-9][\w.]*", version) for version in pins(file).values())
    assert not re.search(r"https?:|file:|--(find-links|index-url|extra-index-url)", (ROOT / file).read_text())


def test_both_requirement_files_agree_on_what_they_share() -> None:
    needed, checked = pins("requirements.txt"), pins("requirements-dev.txt")
    shared = needed.keys() & checked.keys()
    assert {name: needed[name] for name in shared} == {name: checked[name] for name in shared}
