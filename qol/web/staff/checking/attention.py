"""Answers that the protocol marks: the list of flags, and the note that somebody saw one."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from qol.study.attention.seeing import see, watch
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in
from qol.web.staff.words import ROLE_WORDS


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/attention", "attention", attention)
    blueprint.add_url_rule("/patients/<code>/attention", "see_flag", see_flag, methods=["POST"])


@roles("coordinator", "clinician")
def attention() -> ResponseReturnValue:
    """What waits, overdue first; then what was seen, by whom and when."""
    found, moment = watch(house(), signed_in().scope("coordinator", "clinician")), now()
    reader = found.attention.reader if found.attention else ""
    return render_template(
        "staff/checking/attention.html",
        watch=found,
        waiting=found.waiting(moment),
        seen=[flag for flag in reversed(found.flags) if flag.seen],
        now=moment,
        reads=signed_in().scope(reader or ""),
        reader_words=ROLE_WORDS[reader]() if reader else "",
        token=FlaskForm(),
    )


@roles("coordinator", "clinician")
def see_flag(code: str) -> ResponseReturnValue:
    """One flag was seen."""
    visitor, version = signed_in(), request.form.get("version", "")
    place = (
        request.form.get("form", ""),
        request.form.get("item", ""),
        int(version) if version.isdecimal() and len(version) < 6 else 0,
    )
    see(house(), visitor.scope("coordinator", "clinician"), visitor.scope, code, place, now())
    if request.form.get("back") == "list":
        return redirect(url_for("staff.attention"), 303)
    return redirect(url_for("staff.patient", code=code), 303)
