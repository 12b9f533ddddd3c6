"""The sites of studies, for administrators: list, add, rename, close and open again."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import NotFound, QolError
from qol.study.people import sites as every_site
from qol.web.access import asks_again, roles
from qol.web.error_pages import status_of
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/sites", "sites", sites)
    blueprint.add_url_rule("/sites/new", "add_site", add_site, methods=["POST"])
    blueprint.add_url_rule("/sites/<site_id>", "change_site", change_site, methods=["POST"])


@roles("administrator")
def sites() -> ResponseReturnValue:
    """Every study with its sites."""
    return _page()


@roles("administrator")
@asks_again("staff.sites")
def add_site() -> ResponseReturnValue:
    """One more site of a study."""
    sent, by = request.form, signed_in().staff_id
    try:
        every_site.add(house(), sent.get("study", ""), sent.get("name", ""), sent.get("phone", ""), by, now())
    except NotFound:
        raise
    except QolError as refused:
        return _page(refused=str(refused), faulty=True), status_of(refused)
    return redirect(url_for("staff.sites", done="added"), 303)


@roles("administrator")
@asks_again("staff.sites")
def change_site(site_id: str) -> ResponseReturnValue:
    """Rename, close or open one."""
    sent, by, move = request.form, signed_in().staff_id, request.form.get("move", "rename")
    try:
        if move == "close":
            every_site.close(house(), site_id, by, now())
        elif move == "reopen":
            every_site.reopen(house(), site_id, by, now())
        else:
            every_site.rename(house(), site_id, sent.get("name", ""), sent.get("phone", ""), by, now())
    except NotFound:
        raise
    except QolError as refused:
        return _page(refused=str(refused), faulty=True), status_of(refused)
    return redirect(url_for("staff.sites", done=move), 303)


def _page(**more: object) -> str:
    return render_template(
        "staff/people/sites.html", studies=every_site.every(house()), done=request.args.get("done", ""), **more
    )
