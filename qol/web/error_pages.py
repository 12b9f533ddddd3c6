"""Every refusal is a page with a plain sentence and the right status; none shows what is inside.

These pages ask the database nothing: they must also be shown while it is busy or away.
"""

import logging
from traceback import format_tb
from typing import Any

from flask import Flask, Response, current_app, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from qol import errors
from qol.language import gettext

log = logging.getLogger("qol.web")
Refusal = tuple[str, int] | Response

STATUS = {
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooManyTries: 429,
    errors.LinkExpired: 410,
    errors.AccessRefused: 403,
    errors.DatabaseBusy: 503,
    errors.WordingRefused: 409,
    errors.ModeRefused: 409,
    errors.SettingsError: 500,
    errors.SourceError: 500,
    errors.ImpossibleAnswers: 500,
}
"""The status of each of the product's own errors, the nearest class first; 400 for the others."""
FOR_THE_LOG = (errors.DatabaseBusy, errors.SettingsError, errors.SourceError)
"""Errors whose sentence is for whoever runs the server: it names files and options, and nobody's data."""


def install(app: Flask) -> None:
    """Answer HTTP errors, the product's own errors and everything unexpected."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(errors.QolError, _own)
    app.register_error_handler(Exception, _unexpected)
    app.log_exception = lambda exc_info: note(exc_info[1])  # type: ignore[method-assign]  # Flask's own says too much


def shown(template: str, **words: Any) -> str:
    """A page made without what surrounds the pages of a blueprint, which would ask the database."""
    return current_app.jinja_env.get_template(template).render(words)


def page(status: int, title: str, sentence: str) -> Refusal:
    """A page of one heading and one sentence; text alone where no page can name its style sheet."""
    if request_ctx.url_adapter is None:  # the request's host is none
        return Response(f"{title}. {sentence}\n", status, mimetype="text/plain")
    patient = request.blueprint == "survey"
    return shown("errors/page.html", title=title, sentence=sentence, patient=patient), status


def status_of(error: errors.QolError) -> int:
    """The HTTP status of one of the product's own errors."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def _http(error: HTTPException) -> Refusal | HTTPException:
    if error.code is None or error.code < 400:
        return error
    inner = getattr(error, "original_exception", None)
    if isinstance(inner, errors.QolError):  # raised where no handler was asked, such as on a page's way out
        return _own(inner)
    title, sentence = _words(error.code)
    return page(error.code, title, sentence)


def _own(error: errors.QolError) -> Refusal:
    status = status_of(error)
    title, sentence = _words(status)
    if status >= 500:
        note(error)
    return page(status, title, sentence if status == 404 or status >= 500 else str(error))


def _unexpected(error: Exception) -> Refusal:
    note(error)
    return page(500, *_words(500))


def note(error: BaseException | None) -> None:
    """Kind and place, never the message of a foreign error: it may hold a name or an answer."""
    if isinstance(error, FOR_THE_LOG):
        log.error("%s at %s: %s", type(error).__name__, request.endpoint, error)
    elif error is not None:
        place = "".join(format_tb(error.__traceback__))
        log.error("unexpected %s at %s\n%s", type(error).__name__, request.endpoint, place)


def _words(status: int) -> tuple[str, str]:
    """Heading and sentence of a status."""
    known = {
        400: (
            gettext("This could not be read"),
            gettext("Go back, check what you entered and send it again."),
        ),
        401: (gettext("Please sign in"), gettext("This page is for staff who are signed in.")),
        403: (gettext("Not for this account"), gettext("Your account has no role that may use this page.")),
        404: (
            gettext("There is no such page"),
            gettext("The address may be mistyped, or the page is not yours."),
        ),
        405: (gettext("This cannot be done here"), gettext("Go back and use the buttons of the page.")),
        409: (gettext("This does not fit"), gettext("Nothing was changed.")),
        410: (gettext("This has ended"), gettext("Ask the clinic for a new link or code.")),
        413: (
            gettext("That is too much text"),
            gettext("Nothing was lost. Go back and send a shorter text."),
        ),
        429: (gettext("Too many tries"), gettext("Please wait a few minutes, then try again.")),
        503: (
            gettext("Busy for a moment"),
            gettext("The database is busy. Nothing was lost. Please try again in a minute."),
        ),
    }
    broken = (
        gettext("Something went wrong"),
        gettext("Nothing that was saved is lost. Please try again; if it happens again, tell the study office."),
    )
    return known.get(status, broken)
