"""The instrument document: the pages of one instrument, for devices that work without a connection."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from qol.instruments.conditions import asked_items
from qol.instruments.library import Library
from qol.web.survey.documents import address_of, data_of
from tests.study.patients_side import CORE, KEPT, Clinic
from tests.web.survey.conftest import Patient

LIBRARY = Library(Path(__file__).parents[3] / "instruments")


@pytest.fixture
def client(app: Flask, clinic: Clinic) -> FlaskClient:
    return app.test_client()


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return address_of(LIBRARY[name])


def data_in(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="instrument">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def templates_in(text: str) -> dict[tuple[str, str], str]:
    found = re.findall(r'<template data-item="(\w+)" data-variant="(\w*)">(.*?)</template>', text, re.DOTALL)
    return {(item, variant): body for item, variant, body in found}


@pytest.mark.parametrize("name", CORE)
def test_every_item_is_there_in_every_wording(app: Flask, client: FlaskClient, name: str) -> None:
    text = client.get(address(app, name)).get_data(as_text=True)
    wanted = [(item.id, variant) for item in LIBRARY[name].items.values() for variant in item.ask]
    assert list(templates_in(text)) == wanted
    assert [item["id"] for item in data_in(text)["items"]] == list(LIBRARY[name].items)


def test_the_questions_are_those_of_the_pages(app: Flask, clinic: Clinic, patient: Patient) -> None:
    clinic.ask("treatment_satisfaction", "qlq_c30")
    patient.open_at_home()
    for part, name, item in (
        (1, "treatment_satisfaction", "q7"),
        (1, "treatment_satisfaction", "o1"),
        (2, "qlq_c30", "q29"),
    ):
        page = re.search(r"<fieldset.*?</fieldset>", patient.go(f"/survey/{part}/{item}").text, re.DOTALL)
        document = patient.client.get(address(app, name)).get_data(as_text=True)
        assert page is not None
        assert "".join(page[0].split()) == "".join(templates_in(document)[item, ""].split())


def test_the_address_is_the_hash_of_the_content_and_keeps_for_ever(app: Flask, client: FlaskClient) -> None:
    answer = client.get(address(app, "lars"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    digest = address(app, "lars").rsplit("/", 1)[1]
    for other in (
        f"/documents/lars/en/{'0' * len(digest)}",
        f"/documents/lars/fa/{digest}",
        f"/documents/qlq_c30/en/{digest}",
        f"/documents/nothing/en/{digest}",
    ):
        assert client.get(other).status_code == 404


def test_the_same_document_whoever_asks(app: Flask, clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    strangers = app.test_client().get(address(app, "lars")).get_data()
    patient.open_at_home().start().answer(3).press(move="display").press(text="large")
    assert patient.client.get(address(app, "lars")).get_data() == strangers
    assert b"csrf" not in strangers
    assert b" checked" not in strangers
    assert b"Northfield" not in strangers


def test_the_wording_that_a_form_was_answered_with_stays_readable(app: Flask, clinic: Clinic) -> None:
    visit = clinic.ask("lars")
    dressed = clinic.opened(visit).sections[0].instrument
    with app.test_request_context():
        where = address_of(dressed)
    assert app.test_client().get(where).status_code == 200


@pytest.mark.parametrize("name", CORE)
def test_its_conditions_give_the_same_path_as_the_pages(name: str) -> None:
    data = data_of(LIBRARY[name])
    facts = [KEPT, {**KEPT, "stoma": "yes", "sex": "male"}, {**KEPT, "strategy": "surgery", "rectum": "removed"}]
    for known in facts:
        asked = [
            item["id"]
            for item in data["items"]
            if all(all(known.get(f) in values for f, values in c.items()) for c in item["conditions"])
        ]
        assert asked == list(asked_items(LIBRARY[name], known))


def test_text_cannot_end_the_data(app: Flask) -> None:
    from qol.web.survey.documents import in_a_page

    assert "</script>" not in in_a_page({"title": "</script><b>&"})
    assert json.loads(str(in_a_page({"title": "</script><b>&"}))) == {"title": "</script><b>&"}


def test_the_documentation_names_every_key_and_kind() -> None:
    text = (Path(__file__).parents[3] / "docs" / "patients.md").read_text(encoding="utf-8")
    data = data_of(LIBRARY["qlq_cr29"])
    for key in (*data, *data["items"][0]):
        assert f"`{key}`" in text, f"docs/patients.md says nothing about {key}"
