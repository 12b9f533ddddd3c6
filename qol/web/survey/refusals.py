"""What a patient sees where something is refused: a plain sentence, and that nothing is lost."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from qol.errors import Conflict, DatabaseBusy, LinkExpired
from qol.language import gettext as _
from qol.web.error_pages import note, page
from qol.web.survey.receipts import receipt, wants_json


def install(blueprint: Blueprint) -> None:
    """The refusals that a patient's page can meet; the others are the application's own."""
    blueprint.register_error_handler(RequestEntityTooLarge, too_much)
    blueprint.register_error_handler(LinkExpired, ended)
    blueprint.register_error_handler(Conflict, conflict)
    blueprint.register_error_handler(DatabaseBusy, busy)


def too_much(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """A field far longer than any answer."""
    sentence = _("That is more text than can be kept. Nothing was lost: go back and send a shorter text.")
    return _sentence(413, _("That is too much text"), sentence)


def ended(error: LinkExpired) -> ResponseReturnValue:
    """A questionnaire that was closed in the meantime."""
    return _sentence(410, _("These questions are closed"), str(error))


def conflict(error: Conflict) -> ResponseReturnValue:
    """The same submission with other content."""
    return _sentence(409, _("Sent twice"), str(error))


def busy(error: DatabaseBusy) -> ResponseReturnValue:
    """The database cannot take an answer just now; it is not asked for the words around this page either."""
    note(error)
    sentence = _("Nothing was lost. Please go back and press the button again in a minute.")
    if wants_json():
        return receipt(saved=False, problem=sentence), 503
    return page(503, _("Please wait a moment"), sentence)


def _sentence(status: int, heading: str, sentence: str) -> ResponseReturnValue:
    if wants_json():
        return receipt(saved=False, problem=sentence), status
    return render_template("survey/sentence.html", heading=heading, sentence=sentence), status
