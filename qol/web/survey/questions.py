"""One question a page: shown, kept when it is left, skipped after one confirmation, cleared."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from qol.study.collection import answering, sitting
from qol.study.collection.answering import Questionnaire, questionnaire
from qol.study.collection.path import Step
from qol.study.collection.progress import progress
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.survey import places
from qol.web.survey.answer_form import AnswerForm, form_for, reply_of
from qol.web.survey.patient import present_patient
from qol.web.survey.receipts import receipt, wants_json
from qol.web.survey.screen import for_questionnaire

QUESTION = "/survey/<int:part>/<item>"


def add(blueprint: Blueprint) -> None:
    """The addresses of a question and of the page before it."""
    blueprint.add_url_rule(QUESTION, "item", item)
    blueprint.add_url_rule(QUESTION, "answer", answer, methods=["POST"])
    blueprint.add_url_rule(f"{QUESTION}/before", "note", note)
    blueprint.add_url_rule(f"{QUESTION}/before", "leave_note", leave_note, methods=["POST"])


@roles("patient")
def item(part: int, item: str) -> ResponseReturnValue:
    """Show a question with what the store holds for it."""
    with house().database.reading() as session:
        opened = questionnaire(session, present_patient().assessment_id)
    step = opened.path.find(part, item)
    if step is None:  # the path has changed since this address was made
        return redirect(places.way_to(opened.path.first_open(opened.store)), 303)
    form = form_for(step, opened.given(step), back=request.args.get("back"))
    return page(opened, step, form, missing="missing" in request.args)


@roles("patient")
def answer(part: int, item: str) -> ResponseReturnValue:
    """Keep what was given and go where the pressed button leads."""
    with house().database.writing() as session:
        opened = questionnaire(session, present_patient().assessment_id)
        step = opened.path.find(part, item)
        if step is None:
            return redirect(places.way_to(opened.path.first_open(opened.store)), 303)
        form = form_for(step, opened.given(step), posted=request.form)
        if not form.validate():
            return refused(opened, step, form)
        return leave(session, opened, step, form)


def leave(session: Session, opened: Questionnaire, step: Step, form: AnswerForm) -> ResponseReturnValue:
    """One button, one way: save, skip, clear, break, language, back, next."""
    move = form.move.data
    if move == "save":
        return save(session, opened, step, form)
    if move == "skip":
        answering.decline(session, opened, step, now())
    elif move == "clear":
        answering.clear(session, opened, step, now())
        return redirect(places.address_of_step(step, **form.query), 303)
    else:
        left = answering.leave(session, opened, step, reply_of(step, form), now(), asking=move == "next")
        if left.asks:
            return redirect(places.address_of_step(step, missing="yes", **form.query), 303)
    if move == "break":
        return lock(session)
    after = questionnaire(session, opened.assessment.id)  # an answer may have changed the path
    return redirect(destination(after, step, move, form), 303)


def save(session: Session, opened: Questionnaire, step: Step, form: AnswerForm) -> Response:
    """Keep an answer while its page stays open, unless a later one has come in between."""
    given = opened.given(step)
    in_force = given.version if given else 0
    if form.revision.data != str(in_force):
        return receipt(saved=False, revision=in_force)
    left = answering.leave(session, opened, step, reply_of(step, form), now(), asking=False)
    return receipt(saved=left.revision > 0, revision=left.revision)


def destination(opened: Questionnaire, step: Step, move: str, form: AnswerForm) -> str:
    """The address after a page was left and its answer kept."""
    if move in ("language", "display"):
        return places.settings_address(places.place_of(step), move)
    if form.back.data == "check":
        return places.address_of("check")
    if move == "back":
        return places.way_back(opened.path, step)
    here = opened.path.find(step.position, step.item.id)
    return places.way_to(opened.path.after(here) if here else opened.path.first_open(opened.store))


def lock(session: Session) -> Response:
    """A break: the tablet locks; at home nothing need be locked."""
    here = present_patient()
    if here.on_tablet:
        sitting.lock(session, here, now())
    return make_response(redirect(places.address_of("break"), 303))


def page(opened: Questionnaire, step: Step, form: AnswerForm, *, missing: bool = False, problem: str = "") -> str:
    """The page of a question."""
    given = opened.given(step)
    saved = "this" if given and given.is_answer else "so_far" if opened.is_begun else None
    return render_template(
        "survey/question.html", screen=for_questionnaire(opened), step=step, form=form,
        where=progress(opened.path, step), saved=saved, missing=missing, problem=problem,
    )  # fmt: skip


def refused(opened: Questionnaire, step: Step, form: AnswerForm) -> ResponseReturnValue:
    """What cannot be kept comes back with a sentence; what was written stays in its field."""
    problem = str(form.answer.errors[0]) if form.answer.errors else ""
    if wants_json():
        return receipt(saved=False, problem=problem)
    return page(opened, step, form, problem=problem), 422


@roles("patient")
def note(part: int, item: str) -> ResponseReturnValue:
    """What is said on a page of its own before a question."""
    with house().database.reading() as session:
        opened = questionnaire(session, present_patient().assessment_id)
    step = opened.path.find(part, item)
    if step is None or not step.note:
        return redirect(places.way_to(step or opened.path.first_open(opened.store)), 303)
    where = progress(opened.path, step)
    return render_template("survey/note.html", screen=for_questionnaire(opened), step=step, where=where)


@roles("patient")
def leave_note(part: int, item: str) -> ResponseReturnValue:
    """On to the question, back before it, or one of the other ways."""
    move = request.form.get("move", "next")
    with house().database.writing() as session:
        if move == "break":
            return lock(session)
        opened = questionnaire(session, present_patient().assessment_id)
    step = opened.path.find(part, item)
    if step is None:
        return redirect(places.way_to(opened.path.first_open(opened.store)), 303)
    if move in ("language", "display"):
        return redirect(places.settings_address(places.place_of(step, note=True), move), 303)
    if move == "back":
        return redirect(places.way_back(opened.path, step, from_note=True), 303)
    return redirect(places.address_of_step(step), 303)
