"""Public files travel compressed, personal pages never."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from qol.web import create_app
from tests.study.houses import migrated, settings_in

ROOT = Path(__file__).parents[2]
GZIP = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    with migrated(tmp_path / "var"):
        pass
    return create_app(settings_in(tmp_path / "var")).test_client()


def static(client: FlaskClient, name: str, headers: dict[str, str]):
    page = client.get("/s").text
    address = next(part for part in page.split('"') if f"static/{name}" in part)
    answer = client.get(address, headers=headers)
    answer.get_data()
    answer.close()
    return answer


def test_a_style_sheet_is_compressed_for_whom_takes_it_so(client: FlaskClient) -> None:
    answer = static(client, "survey.css", GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == (ROOT / "static" / "survey.css").read_bytes()
    assert len(answer.data) < 8000
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_whoever_does_not_take_gzip_gets_the_file_as_it_is(client: FlaskClient) -> None:
    answer = static(client, "survey.css", {"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (ROOT / "static" / "survey.css").read_bytes()


def test_a_page_with_a_token_is_never_compressed(client: FlaskClient) -> None:
    answer = client.get("/s", headers=GZIP)
    assert b"csrf_token" in answer.data
    assert "Content-Encoding" not in answer.headers
