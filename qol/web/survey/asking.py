"""Ask for a new link: the clinic sees it in its list. The answer is the same for everybody, known or not."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from qol.errors import TooManyTries
from qol.language import gettext as _
from qol.study.collection.asking_for_a_link import ask
from qol.web.access import roles
from qol.web.caller import network
from qol.web.house import house, now
from qol.web.survey.opening_forms import LinkForm


def add(blueprint: Blueprint) -> None:
    """The addresses of the request."""
    blueprint.add_url_rule("/s/new", "new_link", new_link)
    blueprint.add_url_rule("/s/new", "ask_for_link", ask_for_link, methods=["POST"])


@roles("anonymous")
def new_link() -> ResponseReturnValue:
    """What has to be known: a code, and the date of birth."""
    return _page(LinkForm(formdata=None))


@roles("anonymous")
def ask_for_link() -> ResponseReturnValue:
    """Note the request where it fits somebody, and say the same in every case."""
    form = LinkForm(formdata=request.form)
    if not form.validate():
        return _page(form, [problem.sentence for problem in form.problems()]), 422
    try:
        ask(house().database, form.secret.data or form.code.data or "", form.birth_date(), network(), now())
    except TooManyTries as error:
        return _page(form, [str(error)]), 429
    sentence = _(
        "If the code and the date of birth belong together, your clinic now sees that you ask for a new link. "
        "It comes by the way that you agreed with the clinic."
    )
    return render_template("survey/sentence.html", heading=_("Your clinic has been asked"), sentence=sentence)


def _page(form: LinkForm, problems: object = ()) -> str:
    return render_template("survey/new_link.html", form=form, problems=problems, at="s")
