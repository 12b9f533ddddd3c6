"""The list of queries, and the page on which one is answered."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from qol.errors import NotFound, QolError
from qol.study.corrections import reasons
from qol.study.patients.patient_record import course
from qol.study.queries.answering import ANSWERS, confirm, query_of
from qol.study.queries.listing import AGES, Narrowed, query_list
from qol.study.queries.rules import KINDS
from qol.study.scope import Scope
from qol.web.access import roles
from qol.web.error_pages import status_of
from qol.web.house import house, now, today
from qol.web.staff.checking.query_words import KIND_WORDS, STATE_WORDS, said
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/queries", "queries", queries)
    blueprint.add_url_rule("/patients/<code>/queries/<query_id>", "query", query)
    blueprint.add_url_rule("/patients/<code>/queries/<query_id>/answer", "answer_query", answer_query, methods=["POST"])


@roles("coordinator", "clinician")
def queries() -> ResponseReturnValue:
    """Queries of the account's sites, the oldest first, narrowed."""
    scope = signed_in().scope("coordinator", "clinician")
    narrowed = _narrowed()
    found = query_list(house(), scope, narrowed, today())
    return render_template(
        "staff/checking/queries.html",
        found=found,
        rows=[(said(one), one.days_open(today())) for one in found.rows],
        narrowed=narrowed,
        kinds={kind: KIND_WORDS[kind]() for kind in KINDS if found.kinds.get(kind) or kind == narrowed.kind},
        states={state: words() for state, words in STATE_WORDS.items()},
        ages=AGES,
    )


def _narrowed() -> Narrowed:
    """What the address asks for; anything unknown counts as not said."""
    asked = request.args
    older, page = asked.get("older", ""), asked.get("page", "")
    state, kind = asked.get("state", ""), asked.get("kind", "")
    return Narrowed(
        state=state if state in STATE_WORDS else "open",
        kind=kind if kind in KINDS else "",
        site=asked.get("site", ""),
        older_than=int(older) if older in {str(days) for days in AGES} else 0,
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )


@roles("coordinator", "clinician")
def query(code: str, query_id: str) -> ResponseReturnValue:
    """What is in doubt, what was said of it, and what can be done."""
    return _page(signed_in().scope("coordinator", "clinician"), code, query_id)


@roles("coordinator")
def answer_query(code: str, query_id: str) -> ResponseReturnValue:
    """It is right as it is, and why."""
    scope, reason = signed_in().scope("coordinator"), request.form.get("reason", "")
    try:
        confirm(house(), scope, code, query_id, request.form.get("looked_at", ""), reason, now())
    except NotFound:
        raise
    except QolError as refused:
        status = status_of(refused)
        return _page(scope, code, query_id, reason, str(refused)), 422 if status == 400 else status
    return redirect(url_for("staff.patient", code=code, answered="yes"), 303)


def _page(scope: Scope, code: str, query_id: str, reason: str = "", refused: str = "") -> str:
    one = query_of(house(), scope, code, query_id, today())
    return render_template(
        "staff/checking/query.html",
        code=code,
        one=said(one),
        days=one.days_open(today()),
        names=course(house(), scope, code, today()).names,
        answers={name: words() for name, words in ANSWERS.items()},
        why=reasons.said,
        reason=reason,
        refused=refused,
        faulty=bool(refused),
        token=FlaskForm(),
    )
