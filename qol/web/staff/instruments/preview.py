"""An instrument as a patient sees it, question by question. Nothing can be sent, so nothing is kept."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from qol.instruments.definition import Instrument, Item, Page
from qol.instruments.wording import Worded
from qol.language import present, speaking
from qol.study.paper.paper_forms import Wish, worded
from qol.study.studies import study_of
from qol.web.access import STAFF, roles
from qol.web.house import house, today
from qol.web.staff.instruments.condition_words import aloud
from qol.web.staff.instruments.scale_words import asked_only
from qol.web.staff.visitor import signed_in
from qol.web.survey.answer_form import empty_form


@dataclass(frozen=True)
class Shown:
    """One question in one of its wordings. when: for whom this wording is, empty where there is only one."""

    page: Page
    item: Item
    words: str
    when: str


def add(blueprint: Blueprint) -> None:
    """Register the address."""
    blueprint.add_url_rule("/instruments/<instrument_id>/preview/<int:place>", "preview", preview)


@roles(*STAFF)
def preview(instrument_id: str, place: int) -> ResponseReturnValue:
    """One question, the first is 1; radio buttons can be tried, and there is no form around them."""
    language = request.args.get("language") or None
    study = study_of(house(), signed_in().scope(*STAFF))
    chosen = worded(house().settings, house().library, study, Wish(instrument_id, language), today())
    shown = _questions(chosen.instrument)
    if not 1 <= place <= len(shown):
        abort(404)
    context = _context(chosen, shown, place) | {"language_asked": language, "reader": present()}
    with speaking(chosen.instrument.language):
        return render_template("staff/preview.html", **context)


def _context(chosen: Worded, shown: list[Shown], place: int) -> dict[str, object]:
    instrument, one = chosen.instrument, shown[place - 1]
    asked = [asked_only(one.page.ask_if), asked_only(one.item.ask_if), one.when]
    return {
        "chosen": chosen, "instrument": instrument, "shown": one, "place": place, "count": len(shown),
        "asked": [said for said in asked if said],
        "first": one.page.items[0] is one.item,
        "form": empty_form(instrument, one.item.id),
    }  # fmt: skip


def _questions(instrument: Instrument) -> list[Shown]:
    return [
        Shown(page, item, words, aloud(instrument.variants[name]) if name else "")
        for page, item in instrument.pages_with_items()
        for name, words in item.ask.items()
    ]
