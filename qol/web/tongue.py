"""The language of a request before anybody is known: the first of the device's own that the product speaks."""

from flask import Flask, request

from qol import language


def install(app: Flask) -> None:
    """Choose it first of all, and forget it at the end: a worker's thread serves somebody else next."""
    app.before_request(lambda: language.speak(of_the_device()))
    app.teardown_request(lambda _error: language.speak(language.SOURCE))


def of_the_device() -> str:
    """The best of the device's languages; the source's own where it asks for none of them."""
    wanted = (code.split("-")[0].lower() for code, _quality in request.accept_languages)
    return next((code for code in wanted if offered(code)), language.SOURCE)


def offered(code: str | None) -> str | None:
    """A code from outside, where it is a language of the interface."""
    return code if code in language.languages() else None
