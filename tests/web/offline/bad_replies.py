"""Eighteen answers that are no receipt, to the first, second or third envelope in the queue: nothing is forgotten."""

import io
import json
from base64 import b64decode
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from playwright.sync_api import expect
from sqlmodel import select

from qol.storage.tables import Answer, Envelope
from tests.web.offline.disturbances import Soak, Tally
from tests.web.offline.line import Line
from tests.web.offline.patient import open_at_home, start

Reply = tuple[str, list[tuple[str, str]], bytes]
HTML, JSON = [("Content-Type", "text/html")], [("Content-Type", "application/json")]
LOGIN = b"<html><title>Free Wi-Fi</title><form>Your room number</form></html>"
POSITIONS = (1, 2, 3)


def _receipt(**wrong: str) -> Callable[[list[dict[str, str]]], Reply]:
    """A receipt of our shape that is wrong in one thing."""

    def reply(envelopes: list[dict[str, str]]) -> Reply:
        rows = []
        for one in envelopes:
            digest = sha256(b64decode(one["sealed"])).hexdigest()
            rows.append(
                {"id": one["id"], "hash": digest, "receipt": f"{one['id']} {digest}", "state": "applied", **wrong}
            )
        return "200 OK", JSON, json.dumps({"receipts": rows}).encode()

    return reply


def _plain(status: str, headers: list[tuple[str, str]], body: bytes = b"") -> Callable[[list[dict[str, str]]], Reply]:
    return lambda _envelopes: (status, headers, body)


REPLIES: dict[str, Callable[[list[dict[str, str]]], Reply]] = {
    "a Wi-Fi's sign-in page": _plain("200 OK", HTML, LOGIN),
    "an empty page": _plain("200 OK", HTML),
    "nothing at all": _plain("204 No Content", []),
    "JSON of somebody else": _plain("200 OK", JSON, b'{"status": "ok"}'),
    "a list": _plain("200 OK", JSON, b"[]"),
    "half a receipt": _plain("200 OK", JSON, b'{"receipts": [{"id": "'),
    "receipts that are no list": _plain("200 OK", JSON, b'{"receipts": "all"}'),
    "a receipt of another id": _receipt(id="00000000-0000-4000-8000-000000000000"),
    "a receipt of other bytes": _receipt(hash="0" * 64),
    "a receipt that says something else": _receipt(receipt="thank you"),
    "a redirect to a sign-in page": _plain("302 Found", [("Location", "/s")]),
    "400 of a proxy": _plain("400 Bad Request", HTML, LOGIN),
    "401 of ours": _plain("401 Unauthorized", JSON, b'{"receipts": [], "problem": "open again"}'),
    "403 of a firewall": _plain("403 Forbidden", HTML, LOGIN),
    "404 of another server": _plain("404 Not Found", HTML, LOGIN),
    "413 of a proxy": _plain("413 Content Too Large", HTML, LOGIN),
    "500": _plain("500 Internal Server Error", HTML, b"oops"),
    "503 with patience": _plain("503 Service Unavailable", [*JSON, ("Retry-After", "120")], b'{"receipts": []}'),
}


class Stranger:
    """Answers deliveries: lets the envelopes before a position through, then answers badly so many times."""

    def __init__(self, line: Line, name: str, position: int, times: int = 2) -> None:
        self.line, self.reply, self.through, self.times = line, REPLIES[name], position - 1, times
        self.given = 0

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        if self.through:
            first, self.through = body["envelopes"][: self.through], max(0, self.through - len(body["envelopes"]))
            passed = json.dumps({**body, "envelopes": first}).encode()
            environ.update({"wsgi.input": io.BytesIO(passed), "CONTENT_LENGTH": str(len(passed))})
            return self.line.app.wsgi_app(environ, start)
        if self.given >= self.times:
            whole = json.dumps(body).encode()
            environ.update({"wsgi.input": io.BytesIO(whole), "CONTENT_LENGTH": str(len(whole))})
            return self.line.app.wsgi_app(environ, start)
        self.given += 1
        status, headers, reply = self.reply(body["envelopes"])
        start(status, [*headers, ("Content-Length", str(len(reply)))])
        return [reply]


class BadReplies:
    """One questionnaire whose first question is answered again and again."""

    def __init__(self, soak: Soak) -> None:
        self.soak, self.page = soak, soak.page
        self.visit = soak.ask()
        self.page.context.clear_cookies()
        open_at_home(self.page, soak.line)
        start(self.page)

    def try_one(self, name: str, position: int) -> Tally:
        """Three answers wait; the server's answer to one of them is a bad one, twice."""
        tally, line = Tally(cycles=1), self.soak.line
        before = self._rows()
        line.cut()
        for option in (0, 1, 2):
            self._choose(option, option + 1)
        line.instead = Stranger(line, name, position)
        line.restore()
        left = len(POSITIONS) - position + 1
        self._deliver_until(lambda: line.instead is not None and line.instead.given >= 1)
        expect(self.page.locator(".kept")).to_have_text(f"Kept on this device ({left} waiting)", timeout=15_000)
        self._deliver_until(lambda: self.page.locator(".kept").inner_text().strip() == "Saved")
        line.instead = None
        answers, envelopes = self._rows()
        tally.lost += max(0, 3 - (answers - before[0]))
        tally.doubled += max(0, answers - before[0] - 3) + abs(envelopes - before[1] - 3)
        if not tally.clean:
            tally.notes.append(f"{name} at {position}")
        return tally

    def _choose(self, option: int, waiting: int) -> None:
        self.page.locator("label.option").nth(option).click()
        expect(self.page.locator(".kept")).to_have_text(f"Kept on this device ({waiting} waiting)", timeout=10_000)

    def _deliver_until(self, done: Callable[[], bool]) -> None:
        for _ in range(60):
            if done():
                return
            self.page.evaluate("dispatchEvent(new Event('online'))")
            self.page.wait_for_timeout(150)
        raise AssertionError("it never came to that")

    def _rows(self) -> tuple[int, int]:
        with self.soak.clinic.house.database.reading() as session:
            return len(session.exec(select(Answer)).all()), len(session.exec(select(Envelope)).all())
