"""`qol serve` and `qol routes` as they are typed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _qol(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QOL_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "qol", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def test_a_database_that_is_not_migrated_is_not_served_and_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = _qol(tmp_path, "serve", "--bind", "127.0.0.1:8012")
    assert done.returncode == 1
    assert "python -m qol db upgrade" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("wrong", [("--bind", "8000"), ("--bind", "host:99999"), ("--workers", "0")])
def test_wrong_use_is_status_2(tmp_path: Path, wrong: tuple[str, str]) -> None:
    assert _qol(tmp_path, "serve", *wrong).returncode == 2


def test_routes_lists_every_address_with_methods_and_roles(tmp_path: Path) -> None:
    rows = json.loads(_qol(tmp_path, "routes", "--json").stdout)
    found = {row["address"]: row for row in rows}
    assert found["/health"]["roles"] == ["anonymous"]
    assert found["/patients/<code>"]["roles"] == ["coordinator", "clinician"]
    assert found["/patients/enrol"]["methods"] == ["GET", "POST"]
    assert all(row["roles"] for row in rows)


def test_an_address_on_which_somebody_listens_is_refused_and_never_shared(tmp_path: Path) -> None:
    assert _qol(tmp_path, "db", "upgrade").returncode == 0
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _qol(tmp_path, "serve", "--bind", f"127.0.0.1:{port}")
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"127.0.0.1:{port} cannot be served: Address already in use." in done.stderr
    assert "--bind" in done.stderr


def test_two_workers_serve_and_stop(tmp_path: Path) -> None:
    assert _qol(tmp_path, "db", "upgrade").returncode == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "QOL_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "qol", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert _answer(f"http://127.0.0.1:{port}/health") == "ok\n"
    finally:
        server.terminate()
        printed, _ = server.communicate(timeout=60)
    assert f"Serving http://127.0.0.1:{port} with 2 workers." in printed


def test_the_printing_process_starts_again_after_a_crash_and_ends_with_the_server(tmp_path: Path) -> None:
    assert _qol(tmp_path, "db", "upgrade").returncode == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "QOL_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "qol", "serve", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        first = _printer_of(server.pid)
        os.kill(first, signal.SIGKILL)
        second = _printer_of(server.pid, but=first)
    finally:
        server.terminate()
        _, said = server.communicate(timeout=60)
    assert "Printing of batches ended with status -9" in said
    assert not Path(f"/proc/{second}").exists()


def _printer_of(server: int, but: int = 0) -> int:
    """The number of the printing process of a server, once there is one."""
    for _ in range(600):
        lists = Path(f"/proc/{server}/task").glob("*/children")  # a thread starts it
        for place in " ".join(one.read_text() for one in lists).split():
            try:
                is_it = b"print-queue" in Path(f"/proc/{place}/cmdline").read_bytes()
            except OSError:  # gone meanwhile
                continue
            if is_it and int(place) != but:
                return int(place)
        time.sleep(0.1)
    raise AssertionError("no printing process was started")


def _answer(address: str) -> str:
    """What an address says, as soon as it says anything."""
    last: OSError | None = None
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return str(answer.read().decode())
        except OSError as error:
            last = error
            time.sleep(0.2)
    raise AssertionError(f"nobody answered at {address}: {last}")
