"""The JSON Schema of an instrument file: it takes what the reader takes, and refuses what is wrong in form."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qol.cli import main
from qol.errors import SourceError
from qol.instruments import keys, scale_keys
from qol.instruments.build import instrument as build
from qol.instruments.definition import METHODS, Part
from qol.instruments.library import files
from qol.instruments.schema import instrument_schema
from qol.instruments.yaml_source import parse
from tests.instruments.plain import plain

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BROKEN = HERE / "broken"
SCHEMA = instrument_schema()
CHECKER = jsonschema.Draft202012Validator(SCHEMA)

OF_FORM = (
    "code_is_no_number", "code_of_another_script", "direction", "empty_choice", "empty_question",
    "example_needs_a_name", "item_id_with_a_space", "licence_absent", "licence_status", "missing_id", "misspelt_key",
    "needs_absent", "number_for_a_word", "option_with_other_parts", "option_without_scales",
    "page_without_section", "points_upside_down_reversed",
    "reversed_is_no_truth", "scale_without_words", "term_of_two_kinds", "text_for_a_code", "unknown_method", "version",
    "version_is_a_number",
)  # fmt: skip
"""Broken files whose fault can be seen without knowing what a name means: a key, a type, a word of a list."""


def faults(text: str) -> list[str]:
    return [error.message for error in CHECKER.iter_errors(plain(parse(text, "file.yaml").root))]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", [*files(ROOT / "instruments"), HERE / "tiny.yaml"], ids=lambda path: path.stem)
def test_every_instrument_follows_the_schema(path: Path) -> None:
    assert faults(path.read_text()) == []


@pytest.mark.parametrize("name", OF_FORM)
def test_a_file_that_is_wrong_in_form_does_not(name: str) -> None:
    assert faults((BROKEN / f"{name}.yaml").read_text()) != []


def mappings(schema: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of known keys in the schema with the way to it; the answers' long form is one too."""
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("additionalProperties") is False:
            yield where, schema
        for key, below in schema.items():
            yield from mappings(below, f"{where}/{key}")
    elif isinstance(schema, list):
        for place, below in enumerate(schema):
            yield from mappings(below, f"{where}/{place}")


def test_every_key_has_a_sentence_that_an_editor_shows() -> None:
    found = dict(mappings(SCHEMA))
    assert {frozenset(table) for table in TABLES.values()} <= {frozenset(one["properties"]) for one in found.values()}
    for where, schema in found.items():
        for key, value in schema["properties"].items():
            assert str(value.get("description", "")).endswith("."), f"{where}/{key}"


TABLES = {
    "the instrument": keys.INSTRUMENT, "the licence": keys.LICENCE, "the page": keys.PAGE, "item q1": keys.ITEM,
    "scale A": scale_keys.SCALE, "the band": scale_keys.BAND, "the term": scale_keys.TERM,
    "the option": scale_keys.OPTION, "the example": keys.EXAMPLE, "the answers amount": keys.ANSWERS,
}  # fmt: skip
WITH_UNKNOWN = {
    "the instrument": ("id: tiny", "id: tiny\nunknown: 1"),
    "the licence": ("{status: free}", "{status: free, unknown: 1}"),
    "the page": ("- section: One", "- section: One\n    unknown: 1"),
    "item q1": ("{id: q1,", "{id: q1, unknown: 1,"),
    "scale A": ("{id: A,", "{id: A, unknown: 1,"),
    "the band": ("higher_means: worse}", "higher_means: worse, bands: [{id: a, from: 0, to: 100, unknown: 1}]}"),
    "the term": ("method: linear_0_100,", "method: value_set, terms: [{any: 1, points: 1, unknown: 1}],"),
    "the option": ("examples:", "options: [{id: o, label: O, source: S, scales: {A: {}}, unknown: 1}]\nexamples:"),
    "the example": ("{name: The worst,", "{name: The worst, unknown: 1,"),
    "the answers amount": ('{1: "Not', '{unknown: 1, options: {}, 1: "Not'),
}


@pytest.mark.parametrize("part", TABLES)
def test_the_reader_knows_the_keys_of_the_schema_and_no_others(part: str) -> None:
    """What the reader says it knows is what the schema lists: a new key has a shape and a sentence from the start."""
    text = (HERE / "tiny.yaml").read_text().replace(*WITH_UNKNOWN[part], 1)
    with pytest.raises(SourceError) as caught:
        build(parse(text, "file.yaml"))
    known = [p.message for p in caught.value.problems if f"{part} has no key unknown" in p.message]
    assert known and known[0].endswith(f"known keys: {', '.join(sorted(TABLES[part]))}")
    assert faults(text) != []


NEEDED = [(part, key) for part, table in TABLES.items() for key, found in table.items() if found.needed]
WHOLE = """\
id: tiny
title: A tiny instrument
short_title: Tiny
version: "1.0"
reference: Nobody, nowhere
missing_rule: Complete cases
licence:
  status: free
language: en
answers:
  amount: {1: "Not at all", 2: "A little"}
pages:
  - section: One
    items:
      - id: q1
        label: First
        answers: amount
scales:
  - id: A
    label: All
    method: value_set
    items: {q1: {1: 0, 2: 50}}
    terms:
      - any: 2
        points: 50
    needs: all
    range: [0, 100]
    higher_means: worse
    bands:
      - id: every
        from: 0
        to: 100
options:
  - id: other
    label: Another way
    source: Nobody
    scales:
      A: {meaning: more}
examples:
  - name: The worst
    answers: {q1: 2}
    scores: {A: 100}
"""


def without(part: str, key: str) -> str:
    """The file without one needed key: a line renamed, or for a key that holds more its name."""
    if part == "the instrument":
        return WHOLE.replace(f"\n{key}:", f"\nx_{key}:") if key != "id" else WHOLE.replace("id: tiny", "x_id: tiny")
    begins = {
        "the licence": "licence:", "the page": "pages:", "item q1": "items:", "scale A": "scales:",
        "the band": "bands:", "the term": "terms:", "the option": "options:", "the example": "examples:",
    }[part]  # fmt: skip
    at = WHOLE.index(begins)
    return WHOLE[:at] + WHOLE[at:].replace(f" {key}:", f" x_{key}:", 1)


@pytest.mark.parametrize(("part", "key"), NEEDED, ids=[f"{part}: {key}" for part, key in NEEDED])
def test_a_key_that_the_schema_needs_is_needed_by_the_reader(part: str, key: str) -> None:
    text = without(part, key)
    assert any("is a required property" in fault for fault in faults(text))
    with pytest.raises(SourceError) as caught:
        build(parse(text, "file.yaml"))
    messages = [problem.message for problem in caught.value.problems if "has no key" not in problem.message]
    assert any(f"needs {key}" in said or f"needs `{key}`" in said for said in messages), messages


def test_a_file_of_needed_keys_alone_is_read() -> None:
    """So nothing else is needed that the schema does not ask for."""
    assert build(parse(WHOLE, "file.yaml")).id == "tiny"
    assert faults(WHOLE) == []


def test_lists_of_words_come_from_the_definition() -> None:
    properties = SCHEMA["properties"]
    assert properties["scales"]["items"]["properties"]["method"]["enum"] == list(METHODS)
    assert properties["licence"]["properties"]["status"]["enum"] == ["free", "restricted", "registration", "unknown"]
    assert properties["status"]["enum"] == ["released", "provisional", "draft"]


def test_every_field_of_the_definition_can_be_written() -> None:
    """Fields that no key carries are made by the reader; whoever adds one says so here."""
    made = {"needs_rule", "points", "lowest", "highest", "code", "licence", "scored_codes"}
    written = {key for table in TABLES.values() for key in table}
    for part in Part.__subclasses__():
        if part.__module__ == "qol.instruments.definition":
            assert set(part.model_fields) - written <= made, part.__name__


def test_the_command_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA
