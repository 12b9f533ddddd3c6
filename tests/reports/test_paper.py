import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from qol.reports._paper import SHEET, pdf, render, tokens
from tests.reports.reading import catalogue, fonts, pages

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A title</title>{head}</head>'
    "<body><p>Text</p>{body}</body></html>"
)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine and the addresses that were asked of it."""
    seen: list[str] = []

    class Remember(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Remember)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


def test_a_document_that_points_elsewhere_makes_no_request(asked: tuple[str, list[str]]) -> None:
    address, seen = asked
    head = f'<link rel="stylesheet" href="{address}/style.css"><style>@import url("{address}/more.css");'
    head += f'p {{ background: url("{address}/back.png") }}'
    head += f'@font-face {{ font-family: X; src: url("{address}/x.ttf") }}</style>'
    body = (
        f'<img src="{address}/image.png"><object data="{address}/object.svg"></object><embed src="{address}/embed.svg">'
    )
    body += f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/inside.png" width="9" height="9"/></svg>'
    assert pdf(PAGE.format(head=head, body=body)).pages == 1
    assert seen == []


def test_a_file_of_this_machine_does_not_get_into_a_document(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="9"><text y="8">hidden words</text></svg>'
    )
    body = (
        f'<img src="file://{secret}"><img src="file:///etc/passwd"><a rel="attachment" href="file:///etc/passwd">a</a>'
    )
    made = pdf(PAGE.format(head=f'<link rel="attachment" href="file://{secret}">', body=body))
    assert "hidden words" not in "".join(pages(made.content))
    assert b"/EmbeddedFile" not in made.content
    assert b"root:" not in made.content


def test_a_document_is_tagged_and_has_title_and_language() -> None:
    found = catalogue(pdf(PAGE.format(head="", body="")).content)
    assert found == {"lang": "en", "marked": True, "structure": True, "title": "A title"}


def test_only_the_fonts_of_the_repository_are_used_whatever_a_document_asks_for() -> None:
    body = '<p style="font-family: Courier">one</p><p style="font-family: serif"><b>two</b></p><p>سه</p>'
    assert fonts(pdf(PAGE.format(head="", body=body)).content) == {"Vazirmatn", "Vazirmatn-Bold"}


def test_the_tokens_of_the_sheet_are_its_root_block_and_each_is_used() -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    kit = "".join(p.read_text(encoding="utf-8") for p in (SHEET.parents[1] / "templates").rglob("*.html"))
    unused = [
        name for name in tokens()
        if f"var(--{name.replace('_', '-')})" not in sheet and f"t.{name}" not in kit
        and not name.startswith(("nom", "surgery"))
    ]  # fmt: skip
    assert unused == []


def test_raw_colours_stand_in_the_root_block_alone() -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    after = sheet[sheet.index("\n}") :]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", after) == []


def test_words_of_the_data_are_escaped() -> None:
    html = render("reports/paper.html", {"lang": "en", "title": "<b>&", "description": "", "software": "0"})
    assert "<title>&lt;b&gt;&amp;</title>" in html
