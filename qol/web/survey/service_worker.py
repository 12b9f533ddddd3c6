"""The service worker: one script at the root of the site, with the list of files that it keeps and their hash."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, join, normpath

from flask import Blueprint, Response, current_app, url_for

from qol.web.access import roles

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
    addresses = [_address(name) for name in (*STYLES, *scripts(folder))]
    digest = sha256(repr(addresses).encode()).hexdigest()[:16]
    preface = f"const VERSION = {json.dumps(digest)};\nconst FILES = {json.dumps(addresses)};\n"
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
    """As pages ask for it."""
    stem, _, kind = name.rpartition(".")
    return url_for("script", filename=stem) if kind == "js" else url_for("static", filename=name)
