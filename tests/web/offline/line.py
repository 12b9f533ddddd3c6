"""A server whose line can be cut, by closing its socket, and put back on the same port."""

from collections.abc import Iterable
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from tests.web.serving import Wsgi, read_whole


class Line:
    """The application behind a line. instead: what answers deliveries in its place, such as a Wi-Fi's sign-in page."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.instead: Wsgi | None = None
        self.suffix = b""
        """Added to the service worker, so that browsers take it for a new version."""
        self._server: BaseWSGIServer | None = None
        self.port = 0
        self.restore()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """From now on every connection is refused."""
        if self._server is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None

    def restore(self) -> None:
        """The same port answers again."""
        if self._server is None:
            self._server = make_server("127.0.0.1", self.port, read_whole(self._answer), threaded=True)
            self.port = self._server.port
            self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
            self._thread.start()

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/deliver" and self.instead is not None:
            return self.instead(environ, start)
        answer = self.app.wsgi_app(environ, start)
        return [*answer, self.suffix] if path == "/service-worker.js" and self.suffix else answer
