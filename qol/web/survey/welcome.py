"""The first page: what it is for, how long it takes, who reads it; and carrying on where one stopped."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from qol.study.answering import Questionnaire, questionnaire
from qol.study.path import is_answered
from qol.study.progress import minutes
from qol.web.access import roles
from qol.web.house import house
from qol.web.survey import places
from qol.web.survey.patient import present_patient
from qol.web.survey.screen import for_questionnaire


def add(blueprint: Blueprint) -> None:
    """The addresses of the beginning."""
    blueprint.add_url_rule("/survey", "welcome", welcome)
    blueprint.add_url_rule("/survey", "start", start, methods=["POST"])
    blueprint.add_url_rule("/survey/resume", "resume", resume)


@roles("patient")
def welcome() -> ResponseReturnValue:
    """Say what this is."""
    opened = _opened()
    steps = opened.path.steps
    return render_template(
        "survey/welcome.html",
        screen=for_questionnaire(opened),
        questions=len(steps),
        answered=sum(is_answered(step, opened.store) for step in steps),
        minutes=minutes(len(steps)),
    )


@roles("patient")
def start() -> ResponseReturnValue:
    """To the first question that is still open."""
    opened = _opened()
    return redirect(places.way_to(opened.path.first_open(opened.store)), 303)


@roles("patient")
def resume() -> ResponseReturnValue:
    """After opening or a break: straight to the first open question, or to the welcome of a new questionnaire."""
    opened = _opened()
    if not opened.is_begun:
        return redirect(places.address_of(""), 303)
    return redirect(places.way_to(opened.path.first_open(opened.store)), 303)


def _opened() -> Questionnaire:
    with house().database.reading() as session:
        return questionnaire(session, present_patient().assessment_id)
