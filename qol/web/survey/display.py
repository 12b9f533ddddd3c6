"""Language, text size and contrast: chosen once, kept for the session, without losing the place."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol import language
from qol.study.collection import sitting
from qol.study.collection.changing_language import change_language
from qol.study.collection.sitting import Standing
from qol.web.access import roles
from qol.web.house import house, now, today
from qol.web.survey import places
from qol.web.survey.patient import choose_before_opening, is_open, present
from qol.web.survey.screen import CONTRASTS, SIZES


def add(blueprint: Blueprint) -> None:
    """The address of the choices."""
    blueprint.add_url_rule("/survey/settings", "settings", settings)
    blueprint.add_url_rule("/survey/settings", "choose", choose, methods=["POST"])


@roles("anonymous")
def settings() -> ResponseReturnValue:
    """Show the choices as they are."""
    at = request.args.get("at", "")
    return render_template("survey/settings.html", at=at, back=places.address_of(at))


@roles("anonymous")
def choose() -> ResponseReturnValue:
    """Keep one choice, and show the page with it."""
    at = request.args.get("at", "")
    chosen = _chosen()
    here = present()
    if here is not None and here.standing is not Standing.ENDED:
        with house().database.writing() as rows:
            if tongue := chosen.pop("language", None):
                change_language(house(), rows, here.assessment_id, tongue, today(), now())
            sitting.prefer(rows, here, chosen)
    else:
        choose_before_opening(**chosen)
    onwards = places.address_of("") if at == "" and is_open() else url_for("survey.settings", at=at)
    return redirect(onwards, 303)


def _chosen() -> dict[str, str]:
    """The choices that were pressed and exist."""
    offered = {"text": SIZES, "contrast": CONTRASTS, "language": language.languages()}
    return {
        name: request.form[name]
        for name, values in offered.items()
        if name in request.form and request.form[name] in values
    }
