"""The language of a request before anybody is known: the first of the device's own that the product speaks."""

from flask import Flask, request

from qol import language


def install(app: Flask) -> None:
    """Choose it first of all: a worker's thread still speaks the language of whoever it served before."""
    app.before_request(lambda: language.speak(of_the_device()))


def of_the_device() -> str:
    """The best of the device's languages; the source's own where it asks for none of them."""
    return request.accept_languages.best_match(language.languages()) or language.SOURCE


def offered(code: str | None) -> str | None:
    """A code from outside, where it is a language of the interface."""
    return code if code in language.languages() else None
