"""A short fuzz: random requests over every address and role; none ends in a fault of the server."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.journeys.intruder import Demo, Intruder

REQUESTS = 600
LONGEST = 30.0
"""Seconds; a slow machine sends fewer."""
ODD = (
    "", "0", "-1", str(2**70), "9" * 5000, "\u00e9", "\u202e", "<script>", "{{7*7}}", "%00", "%ED%A0%80", "%FF", "%",
    "a" * 3000, "../../x", "%0d%0aX-A:b", "\u0661", "null", "[]", "' OR 1=1;--", "1e309", "NaN", "//x.example", "%5c",
    "#", "?", "\U0001d54f", "yes", "3", "31", "1950", "en", "q1", "o1", "qlq_c30", "treatment_satisfaction", "decision",
    "resection", "stoma_formed", "death", "month_12", "month_24", "nom", "female", "handover", "slip", "large",
)  # fmt: skip
FIELDS = (
    "answer", "move", "revision", "back", "submission", "code", "secret", "day", "month", "year", "login", "next",
    "name", "birth_date-day", "birth_date-month", "birth_date-year", "sex", "hospital_number", "language", "site",
    "way", "another_person", "text", "contrast", "reason", "checked", "study", "new0-on-day", "new0-on-month",
    "new0-on-year", "new0-strategy", "new0-operation", "old0-removed", "old0-on-year",
)  # fmt: skip
QUERY = ("at", "back", "missing", "closed", "find", "page", "state", "visit", "add", "correct", "next", "v")
MOVES = ("next", "save", "skip", "back", "clear", "language", "display")
HEADERS = (
    ("Accept", "application/json"), ("Accept", "/,;;=x"), ("Accept", "a" * 500), ("Accept-Language", "xx;q=zz,*"),
    ("Range", "bytes=-"), ("Range", "bytes=9-1"), ("If-None-Match", 'W/"'), ("If-Modified-Since", "Thu, 99 Jan"),
    ("Content-Length", "-1"), ("Content-Length", "x"), ("Host", "x" * 300),
    ("Cookie", "qol_survey=\u00ff; qol_form=e.y.x"),
    ("X-Forwarded-For", "x, y"), ("Accept-Encoding", "gzip;q=x"), ("Content-Type", "multipart/form-data"),
)  # fmt: skip
BODIES = (
    b"[" * 50_000,
    b'{"a":' * 900,
    b"null",
    b"a=\xed\xa0\x80&\xff=\x00",
    b"&=&=&&=%",
    b"--x\r\n" * 50,
    b"x" * 300_000,
)
SELDOM = (".pdf", ".zip", "sign-out", "/survey/home", "/survey/submit", "/survey/break", "/sign-in")
"""Slow, or the end of the session that the others need."""


class Fuzzer:
    """Random requests that can be had again by their seed."""

    def __init__(self, demo: Demo, seed: int) -> None:
        self.chance = random.Random(seed)
        self.demo = demo
        steps = demo.questions().path.steps
        self.good = {
            "code": [link.code for link in demo.made.links],
            "visit": [link.visit for link in demo.made.links],
            "item": sorted({step.item.id for step in steps if step.position == 1}),
            "int:part": ["1"],
        }
        self.people: dict[str, Intruder] = {"nobody": demo.nobody(), "patient": demo.patient()}
        for role in ("coordinator", "clinician", "researcher", "administrator"):
            self.people[role] = demo.staff(role)
        self.tokens = {role: person.token("/survey/settings") for role, person in self.people.items()}

    def request(self, rules: list[Rule]) -> tuple[str, str, str, dict[str, Any]]:
        """Role, method, address and the rest of one request."""
        rule, role = self.chance.choice(rules), self.chance.choice(list(self.people))
        methods = sorted((rule.methods or {"GET"}) - {"HEAD"})
        method = (
            self.chance.choice(methods) if self.chance.random() < 0.9 else self.chance.choice(["PUT", "HEAD", "BREW"])
        )
        place = self._address(rule)
        queried = "?" not in place and self.chance.random() < 0.5
        options: dict[str, Any] = {"query_string": self._fields(QUERY, 3)} if queried else {}
        if self.chance.random() < 0.15:
            options["headers"] = dict([self.chance.choice(HEADERS)])
        if method not in ("GET", "HEAD"):
            options["data"] = self._body(role)
        return role, method, place, options

    def _address(self, rule: Rule) -> str:
        """An address with something odd, or something that exists, in its places."""
        pick, good = self.chance.choice, self.good

        def fill(found: re.Match[str]) -> str:
            return pick(good[found[1]]) if found[1] in good and self.chance.random() < 0.7 else pick(ODD)

        return re.sub(r"<([^>]+)>", fill, str(rule))

    def _body(self, role: str) -> Any:
        if self.chance.random() < 0.2:
            return self.chance.choice(BODIES)
        token = {"csrf_token": self.tokens[role]} if self.chance.random() < 0.95 else {}
        return {**self._fields(FIELDS, 9), "move": self.chance.choice((*MOVES, *ODD[:3])), **token}

    def _fields(self, names: tuple[str, ...], most: int) -> dict[str, str]:
        return {self.chance.choice(names): self.chance.choice(ODD) for _ in range(self.chance.randint(0, most))}


def _rules(app: Flask, wanted: Callable[[str], bool]) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if wanted(str(rule))]


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # fonts that WeasyPrint leaves open
def test_no_request_ends_in_a_fault_of_the_server(demo: Demo) -> None:
    fuzzer, started = Fuzzer(demo, seed=20261123), time.monotonic()
    often = _rules(demo.app, lambda address: not address.endswith(SELDOM))
    seldom = _rules(demo.app, lambda address: address.endswith(SELDOM) and not address.endswith((".pdf", ".zip")))
    statuses: Counter[int] = Counter()
    faults = []
    for number in range(REQUESTS):
        if time.monotonic() - started > LONGEST:
            break
        role, method, place, options = fuzzer.request(often if number < REQUESTS * 0.9 else seldom)
        with fuzzer.people[role].client.open(place, method=method, **options) as answer:
            statuses[answer.status_code] += 1
            if answer.status_code >= 500:
                faults.append((role, method, place[:200], str(options)[:500], answer.status_code))
    assert faults == []
    assert sum(statuses.values()) > 100
    assert {200, 303, 400, 403, 404} <= set(statuses), statuses
