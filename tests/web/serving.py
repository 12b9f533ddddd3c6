"""The application on a port of its own, for tests that drive a browser."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def read_whole(app: Wsgi) -> Wsgi:
    """The application with each answer read to its end and closed before any of it is sent.

    Werkzeug's server leaves the file of an answer open when the browser has gone, and an open file is an error here.
    """

    def answer(environ: dict[str, Any], start: Any) -> list[bytes]:
        body = app(environ, start)
        try:
            return list(body)
        finally:
            if (close := getattr(body, "close", None)) is not None:
                close()

    return answer


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which the application answers while the block runs."""
    server = make_server("127.0.0.1", 0, read_whole(app), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
