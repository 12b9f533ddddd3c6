"""The service worker: one script at the root of the site, with the list of files that it keeps and their hash."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, join, normpath

from flask import Blueprint, Response, current_app, url_for

from qol.web.access import roles
from qol.web.static_files import version

STYLES = ("tokens.css", "survey.css")
FIRST_SCRIPT = "survey.js"
IMPORTED = re.compile(r'(?:from|import)\s*\(?\s*"(\.[^"]+\.js)"')


def add(blueprint: Blueprint) -> None:
    """The address of the service worker, above every page that it serves."""
    blueprint.add_url_rule("/service-worker.js", "service_worker", service_worker)


@roles("anonymous")
def service_worker() -> Response:
    """The script; asked for anew each time, so that a new version reaches every device."""
    folder = Path(current_app.extensions["qol_static_folder"])
    files = [*STYLES, *scripts(folder)]
    state = tuple((name, version(folder, name) or "") for name in files)
    addresses = [_address(name) for name in files]
    preface = f"const VERSION = {json.dumps(_digest(state))};\nconst FILES = {json.dumps(addresses)};\n"
    body = (folder / "offline" / "service_worker.js").read_text(encoding="utf-8")
    return Response(preface + body, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


def scripts(folder: Path) -> tuple[str, ...]:
    """Every script that the patient's pages load, by following the imports."""
    return tuple(dict.fromkeys(_with_imports(folder, FIRST_SCRIPT, set())))


def _with_imports(folder: Path, name: str, seen: set[str]) -> Iterator[str]:
    if name in seen:
        return
    seen.add(name)
    yield name
    for imported in IMPORTED.findall((folder / name).read_text(encoding="utf-8")):
        yield from _with_imports(folder, normpath(join(dirname(name), imported)), seen)


def _address(name: str) -> str:
    """As pages ask for it: styles and the first script by hash, imported scripts by name."""
    return url_for("static", filename=name) if name in (*STYLES, FIRST_SCRIPT) else f"/static/{name}"


@lru_cache(maxsize=8)
def _digest(state: tuple[tuple[str, str], ...]) -> str:
    return sha256(repr(state).encode()).hexdigest()[:16]
