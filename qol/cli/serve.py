"""`qol serve`: the web application on a production server."""

import socket
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from qol.errors import SettingsError
from qol.settings import Settings

NAME = "serve"
HELP = "Serve the web application."
EXAMPLE = "python -m qol serve --bind 127.0.0.1:8000 --workers 2"

THREADS = 4
"""A worker's threads; a page waits for the database more than it computes."""
MOST_WORKERS = 64
STOP_WITHIN = 10
"""Seconds; a worker that is told to stop while it starts can miss it, and would be waited for for ever."""
MOST_PORT = 65535


def add_arguments(parser: ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--bind", metavar="HOST:PORT", type=_place, help="where to listen; else QOL_BIND")
    parser.add_argument("--workers", metavar="N", type=_workers, help="server processes; else QOL_WORKERS")


def run(arguments: Namespace, settings: Settings) -> int:
    """Refuse to start on a database that is not migrated; serve until interrupted."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from qol.cli._printer import printer

    _ready(settings)
    host, _, port = (arguments.bind or settings.bind).rpartition(":")
    _free(host.strip("[]"), int(port))
    workers = arguments.workers or settings.workers
    print(f"Serving http://{host}:{port} with {workers} {'worker' if workers == 1 else 'workers'}.", flush=True)
    server = Granian(
        "app:app",
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
        log_access=False,
        log_level=LogLevels.warning,
    )
    with printer():
        server.serve()
    return 0


def _ready(settings: Settings) -> None:
    """Say what is wrong before any worker starts: tables of another version, a broken file, an undeclared route."""
    from qol.storage.database import Database
    from qol.web import create_app

    database = Database(settings)
    try:
        database.require_current()
    finally:
        database.close()
    create_app(settings).extensions["qol_house"].database.close()


def _free(host: str, port: int) -> None:
    """Refuse an address that cannot be had; a second server would share it in silence and answer half of the calls."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
            tried.listen()
    except OSError as error:
        raise SettingsError(
            f"{host}:{port} cannot be served: {error.strerror}. Stop what listens there, "
            f"or take another address: --bind 127.0.0.1:{port + 1 if port < MOST_PORT else port - 1}"
        ) from error


def _place(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) <= MOST_PORT:
        raise ArgumentTypeError(f"{text!r} is not HOST:PORT, such as 127.0.0.1:8000")
    return text


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise ArgumentTypeError(f"{text!r} is not a number of workers from 1 to {MOST_WORKERS}")
    return int(text)
