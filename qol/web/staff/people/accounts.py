"""Accounts, for administrators: the list, one account with everything that can be done with it."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import NotFound, QolError
from qol.study.people import account_list, sign_in_log
from qol.study.people.accounts import ROLES, Grant
from qol.study.people.invitations import Link
from qol.study.people.link_by_mail import sent_by_mail
from qol.web.access import asks_again, roles
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.people.log_words import words_of
from qol.web.staff.people.state_words import account_states
from qol.web.staff.visitor import signed_in

OWN_LOG = 20
"""Lines of an account's log on its page."""


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/accounts", "accounts", accounts)
    blueprint.add_url_rule("/accounts/<login>", "account", account)
    blueprint.add_url_rule("/accounts/<login>/change", "change_account", change_account, methods=["POST"])
    blueprint.add_url_rule("/accounts/<login>/sign-out", "end_sessions", end_sessions, methods=["POST"])


@roles("administrator")
def accounts() -> ResponseReturnValue:
    """Every account with its roles and open sign-ins."""
    rows = account_list.accounts(house(), now())
    return render_template(
        "staff/people/accounts.html", rows=rows, states=account_states(), ended=request.args.get("ended")
    )


@roles("administrator")
def account(login: str) -> ResponseReturnValue:
    """One account."""
    return _page(login)


@roles("administrator")
@asks_again("staff.accounts")
def change_account(login: str) -> ResponseReturnValue:
    """One of the acts of the account's page; what made a link shows it, once."""
    move, by = request.form.get("move", ""), signed_in().staff_id
    try:
        link = _acts(login, by)[move]()
    except KeyError:
        raise NotFound("There is no such act.") from None
    except NotFound:
        raise
    except QolError as refused:
        return _page(login, refused=str(refused), faulty=True), status_of(refused)
    if link is not None:
        return _page(login, link=link, mailed=sent_by_mail(house(), link, by, now()))
    return redirect(url_for("staff.account", login=login, done=move), 303)


@roles("administrator")
@asks_again("staff.accounts")
def end_sessions(login: str) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    account_list.end_sessions(house(), login, signed_in().staff_id, now())
    return redirect(url_for("staff.accounts", ended=login), 303)


def grant_of(role: str, place: str) -> Grant:
    """A role with the place that a form names: nothing, `study:ID` or `site:ID`."""
    kind, _, place_id = place.partition(":")
    return Grant(role, place_id if kind == "study" else None, place_id if kind == "site" else None)


def _acts(login: str, by: str) -> dict[str, Callable[[], Link | None]]:
    """Name of a button -> what it does."""
    sent, reason = request.form, request.form.get("reason", "")
    grant = grant_of(sent.get("role", ""), sent.get("place", ""))
    return {
        "give": lambda: account_list.give_role(house(), login, grant, by, now()),
        "take": lambda: account_list.take_role(house(), login, sent.get("held", ""), by, now()),
        "shut": lambda: account_list.shut(house(), login, by, reason, now()),
        "reopen": lambda: account_list.reopen(house(), login, by, reason, now()),
        "end": lambda: account_list.end_sessions(house(), login, by, now()),
        "invite": lambda: account_list.link_again(house(), login, by, now()),
        "reset": lambda: account_list.begin_anew(house(), login, by, reason, now()),
    }


def _page(login: str, **more: object) -> str:
    one = account_list.account(house(), login, now())
    return render_template(
        "staff/people/account.html",
        account=one,
        states=account_states(),
        role_names=ROLES,
        offered=account_list.places(house()),
        log=sign_in_log.of_account(house(), one.id, OWN_LOG),
        words=words_of(),
        done=request.args.get("done", ""),
        **more,
    )
