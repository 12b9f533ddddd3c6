"""The demonstration: plausible, documented, marked for good, and never mixed with anything else."""

import argparse
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from qol.analysis.comparing.cohort import cohort
from qol.analysis.comparing.declared import Compared, choice_of
from qol.analysis.groups import pair
from qol.cli import main
from qol.cli.demo import add_arguments
from qol.errors import QolError
from qol.study.demonstration import before
from qol.study.demonstration.before import NOM_GIVEN_RESPONSE, RESPONSE_SHARES
from qol.study.demonstration.filling import ROLES, fill, spoken_password
from qol.study.demonstration.forms import (
    ADDED,
    AFTER_REGROWTH,
    BROKEN_OFF,
    BY_PROXY,
    BY_TELEPHONE,
    LATER,
    NOT_ANSWERED,
)
from qol.study.demonstration.patients import LANGUAGES, invented_patients
from qol.study.results.cut import study_data
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PAGE = (Path(__file__).parents[3] / "docs" / "demonstration.md").read_text()


def test_the_same_seed_and_day_give_the_same_patients() -> None:
    assert invented_patients(12, 5, NOW.date()) == invented_patients(12, 5, NOW.date())
    assert invented_patients(12, 5, NOW.date()) != invented_patients(12, 6, NOW.date())


def test_every_invented_course_is_possible() -> None:
    from qol.course.timeline import check

    refused = [check(person.timeline, NOW.date()).refused for person in invented_patients(400, 2, NOW.date())]
    assert [sentences for sentences in refused if sentences] == []


def test_everything_that_makes_this_field_hard_happens() -> None:
    people = invented_patients(400, 1, NOW.date())
    kinds = [{event.kind for event in person.timeline.events} for person in people]
    for kind in ("regrowth", "resection", "local_excision", "stoma_formed", "stoma_closed", "death", "withdrawal"):
        assert any(kind in found for found in kinds), kind
    assert any("decision" not in found for found in kinds), "somebody is undecided"
    assert any("regrowth" in found and "resection" in found for found in kinds), "salvage surgery"
    months = [event.precision for person in people for event in person.timeline.events]
    assert "month" in months


def test_both_groups_overlap(tmp_path: Path) -> None:
    people = invented_patients(400, 1, NOW.date())
    ages: dict[str, list[int]] = {"nom": [], "surgery": []}
    for person in people:
        decision = next((e for e in person.timeline.events if e.kind == "decision"), None)
        if decision:
            ages[decision.details["strategy"]].append((NOW.date() - person.birth_date).days)
    assert min(len(group) for group in ages.values()) > 100
    assert min(ages["nom"]) < max(ages["surgery"])
    assert min(ages["surgery"]) < max(ages["nom"])


def test_without_asking_for_more_there_are_enough_patients_for_an_adjusted_answer(tmp_path: Path) -> None:
    arguments = argparse.ArgumentParser()
    add_arguments(arguments)
    with migrated(tmp_path / "var") as house:
        fill(house, arguments.parse_args([]).patients, 1, NOW.date(), NOW)
        data = study_data(house, None, NOW)
    plan = data.protocol.plan
    assert plan is not None
    found = cohort(data, pair(data), plan)
    compared = Compared(found)
    assert compared.weighed().refusals == ()
    answered = ~np.isnan(found.at(choice_of(found, plan.primary), plan.primary_visit))
    assert min(compared.weighed().effective(answered.astype(float))) > 25
    assert {"en", "de", "ar"} <= set(data.forms["language"])
    assert {"simulated", "telephone", "proxy"} <= set(data.forms["mode"])


def test_the_decision_leans_on_what_is_known_before_it() -> None:
    people = [p for p in invented_patients(1200, 1, NOW.date()) if any(e.kind == "decision" for e in p.timeline.events)]
    nom = np.array([any(e.details.get("strategy") == "nom" for e in p.timeline.events) for p in people])
    fitness = np.array([p.traits["fitness"] for p in people])
    height = np.array([float(p.characteristics.get("tumour_height", "nan")) for p in people])
    assert fitness[nom].mean() < fitness[~nom].mean()
    assert np.nanmean(height[nom]) < np.nanmean(height[~nom])


def test_it_fills_only_an_empty_database_and_marks_it_for_good(tmp_path: Path) -> None:
    with migrated(tmp_path / "var") as house:
        done = fill(house, 20, 1, NOW.date(), NOW)
        assert {account.role for account in done.accounts} == set(ROLES)
        assert len(done.links) == 3
        assert re.fullmatch(r"\d{6}", done.hand_over_code)
        assert study_data(house, None, NOW).demonstration
        with pytest.raises(QolError, match="The database is not empty"):
            fill(house, 20, 1, NOW.date(), NOW)


def test_the_command_prints_what_a_newcomer_needs(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(tmp_path / "var"))
    assert main(["db", "upgrade"]) == 0
    capsys.readouterr()
    assert main(["demo", "--patients", "15", "--seed", "4", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {account["role"] for account in said["accounts"]} == set(ROLES)
    assert all(link["link"].startswith("http") and link["birth_date"] for link in said["links"])


def test_a_spoken_password_is_long_enough_and_never_the_same() -> None:
    assert len({spoken_password() for _ in range(50)}) == 50
    assert all(len(spoken_password()) >= 15 for _ in range(50))


def test_the_page_about_the_demonstration_prints_the_rates_that_are_used() -> None:
    def per_cent(share: float) -> str:
        return f"{share * 100:g}"

    assert "complete 38 %, near-complete 30 %, incomplete 32 %" in PAGE
    assert tuple(per_cent(share) for share in RESPONSE_SHARES) == ("38", "30", "32")
    for response, words in (
        ("complete", "complete about"),
        ("near_complete", "near-complete"),
        ("incomplete", "incomplete"),
    ):
        assert f"{words} {per_cent(NOM_GIVEN_RESPONSE[response])} %" in PAGE
    rows = {
        "no form before treatment": [NOT_ANSWERED["pre_treatment"]],
        "no form at the decision": [NOT_ANSWERED["decision"]],
        "no form at month 3, 6, 12": [NOT_ANSWERED[f"month_{month}"] for month in (3, 6, 12)],
        "no form at month 18, 24, later": [NOT_ANSWERED["month_18"], NOT_ANSWERED["month_24"], LATER],
        "no form at a visit added by an event": [ADDED],
    }
    for label, rates in rows.items():
        cells = [", ".join(per_cent(rate[group]) for rate in rates) + " %" for group in ("nom", "surgery")]
        assert f"| {label} | {cells[0]} | {cells[1]} |" in PAGE, label
    assert f"| {per_cent(AFTER_REGROWTH)} % | - |" in PAGE
    assert f"| {per_cent(BROKEN_OFF)} % | {per_cent(BROKEN_OFF)} % |" in PAGE
    for lean in (before.LEAN_BY_HEIGHT, before.LEAN_BY_STAGE, before.LEAN_BY_FITNESS, before.LEAN_BY_CONTENT):
        assert f" {lean:g} for " in PAGE, lean
    assert f"| {per_cent(before.UNKNOWN)} % of every characteristic is unknown |" in PAGE
    assert f"by telephone {per_cent(BY_TELEPHONE)} %, by somebody in the patient’s place {per_cent(BY_PROXY)} %" in PAGE
    assert f"English {per_cent(LANGUAGES['en'])} %, German and Spanish {per_cent(LANGUAGES['de'])} %" in PAGE
    assert "`--patients` there are 240" in PAGE
