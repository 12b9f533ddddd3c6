"""Fills in the template of a wording pack as a person would: every text between its quotes."""

import json
import re

from qol.instruments.definition import Instrument
from qol.instruments.wording_template import template

HEAD = {
    "holder": "Nobody's Press", "agreement": "N-12", "study": "Watch", "expires": "2027-12-31",
    "title": "A licensed form",
}  # fmt: skip


def filled(instrument: Instrument, language: str = "da", **head: str) -> str:
    """The template with made-up words, each unlike any other of the form."""
    text = template(instrument, language)
    for key, value in (HEAD | head).items():
        text = re.sub(rf'^{key}: ".*?"', lambda _, v=value, k=key: f"{k}: {json.dumps(v)}", text, flags=re.MULTILINE)
    numbers = iter(range(1, 10_000))
    return "\n".join(
        line if line.lstrip().startswith("#") else re.sub(r'""', lambda _: f'"Licensed words {next(numbers)}"', line)
        for line in text.split("\n")
    )
