"""What a patient meets: one file a subject, all of them on one blueprint."""

from flask import Blueprint

from qol.web.survey import (
    asking,
    clinic_tablet,
    delivering,
    display,
    documents,
    kept_here,
    licence,
    notices,
    opening,
    pausing,
    planning,
    questions,
    receipts,
    refusals,
    screen,
    sending,
    service_worker,
    shell,
    welcome,
)
from qol.web.survey.patient import keeper

__all__ = ["blueprint", "keeper"]

blueprint = Blueprint("survey", __name__)

blueprint.before_request(screen.speak_to_the_patient)
for subject in (
    opening, welcome, display, pausing, questions, sending, documents, notices, clinic_tablet, asking, delivering,
    planning, shell, service_worker, kept_here,
):  # fmt: skip
    subject.add(blueprint)
refusals.install(blueprint)
licence.install(blueprint)
blueprint.after_request(receipts.say_in_json)
blueprint.context_processor(screen.surroundings)
