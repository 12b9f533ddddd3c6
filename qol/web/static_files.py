"""Style sheets, scripts and fonts, cached for ever under an address that carries their hash.

A script imports its neighbours by relative names, so scripts stand under one hash of them all: a page never mixes
those of two versions.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, send_from_directory
from werkzeug.utils import safe_join

from qol.web.access import roles

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
A_DAY = "public, max-age=86400"


def install(app: Flask, folder: Path) -> None:
    """Serve the folder at /static, and its icon where browsers look for one.

    `url_for("static", filename=...)` adds the file's hash by itself.
    """

    app.extensions["qol_static_folder"] = folder

    @roles("anonymous")
    def static(filename: str) -> Response:
        answer = send_from_directory(folder, filename)
        current = request.args.get("v") == version(folder, filename)
        answer.headers["Cache-Control"] = FOR_EVER if current else ASK_AGAIN
        return answer

    @roles("anonymous")
    def script(digest: str, filename: str) -> Response:
        answer = send_from_directory(folder, f"{filename}.js")
        answer.headers["Cache-Control"] = FOR_EVER if digest == scripts_hash(folder) else ASK_AGAIN
        return answer

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = version(folder, values["filename"])
        if endpoint == "script" and "digest" not in values:
            values["digest"] = scripts_hash(folder)

    @roles("anonymous")
    def icon() -> Response:
        answer = static("icon.svg")
        answer.headers["Cache-Control"] = A_DAY
        return answer

    app.add_url_rule("/static/<path:filename>", "static", static)
    app.add_url_rule("/scripts/<digest>/<path:filename>.js", "script", script)
    app.add_url_rule("/favicon.ico", "icon", icon)
    app.url_default_functions.setdefault(None, []).append(add_version)


def version(folder: Path, filename: str) -> str | None:
    """Eight characters of the file's hash; None where there is no such file."""
    path = safe_join(str(folder), filename)
    if path is None or not Path(path).is_file():
        return None
    return _hash(path, Path(path).stat().st_mtime_ns)


def scripts_hash(folder: Path) -> str:
    """One hash of every script."""
    return _hash_of_all(tuple((str(path), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*.js"))))


@lru_cache(maxsize=8)
def _hash_of_all(state: tuple[tuple[str, int], ...]) -> str:
    digest = sha256()
    for path, _changed in state:
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=256)
def _hash(path: str, _changed: int) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()[:8]
