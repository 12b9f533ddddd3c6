"""Check your answers, send them, thank you."""

from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qol.storage import assessments
from qol.study.collection.answering import questionnaire
from qol.study.collection.submitting import submit as submit_answers
from qol.study.schedule.next_time import next_questions_on
from qol.web.access import roles
from qol.web.house import house, local, now, today
from qol.web.survey import places
from qol.web.survey.patient import is_open, present_patient
from qol.web.survey.questions import lock
from qol.web.survey.review import review
from qol.web.survey.screen import for_questionnaire


def add(blueprint: Blueprint) -> None:
    """The addresses of the end."""
    blueprint.add_url_rule("/survey/check", "check", check)
    blueprint.add_url_rule("/survey/submit", "submit", submit, methods=["POST"])
    blueprint.add_url_rule("/survey/finished", "finished", finished)


@roles("patient")
def check() -> ResponseReturnValue:
    """Every answer and every gap; the submission's id is made with this page and sent back with it."""
    with house().database.reading() as session:
        opened = questionnaire(session, present_patient().assessment_id)
    return render_template(
        "survey/check.html", screen=for_questionnaire(opened), review=review(opened), submission=str(uuid4())
    )


@roles("patient")
def submit() -> ResponseReturnValue:
    """Send the answers, or one of the other ways off the page."""
    move = request.form.get("move", "next")
    if is_open() and move == "break":
        with house().database.writing() as session:
            return lock(session)
    if is_open() and move in ("language", "display"):
        return redirect(places.settings_address("check", move), 303)
    if is_open() and move == "back":
        with house().database.reading() as session:
            steps = questionnaire(session, present_patient().assessment_id).path.steps
        return redirect(places.address_of_step(steps[-1]) if steps else places.address_of(""), 303)
    submission = request.form.get("submission", "")
    submit_answers(house().database, present_patient().assessment_id, submission, now())
    return redirect(url_for("survey.finished"), 303)


@roles("patient")
def finished() -> ResponseReturnValue:
    """The receipt, and what happens next; nothing of the answers."""
    with house().database.reading() as session:
        assessment = assessments.by_id(session, present_patient().assessment_id)
        again_on = next_questions_on(session, assessment, today())
    if assessment.submitted_at is None:
        return redirect(places.address_of("check"), 303)
    return render_template("survey/finished.html", received=local(assessment.submitted_at), next_on=again_on)
