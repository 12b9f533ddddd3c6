"""Bad input gets a plain sentence and the right status; static files, probes and limits."""

import re
from pathlib import Path

import pytest
from flask import Flask

from qol.settings import Settings
from qol.web import create_app
from qol.web.static_files import version

STATIC = Path(__file__).parents[2] / "static"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    from qol.storage.database import Database
    from qol.storage.migrating import upgrade

    settings = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path_factory.mktemp("var"))})
    database = Database(settings)
    upgrade(database)
    database.close()
    return create_app(settings)


def test_a_form_field_of_a_megabyte_is_refused_with_a_plain_page(app: Flask) -> None:
    for address in ("/sign-in", "/s", "/tablet"):
        answer = app.test_client().post(address, data={"login": "x" * 1_000_000})
        assert answer.status_code == 413
        assert "That is too much text" in answer.text


@pytest.mark.parametrize("address", ["/nothing", "/patients/", "/static/nothing.css", "/static/../app.py"])
def test_what_does_not_exist_is_a_page_with_a_sentence(app: Flask, address: str) -> None:
    answer = app.test_client().get(address)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


@pytest.mark.parametrize("address", ["/sign-in?next=%00", "/s?a=%00", "/documents/%00/en/x"])
def test_a_nul_character_is_refused(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code in (400, 404)


def test_bytes_that_are_no_text_do_no_harm(app: Flask) -> None:
    for body in (b"login=\xff\xfe&password=\xed\xa0\x80", b"\x00" * 100, b"%%%=%zz"):
        kind = "application/x-www-form-urlencoded"
        assert app.test_client().post("/sign-in", data=body, content_type=kind).status_code == 400


def test_an_unexpected_fault_shows_and_logs_nothing_that_was_typed(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise ValueError(" ".join(["Alan", "Dun" + "more"]))

    monkeypatch.setitem(app.view_functions, "health", fail)
    fail.qol_roles = frozenset({"anonymous"})  # type: ignore[attr-defined]
    answer = app.test_client().get("/health")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "Dunmore" not in answer.text
    assert "unexpected ValueError" in caplog.text
    assert "Dunmore" not in caplog.text


def test_a_probe_gets_one_word(app: Flask) -> None:
    assert app.test_client().get("/health").text == "ok\n"


def test_a_style_sheet_is_kept_for_ever_under_its_hash_and_asked_for_again_without(app: Flask) -> None:
    mark = version(STATIC, "staff.css")
    with app.test_client().get(f"/static/staff.css?v={mark}") as kept:
        assert "immutable" in kept.headers["Cache-Control"]
    with app.test_client().get("/static/staff.css?v=00000000") as asked:
        assert asked.headers["Cache-Control"] == "no-cache"
    page = app.test_client().get("/sign-in").text
    assert f'href="/static/staff.css?v={mark}"' in page


def test_the_icon_stands_where_browsers_look(app: Flask) -> None:
    with app.test_client().get("/favicon.ico") as answer:
        assert answer.mimetype == "image/svg+xml"


def test_raw_values_live_in_the_tokens_alone() -> None:
    """Exceptions: 1 px of hidden text, widths of media queries, strokes, line heights, shares of the whole."""
    text = re.sub(r"@media[^{]*\{", "{", (STATIC / "staff.css").read_text())
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b", text) == []
    sizes = set(re.findall(r"(?<![\w-])-?[\d.]+(?:px|rem|em)\b", text)) - {"1px", "-1px", "-10rem"}
    assert sizes == set()
