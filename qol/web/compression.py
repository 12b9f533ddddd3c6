"""Gzip for what is public and kept for ever: style sheets, scripts, instrument documents.

Personal pages are never compressed: with a secret and foreign text in one page, its size would tell of the secret.
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

WORTHWHILE = 1000
"""Bytes below which a page gains nothing."""


def install(app: Flask) -> None:
    """Compress public answers for browsers that take them so."""
    app.after_request(_compress)


def _compress(answer: Response) -> Response:
    if not _may(answer):
        return answer
    answer.direct_passthrough = False
    body = answer.get_data()
    if len(body) >= WORTHWHILE:
        answer.set_data(_packed(body))
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers.pop("ETag", None)
    return answer


def _may(answer: Response) -> bool:
    public = answer.cache_control.public or answer.cache_control.immutable
    text = (answer.mimetype or "").startswith("text/") or answer.mimetype in ("image/svg+xml", "application/javascript")
    plain = answer.status_code == 200 and not answer.content_encoding
    if plain and text and public:
        answer.vary.add("Accept-Encoding")
        return bool(request.accept_encodings["gzip"])
    return False


@lru_cache(maxsize=128)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
