"""Tries to sign in are counted together by the workers of one server, for they count in the database."""

import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from tests.study import clinic as clinics
from tests.study.clinic import PASSWORD

ROOT = Path(__file__).parents[4]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A server of two worker processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qol", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    environment = {**os.environ, "QOL_DATA_DIR": str(folder)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                build_opener().open(f"{address}/health", timeout=2).close()
                break
            except URLError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(60)


def tried(address: str, password: str) -> tuple[int, str]:
    """Status and page of one try, each from a browser and a connection of its own, so that either worker has it."""
    browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
    with browser.open(f"{address}/sign-in", timeout=30) as page:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
    assert token is not None
    sent = urlencode({"csrf_token": token[1], "login": "coordinator", "password": password}).encode()
    try:
        with browser.open(f"{address}/sign-in", data=sent, timeout=30) as answer:
            return answer.status, answer.geturl()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_wrong_passwords_at_either_worker_shut_the_door_for_both(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    clinics.build(folder)
    with served(folder) as address:
        assert tried(address, PASSWORD)[0] == 200
        statuses = [tried(address, f"wrong {number}")[0] for number in range(14)]
        refused = Counter(statuses)
        assert refused[429] > 0, statuses
        assert statuses.index(429) <= 11, "each worker counted for itself"
        assert [tried(address, PASSWORD)[0] for _ in range(4)] == [429] * 4
