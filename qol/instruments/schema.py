"""The JSON Schema of an instrument file as it is written, so that an editor explains, completes and marks its keys."""

from collections.abc import Sequence
from typing import Any

from qol.instruments.build_scales import OF_POINTS, USED_BY
from qol.instruments.definition import METHODS
from qol.instruments.keys import INSTRUMENT
from qol.instruments.shapes import mapping

DRAFT = "https://json-schema.org/draft/2020-12/schema"
LISTED = ("linear_0_100",)
"""Methods whose items are a list."""


def instrument_schema() -> dict[str, Any]:
    """Draft 2020-12. It knows form, not sense: that an item exists and points add up is said by `qol check`."""
    body = mapping(INSTRUMENT)()
    body["properties"]["scales"]["items"]["allOf"] = _methods()
    return {
        "$schema": DRAFT,
        "$id": "urn:qol:instrument",
        "title": "An instrument of the quality-of-life platform",
        "description": "One questionnaire in the order of its paper form: pages, items, answers, scales, examples.",
        **body,
    }


def _methods() -> list[dict[str, Any]]:
    """What the method of a scale decides: which keys mean nothing to it, and how its items are written."""
    rules = [
        _where([method for method in METHODS if method not in methods], key, False) for key, methods in USED_BY.items()
    ]
    return [
        *rules,
        _where(OF_POINTS, "items", {"type": "object"}),
        _where(LISTED, "items", {"not": {"type": "object"}}),
    ]


def _where(methods: Sequence[str], key: str, shape: bool | dict[str, Any]) -> dict[str, Any]:
    of_these = {"properties": {"method": {"enum": list(methods)}}, "required": ["method"]}
    return {"if": of_these, "then": {"properties": {key: shape}}}
