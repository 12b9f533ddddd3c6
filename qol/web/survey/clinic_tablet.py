"""A clinic's tablet: enrolled once by six digits, known by a cookie of its own, which tells of nobody."""

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import AccessRefused
from qol.language import gettext as _
from qol.study.collection import clinic_tablets
from qol.study.collection.clinic_tablets import Device
from qol.study.people import sessions
from qol.web.access import roles
from qol.web.caller import network
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.visitor import COOKIE as STAFF_COOKIE
from qol.web.survey.opening_forms import CodeForm

COOKIE = "qol_tablet"
A_YEAR = 365 * 86_400
"""Seconds; browsers keep no cookie much longer, so every visit to the code pad makes it young again."""


def add(blueprint: Blueprint) -> None:
    """The address at which a device becomes a tablet of the clinic."""
    blueprint.add_url_rule("/tablet/enrol", "enrol_tablet", enrol_page)
    blueprint.add_url_rule("/tablet/enrol", "enrol", enrol, methods=["POST"])
    blueprint.after_request(stay_young)


def present_device() -> Device | None:
    """The enrolled tablet that asks, read once a request."""
    if "clinic_tablet" not in g:
        g.clinic_tablet = clinic_tablets.device(house().database, request.cookies.get(COOKIE, ""), now())
    found: Device | None = g.clinic_tablet
    return found


@roles("anonymous")
def enrol_page() -> ResponseReturnValue:
    """The code pad, for the code that staff see on their own screen."""
    return _page()


@roles("anonymous")
def enrol() -> ResponseReturnValue:
    """Give the device its cookie; a staff session that was open on it ends."""
    form = CodeForm(formdata=request.form)
    try:
        token = clinic_tablets.enrol(house().database, form.code.data or "", network(), now())
    except AccessRefused as error:
        return _page(str(error)), status_of(error)
    sessions.sign_out(house(), request.cookies.get(STAFF_COOKIE, ""), now())
    answer = make_response(redirect(url_for("survey.tablet"), 303))
    answer.delete_cookie(STAFF_COOKIE)
    return _with_cookie(answer, token)


def stay_young(answer: Response) -> Response:
    """Renew the cookie of an enrolled tablet where it waits for a patient."""
    token = request.cookies.get(COOKIE, "")
    if request.endpoint == "survey.tablet" and token and present_device() is not None:
        return _with_cookie(answer, token)
    return answer


def _with_cookie(answer: Response, token: str) -> Response:
    secure = house().settings.production
    answer.set_cookie(COOKIE, token, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return answer


def _page(problem: str = "") -> str:
    return render_template(
        "survey/enrol_tablet.html", form=CodeForm(formdata=None), problem=problem, title=_("Enrol this tablet"),
        at="tablet",
    )  # fmt: skip
