"""The first page: what it is for, how long it takes, who reads it; and carrying on where one stopped."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from qol.language import present
from qol.study.collection.answering import Questionnaire, decline_forms, questionnaire
from qol.study.collection.path import Section, is_answered, is_settled
from qol.study.collection.progress import minutes
from qol.study.schedule.open_until import open_until
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.survey import places
from qol.web.survey.patient import present_patient
from qol.web.survey.screen import for_questionnaire


def add(blueprint: Blueprint) -> None:
    """The addresses of the beginning."""
    blueprint.add_url_rule("/survey", "welcome", welcome)
    blueprint.add_url_rule("/survey", "start", start, methods=["POST"])
    blueprint.add_url_rule("/survey/leave-out", "leave_out", leave_out, methods=["POST"])
    blueprint.add_url_rule("/survey/resume", "resume", resume)


@roles("patient")
def welcome() -> ResponseReturnValue:
    """Say what this is."""
    with house().database.reading() as session:
        opened = questionnaire(session, present_patient().assessment_id)
        until = open_until(session, opened.assessment.id, now())
    steps = opened.path.steps
    around = for_questionnaire(opened)
    return render_template(
        "survey/welcome.html",
        screen=around,
        foreign=tuple(_foreign(opened, around.foreign)),
        questions=len(steps),
        answered=sum(is_answered(step, opened.store) for step in steps),
        minutes=minutes(len(steps)),
        until=until,
    )


@roles("patient")
def start() -> ResponseReturnValue:
    """To the first question that is still open."""
    opened = _opened()
    return redirect(places.way_to(opened.path.first_open(opened.store)), 303)


@roles("patient")
def leave_out() -> ResponseReturnValue:
    """Leave out every open question that has no words in the patient's language; each can still be answered."""
    with house().database.writing() as session:
        opened = questionnaire(session, present_patient().assessment_id)
        decline_forms(session, opened, opened.foreign(present()), now())
    return redirect(places.address_of(""), 303)


@roles("patient")
def resume() -> ResponseReturnValue:
    """After opening or a break: straight to the first open question, or to the welcome of a new questionnaire."""
    opened = _opened()
    if not opened.is_begun:
        return redirect(places.address_of(""), 303)
    return redirect(places.way_to(opened.path.first_open(opened.store)), 303)


@dataclass(frozen=True)
class ForeignPart:
    """A part of the assessment that is shown in another language; number counts from 1."""

    number: int
    language: str
    questions: int
    still_open: int


def _foreign(opened: Questionnaire, sections: tuple[Section, ...]) -> Iterator[ForeignPart]:
    for section in sections:
        steps = opened.path.of(section)
        still_open = sum(not is_settled(step, opened.store) for step in steps)
        number = opened.path.sections.index(section) + 1
        yield ForeignPart(number, section.instrument.language, len(steps), still_open)


def _opened() -> Questionnaire:
    with house().database.reading() as session:
        return questionnaire(session, present_patient().assessment_id)
