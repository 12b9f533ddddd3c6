"""The plan of a questionnaire: what a patient's page needs to go on by itself, without asking the server again.

It is fetched once by the page, kept in its memory and never by a cache: it holds the answers so far. What outlives the
page on the device is described in docs/offline.md.
"""

import base64
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, url_for

from qol.language import direction, month, present
from qol.storage.sealing import lock_for
from qol.study.collection.answering import Questionnaire, questionnaire
from qol.study.collection.delivery_pass import pass_for
from qol.study.collection.path import Section
from qol.study.schedule.next_time import next_questions_on
from qol.web.access import roles
from qol.web.house import house, now, today
from qol.web.survey import documents, shell
from qol.web.survey.notices import said_of_wording
from qol.web.survey.patient import present_patient

SHAPE = 1
"""Raised when keys change their name or meaning; a page does not read a plan of another shape."""


def add(blueprint: Blueprint) -> None:
    """The address of the plan."""
    blueprint.add_url_rule("/survey/plan", "plan", plan)


@roles("patient")
def plan() -> Response:
    """Forms, facts and answers as they stand, where to deliver, and the addresses of the static documents."""
    with house().database.reading() as session:
        opened = questionnaire(session, present_patient().assessment_id)
        again_on = next_questions_on(session, opened.assessment, today())
    return jsonify(
        shape=SHAPE,
        now=int(now().timestamp() * 1000),
        assessment=opened.assessment.id,
        key=base64.b64encode(lock_for(house().settings).public).decode(),
        **{"pass": pass_for(house().database.keys, opened.assessment.id, now())},
        language=present(),
        shell=shell.address_of(present()),
        facts=dict(opened.facts),
        sections=[_section(section) for section in opened.sections],
        answers=_answers(opened),
        help=render_template("survey/help.html"),
        finished=render_template("survey/finished_later.html", next_on=month(again_on) if again_on else ""),
    )


def _section(section: Section) -> dict[str, Any]:
    said, language = said_of_wording(section)
    return {
        "position": section.position,
        "form": section.form_id,
        "document": documents.address_of(section.instrument),
        "notice": said[:1].upper() + said[1:],
        "notice_language": language,
        "notice_direction": direction(language),
    }


def _answers(opened: Questionnaire) -> list[dict[str, Any]]:
    """What the store holds, one entry an item, in the words of the page's script."""
    return [
        {"form": form, "item": item, "state": given.state, "value": given.value, "text": given.text,
         "version": given.version}
        for (form, item), given in opened.store.items()
    ]  # fmt: skip


def address() -> str:
    """Where a page fetches its plan."""
    return url_for("survey.plan")
