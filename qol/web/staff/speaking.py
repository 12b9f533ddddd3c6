"""The language that staff read the pages in: chosen at the foot of a page, kept in a cookie of this browser."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from qol import language
from qol.web.access import roles
from qol.web.house import house
from qol.web.staff.people.addresses import safe
from qol.web.tongue import of_the_device, offered

COOKIE = "qol_language"
A_YEAR = 365 * 24 * 60 * 60


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/language", "change_language", change_language, methods=["POST"])


def speak_to_staff() -> None:
    """Use the chosen language, else the device's own."""
    language.speak(offered(request.cookies.get(COOKIE)) or of_the_device())


@roles("anonymous")
def change_language() -> ResponseReturnValue:
    """Keep the choice and show the page again."""
    answer = redirect(safe(request.form.get("next", "")) or "/", 303)
    if wanted := offered(request.form.get("language")):
        secure = house().settings.production
        answer.set_cookie(COOKIE, wanted, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return answer
