"""Who is signed in: read once a request from the cookie, the roles checked in the database each time."""

from contextlib import suppress
from typing import cast
from urllib.parse import urlencode

from flask import Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from qol.errors import DatabaseBusy
from qol.language import gettext
from qol.study.people.sessions import rotate as rotated
from qol.study.people.visitors import Visitor, visitor_of
from qol.web.access import STAFF, Keeper
from qol.web.house import house, now

COOKIE = "qol_staff"
STUDY_COOKIE = "qol_study"


def visitor() -> Visitor | None:
    """The person behind this request, or None."""
    if "visitor" not in g:
        token = own_token()
        g.visitor = visitor_of(house(), token, request.cookies.get(STUDY_COOKIE), now()) if token else None
    return cast(Visitor | None, g.visitor)


def signed_in() -> Visitor:
    """The person behind a request that the gate let through."""
    found = visitor()
    if found is None:
        abort(401)
    return found


def own_token() -> str:
    """The token of this request's cookie, whatever it opens."""
    return request.cookies.get(COOKIE, "")


def keep_token(answer: Answer, token: str) -> None:
    """Put a session's token into its cookie; it dies with the browser, the session before that."""
    answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=house().settings.production, path="/")


def rotate(answer: Answer) -> Answer:
    """Replace an old token on the way out; a sign-out in the same request goes before."""
    found = g.get("visitor")
    if found is not None and found.rotates and "Set-Cookie" not in answer.headers:
        fresh = None
        with suppress(DatabaseBusy):  # another page can do it
            fresh = rotated(house(), own_token(), now())
        if fresh is not None:
            keep_token(answer, fresh)
    return answer


def _held() -> frozenset[str]:
    found = visitor()
    return found.roles if found else frozenset()


def _refused() -> Response | tuple[str, int] | Answer:
    """Nobody signed in: to the sign-in page and back here afterwards; somebody else's page: 403."""
    if visitor() is not None:
        title, words = (
            gettext("Not for this account"),
            gettext("Your account has no role that may use this page."),
        )
        return render_template("errors/page.html", title=title, sentence=words, patient=False), 403
    if request.method == "GET":
        return redirect(url_for("staff.sign_in", next=this_page()), 303)
    words = gettext("You were signed out. Nothing of this form was saved; sign in and fill it in again.")
    return render_template("errors/page.html", title=gettext("Please sign in"), sentence=words, patient=False), 401


def this_page() -> str:
    """This page to come back to, without what was searched: a name has no place in an address."""
    query = urlencode([(name, value) for name, value in request.args.items(multi=True) if name != "find"])
    return f"{request.path}?{query}" if query else request.path


keeper = Keeper(frozenset(STAFF), _held, _refused)
