"""The set-up keeps its promises: one command, pinned requirements, fonts of our own, a plain top level."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
FIXED_BY_THE_USER = {"app.py", "qol", "instruments", "templates", "static", "tests", "requirements.txt"}
COMPANIONS = {"run", "README.md", "CHANGELOG.md", "LICENSE", "docs", "benchmarks", ".ci"}
CONFIGURATION = {"pyproject.toml", "requirements-dev.txt", ".gitignore", ".gitattributes"}


def tracked_files() -> list[str]:
    """Every file in git, as a path from the top."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The script `run` with standard input closed, as in continuous integration."""
    command = [str(ROOT / "run"), *arguments]
    return subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def pins(file: str) -> dict[str, str]:
    """Package and version of every requirement line."""
    lines = (ROOT / file).read_text().splitlines()
    return dict(line.split("==", 1) for line in lines if line and not line.lstrip().startswith("#"))


def test_the_top_level_holds_only_what_the_house_allows() -> None:
    assert {path.split("/")[0] for path in tracked_files()} <= FIXED_BY_THE_USER | COMPANIONS | CONFIGURATION


def test_every_direct_requirement_is_pinned_and_says_which_folder_needs_it() -> None:
    text = (ROOT / "requirements.txt").read_text()
    for group, wanted in PROJECT["dependency-groups"].items():
        if group == "dev":
            continue
        assert (ROOT / "qol" / group).is_dir() or (ROOT / f"qol/{group}.py").is_file(), group
        for requirement in wanted:
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


def test_help_names_every_verb() -> None:
    verbs = re.search(r"^case .*?^esac", (ROOT / "run").read_text(), re.MULTILINE | re.DOTALL)
    assert verbs
    named = set(re.findall(r"[a-z]+(?= \||\))", verbs[0])) - {"help"}
    help_text = run("help").stdout
    assert named >= {"setup", "serve", "test", "check", "format", "bench"}
    assert all(f"./run {verb} " in help_text for verb in named)


def test_an_unknown_verb_is_wrong_use_and_shows_the_help() -> None:
    asked = run("fly")
    assert asked.returncode == 2
    assert "./run test" in asked.stderr


def test_setting_up_a_second_time_does_nothing() -> None:
    again = run("setup")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_continuous_integration_runs_what_a_person_runs() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec ./run test"]


def test_paper_uses_the_fonts_of_the_repository_alone(tmp_path: Path) -> None:
    script = (
        "import sys, weasyprint\n"
        "page = '<html lang=en><title>t</title><p style=\"font-family: serif\">plain <b>bold</b> سلام'\n"
        "weasyprint.HTML(string=page).write_pdf(sys.argv[1])\n"
    )
    file = tmp_path / "page.pdf"
    environment = {**os.environ, "FONTCONFIG_FILE": str(ROOT / "qol/reports/fonts.conf")}
    subprocess.run([sys.executable, "-c", script, file], env=environment, check=True)
    from pypdf import PdfReader

    resources = PdfReader(file).pages[0]["/Resources"]
    names = {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in resources["/Font"].values()}
    assert names == {"Vazirmatn", "Vazirmatn-Bold"}


@pytest.mark.postgresql
def test_each_test_gets_an_empty_postgresql_database(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert tables == (0,)
        assert connection.info.server_version // 10_000 == 16
