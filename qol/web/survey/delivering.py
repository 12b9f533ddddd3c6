"""Where a patient's device delivers what it sealed: a list of envelopes under one pass, answered with receipts.

It knows no cookie and needs none: the pass says for which assessment, the seal that nobody changed it on the way, and
nothing of any patient is in the answer. So it needs no form token either.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from flask.blueprints import BlueprintSetupState
from werkzeug.datastructures import MultiDict

from qol.errors import AccessRefused, DatabaseBusy, EnvelopeRefused, NotFound, QolError
from qol.language import clock, long_date
from qol.language import gettext as _
from qol.storage.sealing import lock_for
from qol.study.collection.delivering import Outcome, Sent, deliver
from qol.study.collection.delivery_pass import assessment_of
from qol.study.collection.path import Given, Step
from qol.study.collection.reply import Reply
from qol.web.access import roles
from qol.web.error_pages import note
from qol.web.house import house, local, now
from qol.web.survey.answer_form import form_for, reply_of

MOST = 40
"""Envelopes in one request."""
STATUS = {"not_asked": 422, "impossible": 422, "unreadable": 422, "closed": 410, "restarted": 410}
"""The status of a refusal by its reason; 409 for the others, which came under an id that was taken."""


def add(blueprint: Blueprint) -> None:
    """The address of deliveries."""
    blueprint.add_url_rule("/deliver", "deliver", take, methods=["POST"])
    blueprint.record(_needs_no_form_token)


@dataclass(frozen=True)
class Delivery:
    """What a request brings, parsed once."""

    delivery_pass: str
    envelopes: tuple[tuple[str, bytes], ...]


@roles("anonymous")
def take() -> tuple[Response, int]:
    """Keep every envelope in turn, up to the first that cannot be applied; each that is kept has its receipt."""
    receipts: list[dict[str, Any]] = []
    try:
        delivery = _delivery(request.get_data())
        assessment = assessment_of(house().database.keys, delivery.delivery_pass, now())
        for identifier, sealed in delivery.envelopes:
            sent = Sent(identifier, assessment, sealed)
            outcome = deliver(house().database, lock_for(house().settings), sent, read, now())
            receipts.append(_receipt(outcome))
            if outcome.state in ("refused", "conflict"):
                return jsonify(receipts=receipts), STATUS.get(outcome.reason or "", 409)
    except AccessRefused as error:
        return jsonify(receipts=receipts, problem=str(error)), 401
    except DatabaseBusy as error:
        note(error)
        return jsonify(receipts=receipts, problem=_("Busy for a moment")), 503
    except NotFound:
        return jsonify(receipts=receipts, problem=_("These questions are closed")), 410
    except QolError as error:
        return jsonify(receipts=receipts, problem=str(error)), 400
    return jsonify(receipts=receipts), 200


def read(step: Step, given: Given | None, answer: str) -> Reply | None:
    """What the page's own field makes of an answer; refused as the page would refuse it."""
    form = form_for(step, given, posted=MultiDict({"answer": answer, "move": "save"}), token=False)
    if not form.validate():
        raise EnvelopeRefused("impossible", "This question does not offer that answer.")
    return reply_of(step, form)


def _delivery(sent: bytes) -> Delivery:
    """The one way in for whatever is sent; raises QolError where it is no delivery."""
    try:
        body: Any = json.loads(sent)
        found = body["envelopes"]
        if not isinstance(found, list) or not 1 <= len(found) <= MOST:
            raise ValueError
        pairs = tuple((str(UUID(one["id"])), base64.b64decode(one["sealed"], validate=True)) for one in found)
        return Delivery(str(body["pass"]), pairs)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, binascii.Error) as error:
        raise QolError(_("This delivery could not be read.")) from error


def _receipt(outcome: Outcome) -> dict[str, Any]:
    """What the device compares and shows."""
    at = local(outcome.received_at)
    return {
        "id": outcome.id,
        "hash": outcome.content_hash,
        "receipt": outcome.receipt,
        "state": outcome.state,
        "date": long_date(at.date()),
        "time": clock(at),
    }


def _needs_no_form_token(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(f"{take.__module__}.{take.__name__}")
