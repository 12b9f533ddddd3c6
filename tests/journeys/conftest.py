"""A real server process on a demonstration of its own, as a newcomer gets it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from qol.study.demonstration.filling import Demonstration
from tests.journeys.intruder import Demo, Intruder, build, first_closed, served

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Site:
    """Where the server is, what the demonstration printed, and its data folder."""

    url: str
    demo: dict[str, Any]
    folder: Path
    log: Path
    """Everything that the server said."""

    def password(self, role: str) -> str:
        """The password of the account of a role."""
        return next(account["password"] for account in self.demo["accounts"] if account["role"] == role)


def command(environ: dict[str, str], *arguments: str) -> str:
    """What a command of the product prints; fails the test where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "qol", *arguments], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment(folder: Path, port: int) -> dict[str, str]:
    """The settings of an installation in a folder."""
    url = f"http://127.0.0.1:{port}"
    own = {"QOL_DATA_DIR": str(folder), "QOL_BIND": f"127.0.0.1:{port}", "QOL_PUBLIC_URL": url}
    return {**os.environ, **own}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("journey") / "var", free_port()
    environ = environment(folder, port)
    command(environ, "db", "upgrade")
    demo = json.loads(command(environ, "demo", "--patients", "48", "--seed", "3", "--json"))
    log = folder.with_name("server.log")
    with log.open("wb") as said:
        server = subprocess.Popen([sys.executable, "-m", "qol", "serve"], cwd=ROOT, env=environ, stdout=said,
                                  stderr=subprocess.STDOUT)  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/health")
        yield Site(f"http://127.0.0.1:{port}", demo, folder, log)
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            with urlopen(address, timeout=2) as reply:
                if reply.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("The server did not answer within 20 seconds.")


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Demonstration]:
    """A small demonstration that tests copy."""
    folder = tmp_path_factory.mktemp("built") / "var"
    return folder, build(folder)


@pytest.fixture
def demo(built_demo: tuple[Path, Demonstration], tmp_path: Path) -> Iterator[Demo]:
    """The application in this process on a copy of the small demonstration."""
    found = served(*built_demo, tmp_path / "var")
    yield found
    found.database.close()


@pytest.fixture
def patient(demo: Demo) -> Intruder:
    """Somebody with one answer behind them."""
    person = demo.patient()
    address = first_closed(demo)
    assert person.post(address, {"answer": "2", "move": "next"}).status_code == 303
    assert len(demo.stored()) == 1
    return person
