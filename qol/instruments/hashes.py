"""Hashes of what touches a score and of what is shown, and the form in which definitions are kept for good."""

import json
from hashlib import sha256
from typing import Any

from qol.instruments.definition import Instrument

SCORING = ("id", "facts", "applies_if", "scales")
LATER = ("factor", "prorated", "clipped", "unanswered", "start", "terms", "table")
"""Keys of a scale that came after the first release: hashed where they are used, so that older hashes stay."""
WORDS = ("label", "meaning", "domain", "source")
WORDING = ("id", "language", "title", "validation", "facts", "variants", "applies_if")


def scoring_hash(instrument: Instrument) -> str:
    """SHA-256 (hex) over everything that touches a score."""
    return _digest(scoring_parts(instrument))


def scoring_parts(instrument: Instrument) -> dict[str, Any]:
    """Everything that touches a score, as plain data: codes, items, conditions, scales, bands; no words."""
    body = _parts(instrument)
    scoring: dict[str, Any] = {key: body[key] for key in SCORING}
    scoring["scales"] = [_scale(scale) for scale in body["scales"]]
    if body["options"]:
        scoring["options"] = [
            {"id": option["id"], "scales": [_scale(scale) for scale in option["scales"]]} for option in body["options"]
        ]
    scoring["answers"] = [
        {
            **_without(answers, "options", "low", "high"),
            "options": [_without(o, "label") for o in answers["options"]],
        }
        for answers in body["answers"]
    ]
    scoring["items"] = [
        {"page": page["ask_if"], **_without(item, "label", "ask", "hint")}
        for page in body["pages"]
        for item in page["items"]
    ]
    return scoring


def wording_hash(instrument: Instrument) -> str:
    """SHA-256 (hex) over every word that a patient is shown, in its order."""
    body = _parts(instrument)
    return _digest({key: body[key] for key in WORDING} | {"pages": body["pages"], "answers": body["answers"]})


def canonical(instrument: Instrument) -> str:
    """The whole definition without its examples as JSON, as the database keeps it.

    Keys keep their order: of several wordings the first one serves where the facts decide none.
    """
    return _json(_parts(instrument), sort=False)


def from_canonical(text: str) -> Instrument:
    """The definition that `canonical` wrote."""
    return Instrument.model_validate_json(text)


def _scale(scale: dict[str, Any]) -> dict[str, Any]:
    """A scale without its words, and without later keys that it does not use."""
    unused = [key for key in LATER if scale[key] in (None, False, [], {})]
    bands = [_without(band, "label") for band in scale["bands"]]
    return _without(scale, *WORDS, *unused) | {"bands": bands}


def _parts(instrument: Instrument) -> dict[str, Any]:
    return instrument.model_dump(mode="json", exclude={"examples"})


def _without(part: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in keys}


def _json(value: object, sort: bool = True) -> str:
    return json.dumps(value, sort_keys=sort, ensure_ascii=False, separators=(",", ":"))


def _digest(value: object) -> str:
    return sha256(_json(value).encode()).hexdigest()
