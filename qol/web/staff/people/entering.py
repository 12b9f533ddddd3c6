"""What follows a right answer at the door: a cookie of its own, and the way to where the person was going."""

from flask import make_response, redirect, request, session, url_for
from werkzeug.wrappers import Response

from qol.study.people import sessions, visitors
from qol.study.people import sign_in as door
from qol.web.house import house, now
from qol.web.staff.people.addresses import safe
from qol.web.staff.visitor import COOKIE, keep_token

STEPS = {door.SECOND_FACTOR: "staff.second_step", door.SET_UP: "staff.set_up_step"}
FIRST_PAGES = (
    (("coordinator", "clinician"), "staff.due"),
    (("researcher",), "staff.datasets"),
    (("administrator",), "staff.accounts"),
)


def go_in(opened: door.Opened, target: str = "", shown: str = "") -> Response:
    """On to the next step or to the page that was wanted; whatever this browser was before has ended.

    shown: a page to show instead, with its own way on.
    """
    sessions.sign_out(house(), request.cookies.get(COOKIE, ""), now())
    session.clear()  # forms of whoever was here before end with the change of person
    answer = make_response(shown) if shown else redirect(step_of(opened, target), 303)
    keep_token(answer, opened.token)
    return answer


def where_to(target: str) -> str:
    """The page that was wanted, or the first one."""
    return safe(target) or url_for("staff.home")


def first_page(person: visitors.Visitor) -> str:
    """The first page of the roles that are held."""
    endpoint = next((page for names, page in FIRST_PAGES if person.roles & set(names)), "staff.instruments")
    return url_for(endpoint)


def step_of(opened: door.Opened, target: str) -> str:
    """The next step of a sign-in, or the page that was wanted."""
    if opened.waits_for:
        return url_for(STEPS[opened.waits_for], next=safe(target) or None)
    return where_to(target)
