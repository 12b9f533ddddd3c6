"""The page on which a clinician checks an instrument, and its questions as a patient sees them."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import SQLModel, func, select

from qol.instruments.definition import Term
from qol.instruments.library import Library
from qol.instruments.references import Reference
from qol.web.staff.instruments import worked
from qol.web.staff.instruments.condition_words import _phrases, paper_facts
from qol.web.staff.instruments.reference_words import reference_sentence
from qol.web.staff.instruments.scale_words import scale_sentence, term_sentence
from tests.web.staff.conftest import Site, Visitor

ROOT = Path(__file__).parents[4]
LIBRARY = Library(ROOT / "instruments")


def flat(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_every_instrument_has_a_page_with_all_its_items_scales_examples_and_sources(
    coordinator: Visitor, name: str
) -> None:
    instrument, page = LIBRARY[name], coordinator.text(f"/instruments/{name}")
    for item in instrument.items.values():
        assert item.id in page
    for scale in instrument.scales:
        assert flat(scale_sentence(scale)) in page
    for example in instrument.examples:
        assert flat(example.name) in page
    for source in (instrument.reference, instrument.missing_rule, *instrument.sources):
        assert flat(source) in page
    if instrument.status != "released":
        assert flat(str(instrument.status_reason)) in page


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_conditions_are_said_in_words_and_never_as_the_file_writes_them(coordinator: Visitor, name: str) -> None:
    page = coordinator.text(f"/instruments/{name}")
    assert not re.search(r"asked only: [^.]*\b(stoma (yes|no)|sex (male|female)|occasion|rectum kept)\b", page)


def test_a_few_worked_rows_stand_beside_a_scale_with_gaps_and_no_score() -> None:
    lars = LIBRARY["lars"]
    rows = worked.worked(lars.scale_by_id["total"], lars)
    assert [row.score for row in rows] == [0, "missing", 20]
    assert rows[1].codes.count(None) == 1
    assert rows[2].band == "no LARS"


def test_points_of_a_scale_stand_in_a_table_and_equal_items_together() -> None:
    found = worked.points(LIBRARY["lars"].scale_by_id["total"])
    assert dict(found[0].by_code) == {1: 0, 2: 4, 3: 7}
    assert sum(len(group.items) for group in found) == 5
    assert worked.points(LIBRARY["ipss"].scale_by_id["total"]) == ()


def test_confirmed_numbers_stand_with_their_source_and_others_do_not(coordinator: Visitor) -> None:
    page = coordinator.text("/instruments/lars")
    assert "18.8 % have major LARS" in page and "Juul 2019" in page
    assert "Published numbers belong to the original wording" in page


def test_a_reference_is_one_sentence_with_people_and_source() -> None:
    one = Reference(
        instrument="lars", scale="total", kind="norm", statistic="median", value=16, quartiles=(7, 26), sex="female",
        ages=(50, 79), population="Denmark", source="Juul 2019", confirmed=True,
    )  # fmt: skip
    assert reference_sentence(one) == "Norm: median 16, quartiles 7 to 26. Denmark, women, 50 to 79 years. Juul 2019."


def test_what_only_some_methods_say_is_said() -> None:
    base = LIBRARY["lars"].scale_by_id["total"]
    said = scale_sentence(base.model_copy(update={"factor": 0.6, "prorated": True, "clipped": True}))
    for part in ("Multiplied by 0.6.", "With gaps, what was answered stands for all.", "is taken to its end."):
        assert part in said
    assert "A gap counts 0 points." in scale_sentence(base.model_copy(update={"unanswered": 0.0}))
    alone = base.model_copy(
        update={"method": "mean_of_points", "points": {"q1": {0: 0.0, 100: 100.0}}, "highest": 100.0}
    )
    assert scale_sentence(alone).startswith("The points of q1 alone, 0 to 100. A single question is never filled in.")
    table = base.model_copy(update={"method": "lookup", "points": {}, "scales": {"raw": False}, "table": {4: 16.2}})
    assert scale_sentence(table) == "Read from a table by raw, 0 to 42."
    assert term_sentence(Term(any=3, points=-0.27)) == "-0.27 once, where any answer is 3 or higher."


def test_every_condition_of_the_library_has_words() -> None:
    for instrument in LIBRARY.values():
        conditions = [instrument.applies_if, *(page.ask_if for page in instrument.pages)]
        conditions += [item.ask_if for item in instrument.items.values()]
        conditions += [scale.applies_if for scale in instrument.scales]
        for condition in conditions:
            for fact, values in condition.items():
                assert (fact, values) in _phrases(), instrument.id


def test_a_paper_form_is_offered_for_what_can_be_chosen_alone(coordinator: Visitor) -> None:
    assert paper_facts(LIBRARY["lars"]) == {}
    assert [value for value, _ in paper_facts(LIBRARY["treatment_satisfaction"])["occasion"]] == [
        "decision", "follow_up", "short",
    ]  # fmt: skip
    page = coordinator.get("/instruments/treatment_satisfaction").text
    assert 'action="/instruments/treatment_satisfaction/form.pdf"' in page
    assert 'href="/instruments/lars/form.pdf"' in coordinator.get("/instruments/lars").text


def test_an_instrument_without_words_is_neither_previewed_nor_printed(coordinator: Visitor) -> None:
    unworded = next(one.id for one in LIBRARY.values() if not one.servable)
    page = coordinator.get(f"/instruments/{unworded}").text
    assert "form.pdf" not in page
    assert "/preview/" not in page
    assert coordinator.get(f"/instruments/{unworded}/preview/1").status_code == 409
    assert coordinator.get(f"/instruments/{unworded}/form.pdf").status_code == 409


def test_a_preview_shows_each_wording_in_turn_and_cannot_send_anything(
    as_role: Callable[[str], Visitor],
) -> None:
    visitor = as_role("researcher")
    cr29 = LIBRARY["qlq_cr29"]
    wordings = [ask for item in cr29.items.values() for ask in item.ask.values()]
    for place, wording in enumerate(wordings, 1):
        answer = visitor.get(f"/instruments/qlq_cr29/preview/{place}")
        assert flat(wording) in flat(answer.text)
        assert "<form" not in answer.text and "<script" not in answer.text
    assert visitor.get("/instruments/qlq_cr29/preview/0").status_code == 404
    assert visitor.get(f"/instruments/qlq_cr29/preview/{len(wordings) + 1}").status_code == 404


def test_a_translation_is_previewed_and_printed_in_its_own_direction(coordinator: Visitor) -> None:
    page = coordinator.get("/instruments/treatment_satisfaction").text
    assert '<option value="fa">' in page
    shown = coordinator.get("/instruments/treatment_satisfaction/preview/1?language=fa")
    assert '<html lang="fa" dir="rtl">' in shown.text
    assert "preview/2?language=fa" in shown.text
    printed = coordinator.get("/instruments/treatment_satisfaction/form.pdf?language=fa&occasion=short&stoma=")
    assert "treatment_satisfaction-0.1-fa-short.pdf" in printed.headers["Content-Disposition"]


def test_a_preview_and_a_paper_form_leave_nothing_behind(site: Site, coordinator: Visitor) -> None:
    coordinator.get("/instruments/lars")
    before = rows(site)
    coordinator.get("/instruments/lars/preview/1")
    coordinator.get("/instruments/lars/form.pdf")
    assert rows(site) == before


def rows(site: Site) -> dict[str, int]:
    """How many rows each table holds."""
    with site.clinic.house.database.reading() as session:
        return {
            name: session.exec(select(func.count()).select_from(table)).one()
            for name, table in SQLModel.metadata.tables.items()
        }
