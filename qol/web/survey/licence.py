"""Licensed questions are shown through the last day of their licence; whoever comes later is told whom to ask."""

from dataclasses import replace
from uuid import uuid4

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from qol.language import gettext as _
from qol.study.wording.wording_refusals import is_withheld
from qol.web.house import house, today
from qol.web.survey.patient import is_open, present_patient
from qol.web.survey.screen import Screen, screen

CHECK = "survey.check"
SHOWING = frozenset({"survey.welcome", "survey.start", "survey.resume", "survey.item", "survey.note", CHECK})
"""Pages that show questions or lead to them. Answers that are on their way are taken; all can be sent unseen."""


def install(blueprint: Blueprint) -> None:
    """Ask before every page with questions."""
    blueprint.before_request(refuse)


def refuse() -> ResponseReturnValue | None:
    """A plain sentence instead of a question that may not be shown."""
    if request.endpoint not in SHOWING or not is_open():
        return None
    with house().database.reading() as session:
        if not is_withheld(house(), session, present_patient().assessment_id, today()):
            return None
    around = replace(screen(), open=False)  # the page does not go on by itself
    heading, submission = _("These questions cannot be shown today"), str(uuid4())
    template = "survey/withheld.html" if request.endpoint == CHECK else "survey/sentence.html"
    page = render_template(template, heading=heading, sentence=_sentence(around), screen=around, submission=submission)
    return page, 409


def _sentence(around: Screen) -> str:
    kept = _("The clinic's licence for them has to be renewed. Everything you answered is kept.")
    if around.tablet:
        ask = _("Please give this tablet back to the desk.")
    elif around.phone:
        ask = _("Please call %(phone)s.") % {"phone": around.phone.replace(" ", "\N{NO-BREAK SPACE}")}
    else:
        ask = _("Please ask your clinic.")
    return f"{kept} {ask}"
