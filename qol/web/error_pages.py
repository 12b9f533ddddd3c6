"""Every refusal is a page with a plain sentence and the right status; none shows what is inside."""

import logging
from traceback import format_tb

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException

from qol import errors
from qol.language import gettext

log = logging.getLogger("qol.web")

STATUS = {
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooManyTries: 429,
    errors.LinkExpired: 410,
    errors.AccessRefused: 403,
    errors.DatabaseBusy: 503,
    errors.WordingRefused: 409,
}
"""The status of each of the product's own errors, the nearest class first; 400 for the others."""


def install(app: Flask) -> None:
    """Answer HTTP errors, the product's own errors and everything unexpected."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(errors.QolError, _own)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, title: str, sentence: str) -> tuple[str, int]:
    """A page of one heading and one sentence."""
    patient = request.blueprint == "survey"
    return render_template("errors/page.html", title=title, sentence=sentence, patient=patient), status


def status_of(error: errors.QolError) -> int:
    """The HTTP status of one of the product's own errors."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    title, sentence = _words(error.code)
    answer, status = page(error.code, title, sentence)
    return answer, status


def _own(error: errors.QolError) -> tuple[str, int]:
    status = status_of(error)
    title, sentence = _words(status)
    return page(status, title, sentence if isinstance(error, errors.NotFound) else str(error))


def _unexpected(error: Exception) -> tuple[str, int]:
    """Log kind and place, never the message: it may hold a name or an answer."""
    place = "".join(format_tb(error.__traceback__))
    log.error("unexpected %s at %s\n%s", type(error).__name__, request.endpoint, place)
    return page(500, *_words(500))


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
