"""The same answers for scripts: a page that would be opened next is named in JSON instead."""

from typing import Any, TypeVar

from flask import Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

Answer = TypeVar("Answer", bound=AnyResponse)


def wants_json() -> bool:
    """Whether a script of ours asks."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def say_in_json(answer: AnyResponse) -> Any:
    """Turn "see there" into `{"go": "..."}` where a script asks."""
    if not wants_json() or answer.status_code not in (302, 303):
        return answer
    said = jsonify(go=answer.headers["Location"])
    for cookie in answer.headers.getlist("Set-Cookie"):
        said.headers.add("Set-Cookie", cookie)
    return said


def receipt(**words: Any) -> Response:
    """A receipt in JSON."""
    return jsonify(**words)
