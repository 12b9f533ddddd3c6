"""Refuses what no keyboard types: a NUL character, which PostgreSQL cannot store."""

from collections.abc import Iterator

from flask import Flask, abort, request


def install(app: Flask) -> None:
    """Answer 400 before any view sees such text; behind the gate, so that nobody else learns anything."""

    @app.before_request
    def refuse() -> None:
        if any("\0" in text for text in _texts()):
            abort(400)


def _texts() -> Iterator[str]:
    """Everything that came as text: address, query, form."""
    yield request.path
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            yield name
            yield value
