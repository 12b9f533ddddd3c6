"""The web application: Flask, and nothing that would survive without it."""

from pathlib import Path

from flask import Flask

from qol import language
from qol.settings import Settings
from qol.web import (
    access,
    caller,
    compression,
    csrf,
    error_pages,
    headers,
    health,
    house,
    plain_text,
    staff,
    static_files,
    survey,
    tongue,
)

TOP = Path(__file__).resolve().parents[2]
LONGEST_REQUEST = 256 * 1024
"""Bytes; the longest free text of a form is a few thousand."""


def create_app(settings: Settings, clock: house.Clock = house.utc_now) -> Flask:
    """The application, refused when a route says nothing about who may use it."""
    app = Flask("qol.web", static_folder=None, template_folder=str(TOP / "templates"))
    _configure(app, settings)
    tongue.install(app)
    caller.install(app, settings.proxies)
    house.install(app, settings, clock)
    language.install(app.jinja_env)
    headers.install(app, settings.public_url)
    access.install(app, (staff.keeper, survey.keeper))
    plain_text.install(app)
    csrf.install(app)
    error_pages.install(app)
    static_files.install(app, TOP / "static")
    compression.install(app)
    health.install(app)
    app.register_blueprint(staff.blueprint)
    app.register_blueprint(survey.blueprint)
    access.check(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    """Cookies, sizes and the key that signs forms."""
    app.config.update(
        SECRET_KEY=settings.key("secret"),
        SESSION_COOKIE_NAME="qol_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        MAX_CONTENT_LENGTH=LONGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LONGEST_REQUEST,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.url_map.merge_slashes = False  # a redirect to the plain address would name whatever host was asked for
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
