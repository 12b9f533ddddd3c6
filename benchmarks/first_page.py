"""What a patient's phone loads for the first page: the page, styles and scripts, as the server sends them."""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from benchmarks import Figure
from qol.settings import Settings
from qol.storage import migrating
from qol.storage.database import Database

NAME = "first-page"
HELP = "Bytes of a patient's first page, compressed, and requests to third parties."
MOST = 60_000
GZIP = {"Accept-Encoding": "gzip"}
OURS = re.compile(r"/(static|scripts)/")
LINKED = re.compile(r'(?:href|src)="([^"#][^"]*)"')
IMPORTED = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")
"""What a script cannot do without; what it asks for later, in brackets, is not part of the first page."""


def measure() -> Iterator[Figure]:
    """Bytes on the wire and third-party requests; fonts load only where the device lacks the script."""
    with TemporaryDirectory() as folder:
        sizes, foreign = _loaded(Settings.from_environment({"QOL_DATA_DIR": str(Path(folder) / "var")}))
    yield Figure("a patient's first page with styles and scripts, compressed", sum(sizes.values()), "bytes", MOST)
    yield Figure("files of the first page", len(sizes), "")
    yield Figure("requests to third parties", foreign, "", 0)


def _loaded(settings: Settings) -> tuple[dict[str, int], int]:
    from qol.web import create_app

    database = Database(settings)
    migrating.upgrade(database)
    database.close()
    client = create_app(settings).test_client()
    sizes: dict[str, int] = {}
    foreign, waiting = 0, ["/s"]
    while waiting:
        address = waiting.pop()
        if urlsplit(address).netloc:
            foreign += 1
        elif address not in sizes:
            sizes[address], found = _fetched(client, address)
            waiting += found
    return sizes, foreign


def _fetched(client: FlaskClient, address: str) -> tuple[int, list[str]]:
    """Bytes as sent, and what the file makes a browser load."""
    size = len(client.get(address, headers=GZIP).data)
    plain = client.get(address).text if not address.endswith(".woff2") else ""
    if address == "/s":
        return size, [found for found in LINKED.findall(plain) if OURS.match(found) or urlsplit(found).netloc]
    folder = dirname(urlsplit(address).path)
    return size, [normpath(join(folder, found)) for found in IMPORTED.findall(plain)]
