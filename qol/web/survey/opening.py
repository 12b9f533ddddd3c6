"""The two ways in: a personal link or typed code with the date of birth, and six digits on a tablet."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from qol.errors import AccessRefused, LinkExpired
from qol.language import gettext as _
from qol.language import speak
from qol.study.collection import sitting
from qol.study.collection.changing_language import change_language
from qol.study.collection.opening import Caller, open_at_home, open_on_tablet
from qol.web.access import roles
from qol.web.caller import network
from qol.web.error_pages import status_of
from qol.web.house import house, now, today
from qol.web.survey import places
from qol.web.survey.clinic_tablet import present_device
from qol.web.survey.opening_forms import CodeForm, LinkForm
from qol.web.survey.patient import choose_before_opening, chosen_before_opening, let_in
from qol.web.survey.screen import screen
from qol.web.tongue import offered


@dataclass(frozen=True)
class Problem:
    """One thing to put right, and the field it concerns."""

    sentence: str
    field: str = ""


def add(blueprint: Blueprint) -> None:
    """The addresses of the ways in."""
    blueprint.add_url_rule("/s", "link", link)
    blueprint.add_url_rule("/s", "open_link", open_link, methods=["POST"])
    blueprint.add_url_rule("/tablet", "tablet", tablet)
    blueprint.add_url_rule("/tablet", "open_tablet", open_tablet, methods=["POST"])


@roles("anonymous")
def link() -> ResponseReturnValue:
    """Ask for the second fact; the secret of the link never reaches the server with an address."""
    return _link_page(LinkForm(formdata=None), closed="closed" in request.args)


@roles("anonymous")
def open_link() -> ResponseReturnValue:
    """Open with secret or typed code, and date of birth."""
    form = LinkForm(formdata=request.form)
    if pressed := offered(request.form.get("language")):
        choose_before_opening(language=pressed)
        speak(pressed)
        return _link_page(form)
    if not form.validate():
        return _link_page(form, problems=form.problems()), 422
    kind, secret = ("link", form.secret.data) if form.secret.data else ("typed", form.code.data)
    try:
        token = open_at_home(house().database, kind, secret or "", form.birth_date(), _caller(), now(), screen().phone)
    except LinkExpired as error:
        return _ended(str(error)), 410
    except AccessRefused as error:
        return _link_page(form, problems=[Problem(str(error), "day")]), status_of(error)
    return _let_in(token)


@roles("anonymous")
def tablet() -> ResponseReturnValue:
    """The code pad."""
    return render_template("survey/tablet.html", form=CodeForm(formdata=None), problem="", at="tablet")


@roles("anonymous")
def open_tablet() -> ResponseReturnValue:
    """Open with six digits."""
    form = CodeForm(formdata=request.form)
    try:
        token = open_on_tablet(house().database, form.code.data or "", _caller(), now(), screen().phone)
    except AccessRefused as error:
        answer = render_template("survey/tablet.html", form=CodeForm(formdata=None), problem=str(error), at="tablet")
        return answer, status_of(error)
    return _let_in(token)


def _link_page(form: LinkForm, problems: Any = (), closed: bool = False) -> str:
    return render_template("survey/link.html", form=form, problems=problems, closed=closed, at="s")


def _ended(sentence: str) -> str:
    return render_template("survey/sentence.html", heading=_("This link has ended"), sentence=sentence, ask_new=True)


def _let_in(token: str) -> Response:
    """To the questions, in the language that was pressed on the way in."""
    pressed = offered(chosen_before_opening().get("language"))
    if pressed:
        with house().database.writing() as rows:
            found = sitting.find(rows, token, now())
            if found is not None:
                change_language(house(), rows, found.assessment_id, pressed, today(), now())
    return let_in(make_response(redirect(places.resume_address(), 303)), token)


def _caller() -> Caller:
    """Whoever asks; the language belongs to the questionnaire, not to the device."""
    chosen = {name: value for name, value in chosen_before_opening().items() if name != "language"}
    device = present_device()
    return Caller(network(), chosen, device.site_id if device else None)
