"""The address that a probe asks: does the application answer, and does its database?"""

from flask import Flask, Response
from sqlmodel import text

from qol.errors import DatabaseBusy
from qol.web.access import roles
from qol.web.house import house


def install(app: Flask) -> None:
    """Answer /health with one word and no detail."""

    @roles("anonymous")
    def health() -> Response:
        try:
            with house().database.reading() as session:
                session.exec(text("SELECT 1"))  # type: ignore[call-overload]
        except DatabaseBusy:
            return Response("database busy\n", status=503, mimetype="text/plain")
        return Response("ok\n", mimetype="text/plain")

    app.add_url_rule("/health", "health", health)
