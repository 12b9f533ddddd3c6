"""Accounts, for administrators: who may do what, and ending somebody's sign-ins."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.study.people import account_list
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/accounts", "accounts", accounts)
    blueprint.add_url_rule("/accounts/<login>/sign-out", "end_sessions", end_sessions, methods=["POST"])


@roles("administrator")
def accounts() -> ResponseReturnValue:
    """Every account with its roles and open sign-ins."""
    rows = account_list.accounts(house(), now())
    return render_template("staff/accounts.html", rows=rows, ended=request.args.get("ended"))


@roles("administrator")
def end_sessions(login: str) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    account_list.end_sessions(house(), login, signed_in().staff_id, now())
    return redirect(url_for("staff.accounts", ended=login), 303)
