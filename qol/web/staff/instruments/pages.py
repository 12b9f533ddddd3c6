"""Instruments: what is asked, in which words, and how it is scored, said in sentences."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from qol.language import gettext
from qol.study.paper.paper_forms import Wish
from qol.study.results import printing
from qol.study.wording.instrument_page import instrument_page
from qol.study.wording.instrument_shelf import Shelved, shelf
from qol.web.access import STAFF, roles
from qol.web.house import house, today
from qol.web.staff.instruments import condition_words, scale_words, worked
from qol.web.staff.instruments.reference_words import reference_sentence
from qol.web.staff.visitor import signed_in
from qol.web.staff.wording.words import licence_status


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/instruments", "instruments", instruments)
    blueprint.add_url_rule("/instruments/<instrument_id>", "instrument", instrument)
    blueprint.add_url_rule("/instruments/<instrument_id>/form.pdf", "paper_form", paper_form)


@roles(*STAFF)
def instruments() -> ResponseReturnValue:
    """The shelf alone."""
    return _page(_shelf(), None)


@roles(*STAFF)
def instrument(instrument_id: str) -> ResponseReturnValue:
    """The shelf with one instrument laid open."""
    shelved = _shelf()
    chosen = next((item for item in shelved if item.instrument.id == instrument_id), None)
    if chosen is None:
        abort(404)
    return _page(shelved, chosen)


@roles(*STAFF)
def paper_form(instrument_id: str) -> ResponseReturnValue:
    """The empty form to print; facts of whoever gets it come as arguments of the address."""
    known = {name: value for name, value in request.args.items() if value and name != "language"}
    wish = Wish(instrument_id, request.args.get("language") or None, known)
    body, name = printing.paper_form(house(), signed_in().scope(*STAFF), wish, today())
    answer = Response(body, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer


def _shelf() -> tuple[Shelved, ...]:
    return shelf(house(), signed_in().scope(*STAFF), today())


def _page(shelved: tuple[Shelved, ...], chosen: Shelved | None) -> str:
    return render_template(
        "staff/instruments.html",
        shelf=shelved,
        chosen=chosen,
        page=instrument_page(house(), signed_in().scope(*STAFF), chosen, today()) if chosen else None,
        states=_state_words(),
        say=scale_words,
        conditions=condition_words,
        worked=worked,
        reference_sentence=reference_sentence,
        licence_status=licence_status,
    )


def _state_words() -> dict[str, tuple[str, str, str]]:
    """State of a wording -> glyph, kind and words."""
    return {
        "not_validated": ("sheet", "", gettext("Own wording, not validated")),
        "paraphrase": ("sheet", "", gettext("Paraphrased, not the validated text")),
        "licensed": ("seal", "", gettext("Licensed wording")),
        "refused": ("expired", "bad", gettext("Not shown: wording missing or ended")),
        "unasked": ("missing", "", gettext("No wording: scored, not asked")),
    }
