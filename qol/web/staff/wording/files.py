"""Files of wording packs, for administrators: an empty one to fill in, a stored one to keep or to withdraw."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.errors import NotFound
from qol.instruments.wording_packs import plain_name
from qol.instruments.wording_template import template
from qol.study.wording import licensed_wording
from qol.web.access import asks_again, roles
from qol.web.house import house, now, today
from qol.web.staff.visitor import signed_in
from qol.web.staff.wording.words import pack_states


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    pack = "/wording/packs/<name>"
    blueprint.add_url_rule("/wording/empty", "empty_pack", empty_pack)
    blueprint.add_url_rule(pack, "download_pack", download_pack)
    blueprint.add_url_rule(f"{pack}/withdraw", "withdraw_pack", withdraw_pack, methods=["GET", "POST"])


@roles("administrator")
def empty_pack() -> ResponseReturnValue:
    """An empty pack of an instrument and a language, to fill in."""
    instrument = house().library[request.args.get("instrument", "")]
    language, study = request.args.get("language", ""), signed_in().study
    text = template(instrument, language, study.name if study else "")
    return _attachment(text.encode(), f"{instrument.id}.{language}.yaml")


@roles("administrator")
def download_pack(name: str) -> ResponseReturnValue:
    """One stored file as it is."""
    body = licensed_wording.downloaded(house(), name, signed_in().staff_id, now())
    return _attachment(body, plain_name(name))


@roles("administrator")
@asks_again()
def withdraw_pack(name: str) -> ResponseReturnValue:
    """Say what withdrawing means, then do it."""
    if request.method == "POST":
        licensed_wording.withdraw(house(), name, signed_in().staff_id, now())
        return redirect(url_for("staff.wording_packs", withdrawn=name), 303)
    states = licensed_wording.states(house(), today())
    one = next((s for s in states if s.pack.name == name and licensed_wording.is_stored(house(), s)), None)
    if one is None:
        raise NotFound("There is no such wording pack.")
    asked = licensed_wording.is_asked(one, licensed_wording.asked_for(house()))
    return render_template("staff/wording_withdraw.html", one=one, asked=asked, states=pack_states())


def _attachment(body: bytes, name: str) -> Response:
    answer = Response(body, mimetype="application/yaml")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
