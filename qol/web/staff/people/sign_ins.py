"""Who signed in and who was refused, for administrators."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from qol.study.people import sign_in_log
from qol.web.access import roles
from qol.web.house import house
from qol.web.staff.people.log_words import words_of

SHOWN = 200
"""Lines; what is older stands in the audit."""


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/sign-ins", "sign_in_log", log)


@roles("administrator")
def log() -> ResponseReturnValue:
    """The last lines of everybody, or refusals alone."""
    failed = request.args.get("show") == "refused"
    lines = sign_in_log.of_all(house(), SHOWN, failed)
    return render_template("staff/people/sign_in_log.html", lines=lines, words=words_of(), failed=failed)
