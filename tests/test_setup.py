"""The set-up keeps its promises: one command, fonts of our own, a plain top level."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parent.parent
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
    return subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def test_the_top_level_holds_only_what_the_house_allows() -> None:
    assert {path.split("/")[0] for path in tracked_files()} <= FIXED_BY_THE_USER | COMPANIONS | CONFIGURATION


def test_help_names_every_verb() -> None:
    verbs = re.search(r"^case .*?^esac", (ROOT / "run").read_text(), re.MULTILINE | re.DOTALL)
    assert verbs
    named = set(re.findall(r"(?<![-\w])[a-z]+(?= \||\))", verbs[0])) - {"help"}
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
