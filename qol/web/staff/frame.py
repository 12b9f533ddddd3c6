"""What the frame of every staff page shows: places, person, study, stamp."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from qol.language import gettext, languages
from qol.study.people.provider import is_there
from qol.web.access import STAFF, roles_of
from qol.web.demonstration import is_demonstration
from qol.web.house import house
from qol.web.staff.visitor import this_page, visitor
from qol.web.staff.words import ROLE_WORDS


@dataclass(frozen=True)
class Place:
    """One link of the bar."""

    endpoint: str
    label: str
    address: str


def surroundings() -> dict[str, Any]:
    """Variables of the frame; a page of nobody has no places."""
    person = visitor()
    return {
        "visitor": person,
        "study": person.study if person else None,
        "demonstration": is_demonstration(),
        "places": tuple(_places(person.roles)) if person else (),
        "role_words": [ROLE_WORDS[role]() for role in STAFF if role in person.roles] if person else [],
        "here": _here(),
        "languages": languages(),
        "provider": _provider(),
        "this_page": this_page(),
    }


def _provider() -> str:
    """What the hospital's own sign-in is called; empty where there is none."""
    settings = house().settings
    return (settings.oidc_name or gettext("the hospital's sign-in")) if is_there(settings) else ""


def _places(held: frozenset[str]) -> Iterator[Place]:
    """The places that one of the person's roles may enter."""
    labels = {
        "staff.due": gettext("Who is due"),
        "staff.patients": gettext("Patients"),
        "staff.queries": gettext("Queries"),
        "staff.enrol": gettext("Enrol"),
        "staff.tablets": gettext("Tablets"),
        "staff.compared": gettext("Comparison"),
        "staff.plan": gettext("Analysis plan"),
        "staff.datasets": gettext("Datasets"),
        "staff.protocol": gettext("Protocol"),
        "staff.instruments": gettext("Instruments"),
        "staff.wording_packs": gettext("Wording packs"),
        "staff.protocols": gettext("Protocols"),
        "staff.accounts": gettext("Accounts"),
        "staff.consent_texts": gettext("Consent"),
        "staff.audit": gettext("Audit"),
    }
    for endpoint, label in labels.items():
        if endpoint == "staff.protocol" and "administrator" in held:
            continue  # reached from the protocols
        if roles_of(current_app, endpoint) & held:
            yield Place(endpoint, label, url_for(endpoint))


def _here() -> str:
    """Which place of the bar this page belongs to."""
    belongs = {
        "staff.patient": "staff.patients",
        "staff.consent": "staff.patients",
        "staff.erase": "staff.patients",
        "staff.consent_text": "staff.consent_texts",
        "staff.events": "staff.patients",
        "staff.characteristics": "staff.patients",
        "staff.lock_plan": "staff.plan",
        "staff.change_events": "staff.patients",
        "staff.instrument": "staff.instruments",
        "staff.licences": "staff.instruments",
        "staff.waiting_pack": "staff.wording_packs",
        "staff.withdraw_pack": "staff.wording_packs",
        "staff.waiting_protocol": "staff.protocols",
        "staff.preview": "staff.instruments",
        "staff.hand_over": "staff.due",
        "staff.entry": "staff.patients",
        "staff.form": "staff.patients",
        "staff.correct_form": "staff.patients",
        "staff.form_in_error": "staff.patients",
        "staff.query": "staff.queries",
        "staff.attention": "staff.due",
        "staff.freezes": "staff.datasets",
        "staff.answer_query": "staff.queries",
        "staff.shelf": "staff.patients",
        "staff.mail": "staff.patients",
        "staff.bring_in": "staff.patients",
        "staff.patients_mail": "staff.patients",
        "staff.entry_sheet": "staff.patients",
        "staff.own_password": "staff.own_account",
        "staff.own_second_factor": "staff.own_account",
        "staff.no_second_factor": "staff.own_account",
        "staff.account": "staff.accounts",
        "staff.change_account": "staff.accounts",
        "staff.invite": "staff.accounts",
        "staff.sites": "staff.accounts",
        "staff.sign_in_log": "staff.accounts",
    }
    endpoint = request.endpoint or ""
    return belongs.get(endpoint, endpoint)
