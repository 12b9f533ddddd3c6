"""Paper forms of every instrument that has words, and of a small Persian one with every kind of answer."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from qol.errors import QolError
from qol.instruments.definition import Instrument
from qol.instruments.library import Library, load
from qol.instruments.wording import Worded, dressed, notice_of
from qol.language import direction
from qol.reports._form.document import document
from qol.reports._form.only_if import only_if, remaining
from qol.reports._form.sheet import Question, parts
from qol.reports._paper import Paper, _weasyprint, pdf
from tests.reports.reading import catalogue, fonts, pages
from tests.reports.test_accessible import errors

HERE = Path(__file__).parent
LIBRARY = Library(HERE.parents[1] / "instruments")
PERSIAN = load(HERE / "forms" / "tiny_fa.yaml")
SERVED = [*(one for one in LIBRARY.values() if one.servable), PERSIAN]
EVERY = pytest.mark.parametrize("instrument", SERVED, ids=lambda one: one.id)


def worded(instrument: Instrument) -> Worded:
    return Worded(instrument, "paraphrase", notice_of(instrument))


@cache
def made(name: str, *known: tuple[str, str]) -> Paper:
    instrument = next(one for one in SERVED if one.id == name)
    return pdf(document(worded(instrument), dict(known)).html)


def flat(text: str) -> str:
    return " ".join(text.split())


def questions(instrument: Instrument, **known: str) -> list[Question]:
    return [question for part in parts(instrument, known) for question in part.questions]


@EVERY
def test_a_form_is_a_tagged_pdf_with_title_language_and_our_own_letters(instrument: Instrument) -> None:
    paper = made(instrument.id)
    found = catalogue(paper.content)
    assert found["lang"] == instrument.language
    assert found["marked"] and found["structure"]
    assert str(found["title"]).startswith(instrument.title)
    assert fonts(paper.content) <= {"Vazirmatn", "Vazirmatn-Bold"}


@EVERY
def test_a_checker_of_accessible_pdfs_finds_no_error_in_a_form(instrument: Instrument, tmp_path: Path) -> None:
    assert errors(made(instrument.id).content, tmp_path) == []


@EVERY
def test_every_item_is_asked_once_on_a_form_for_anybody(instrument: Instrument) -> None:
    assert [question.id for question in questions(instrument)] == list(instrument.items)


def sides_of_questions(html: str) -> list[set[int]]:
    """For each question the pages on which boxes of it are drawn."""
    document_of, sheet, fonts_of = _weasyprint()
    drawn = document_of(string=html, base_url="document:").render(stylesheets=[sheet], font_config=fonts_of)
    sides: dict[int, set[int]] = {}
    for number, side in enumerate(drawn.pages, 1):
        for box in side._page_box.descendants():
            if box.element is not None and box.element.get("class", "").split(" ")[0] == "item":
                sides.setdefault(id(box.element), set()).add(number)
    return list(sides.values())


@EVERY
def test_no_question_is_broken_over_two_pages(instrument: Instrument) -> None:
    sides = sides_of_questions(document(worded(instrument)).html)
    assert len(sides) == len(instrument.items)
    assert [found for found in sides if len(found) > 1] == []


@EVERY
def test_every_page_says_instrument_version_notice_and_its_number(instrument: Instrument) -> None:
    if instrument is PERSIAN:  # its digits are Persian, and the order of mixed lines is a reader's matter
        return
    sides = pages(made(instrument.id).content)
    for number, side in enumerate(sides, 1):
        said = flat(side)
        assert f"{instrument.id} {instrument.version}" in said
        assert notice_of(instrument) in said
        assert f"{number} / {len(sides)}" in said


@EVERY
def test_every_condition_of_a_form_has_words_of_its_own(instrument: Instrument) -> None:
    """A fact of the course that nobody gave words would stand there as `rectum: kept`."""
    conditions = [instrument.applies_if, *(page.ask_if for page in instrument.pages)]
    conditions += [item.ask_if for item in instrument.items.values()] + list(instrument.variants.values())
    for condition in conditions:
        said = only_if(remaining(condition, {}, instrument.facts) or {})
        assert all(f"{fact}:" not in said for fact in condition)


def test_a_fact_without_words_of_its_own_is_still_said() -> None:
    assert only_if({"line_of_drugs": ("second",)}) == "Only if this is true: line of drugs: second."


def test_conditions_are_said_in_words_and_known_facts_leave_them_away() -> None:
    cr29 = LIBRARY["qlq_cr29"]
    by_id = {question.id: question for question in questions(cr29)}
    assert by_id["q55"].only == "Only if you have a stoma (bag)."
    assert [only for only, _ in by_id["q49"].asks] == [
        "Only if you have no stoma (no bag).", "Only if you have a stoma (bag).",
    ]  # fmt: skip
    known = {question.id: question for question in questions(cr29, stoma="no", sex="male")}
    assert "q55" not in known and "q58" not in known
    assert known["q49"].asks == (("", cr29.items["q49"].ask["no_stoma"]),)
    assert known["q56"].only == ""


def test_the_short_form_of_our_own_instrument_is_counted_through() -> None:
    found = questions(LIBRARY["treatment_satisfaction"], occasion="short")
    assert [(q.number, q.id) for q in found] == [
        ("1", "q1"), ("2", "q4"), ("3", "q6"), ("4", "q8"), ("5", "q10"), ("6", "q11"), ("", "o1"),
    ]  # fmt: skip


def test_an_instrument_of_others_keeps_the_numbers_of_its_printed_form() -> None:
    assert [q.number for q in questions(LIBRARY["qlq_cr29"])][:3] == ["31", "32", "33"]


def test_a_part_says_its_condition_where_it_begins_and_where_it_ends() -> None:
    found = parts(LIBRARY["treatment_satisfaction"], {})
    assert found[0].only == "Only at the visit about the decision."
    assert next(part for part in found if part.heading == "Worry").only == "The next questions are for everybody again."
    again = [part for part in found if any(q.id in ("n3", "n6") for q in part.questions)]
    assert [(part.heading, part.only) for part in again] == [("", ""), ("", "")]


def test_codes_stand_beside_the_answers_and_the_not_applicable_one_is_set_apart() -> None:
    html = document(worded(LIBRARY["treatment_satisfaction"]), {"occasion": "short"}).html
    assert "<li>Completely satisfied<small>5</small></li>" in html
    assert '<li class="apart">I have not needed help<small>9</small></li>' in html


def test_a_provisional_instrument_says_why_on_every_side() -> None:
    draft = LIBRARY["treatment_satisfaction"]
    assert all(str(draft.status_reason) in flat(side) for side in pages(made(draft.id).content))


def test_a_persian_form_runs_from_right_to_left_in_persian_digits() -> None:
    html = document(worded(PERSIAN)).html
    assert '<html lang="fa" dir="rtl">' in html
    assert '<p class="n">۳<small>q3</small></p>' in html
    assert "<small>۴</small>" in html


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"sex": "male"}, "lars does not depend on sex; the facts that it knows: stoma."),
        ({"stoma": "perhaps"}, "perhaps is no value of stoma in lars: no, yes."),
        ({"stoma": "yes"}, "lars asks nothing with stoma yes, so there is no form to print."),
    ],
)
def test_facts_that_do_not_fit_are_refused_in_words(known: dict[str, str], sentence: str) -> None:
    with pytest.raises(QolError, match=sentence):
        document(worded(LIBRARY["lars"]), known)


@pytest.mark.parametrize("language", sorted({language for _, language in LIBRARY.translations}))
def test_a_translation_is_printed_accessibly_in_its_direction_with_its_own_notice(
    language: str, tmp_path: Path
) -> None:
    own = dressed(
        LIBRARY["treatment_satisfaction"], language, "paraphrase", (), "", date(2026, 11, 26), LIBRARY.translations
    )
    made = document(own, {"occasion": "short"})
    assert f'<html lang="{language}" dir="{direction(language)}">' in made.html
    assert own.notice in made.html
    assert [len(found) for found in sides_of_questions(made.html)] == [1] * 7
    assert errors(pdf(made.html).content, tmp_path) == []


def test_a_demonstration_study_says_so_on_its_form() -> None:
    html = document(worded(LIBRARY["lars"]), {}, "Rectal follow-up", demonstration=True).html
    assert "Rectal follow-up" in html
    assert html.count("Demonstration study") == 2
