"""One question a page, without JavaScript."""

import re

import pytest

from qol.storage import answers
from tests.study.patients_side import KEPT, Clinic
from tests.web.survey.conftest import Clock, Patient


def states(clinic: Clinic, visit: str) -> dict[str, tuple[str, int | None]]:
    opened = clinic.opened(visit)
    return {item: (given.state, given.value) for (_, item), given in opened.store.items()}


def test_a_page_asks_one_question_with_recall_and_heading_in_the_legend(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("qlq_c30")
    patient.open_at_home().start()
    patient.go("/survey/1/q8")
    legend = re.search(r"<legend>(.*?)</legend>", patient.text, re.DOTALL)
    assert legend is not None
    assert "During the past week" in legend[1]
    assert legend[1].count("<h1") == patient.text.count("<h1") == 1
    assert patient.text.count("<fieldset") == 1
    assert len(re.findall(r'type="radio"', patient.text)) == 4


def test_the_title_is_item_and_section(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().start()
    step = clinic.opened(visit).path.steps[0]
    assert patient.title == f"{step.item.label} – {step.page.section}"


def test_nothing_is_chosen_to_begin_with_and_next_can_always_be_pressed(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("qlq_c30")
    patient.open_at_home().start()
    assert " checked" not in patient.text
    assert " disabled" not in patient.text


def test_enter_means_next_because_it_is_the_first_button_of_the_page(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("qlq_c30")
    patient.open_at_home().start()
    for address in ("/survey/1/q1", "/survey/1/q1?missing=yes", "/survey/check"):
        first = re.search(r"<button[^>]*>", patient.go(address).text)
        assert first is not None
        assert 'form="form"' in first[0]
        assert 'value="next"' in first[0]


def test_next_without_an_answer_asks_once_and_then_keeps_a_skip(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().start()
    patient.press(move="next")
    assert patient.address == "/survey/1/q1"
    assert patient.title.startswith("Error: ")
    assert "You have not chosen an answer" in patient.text
    assert re.search(r'role="alert"[^>]*autofocus', patient.text)
    assert states(clinic, visit) == {}
    patient.press(move="skip")
    assert patient.address == "/survey/1/q2"
    assert states(clinic, visit) == {"q1": ("declined", None)}
    patient.press(move="back").press(move="next")
    assert patient.address == "/survey/1/q2", "one confirmation an item"


def test_a_skip_is_stored_with_its_time(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().start()
    clock.goes_on(minutes=3)
    patient.press(move="skip")
    with clinic.house.database.reading() as session:
        kept = answers.history(session, clinic.opened(visit).forms[0].id, "q1")
    assert [(row.state, row.at) for row in kept] == [("declined", clock.now)]


def test_back_keeps_what_is_chosen_and_never_erases(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().start().answer(2)
    patient.answer(3, move="back")
    assert patient.address == "/survey/1/q1"
    assert re.search(r'value="2"[^>]*checked', patient.text)
    assert states(clinic, visit) == {"q1": ("answered", 2), "q2": ("answered", 3)}
    patient.press(move="back")
    assert patient.address == "/survey"


def test_clear_takes_the_answer_back_and_stays(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().start().answer(2).press(move="back").press(move="clear")
    assert patient.address == "/survey/1/q1"
    assert " checked" not in patient.text
    assert states(clinic, visit) == {"q1": ("cleared", None)}


@pytest.mark.parametrize("value", ["5", "0", "-1", "many", "1; DROP TABLE", "99999999999999999999"])
def test_an_answer_that_is_not_offered_is_refused_in_a_sentence(clinic: Clinic, patient: Patient, value: str) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().start().answer(value)
    assert patient.page.status_code == 422
    assert "not one of those offered" in patient.text
    assert patient.title.startswith("Error: ")
    assert states(clinic, visit) == {}


def test_a_changed_filter_answer_keeps_what_depends_on_it_but_off_the_path(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("qlq_cr29", facts={**KEPT, "stoma": "yes"})
    patient.open_at_home().go("/survey/1/q55").answer(3)
    assert states(clinic, visit)["q55"] == ("answered", 3)
    patient.go("/survey/1/q48").answer(1)
    patient.go("/survey/1/q55")
    assert patient.address != "/survey/1/q55"
    assert "Stoma" not in patient.go("/survey/check").text
    assert states(clinic, visit)["q55"] == ("answered", 3)
    patient.go("/survey/1/q48").answer(2)
    assert re.search(r'value="3"[^>]*checked', patient.go("/survey/1/q55").text)


def test_the_sexual_items_are_announced_first(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("qlq_cr29")
    path = clinic.opened(visit).path
    first = next(step for step in path.steps if step.note)
    before = path.before(first)
    assert before is not None
    patient.open_at_home().go(f"/survey/1/{before.item.id}").answer(1)
    assert patient.address == f"/survey/1/{first.item.id}/before"
    assert first.note is not None
    assert first.note[:30] in patient.text
    patient.press(move="next")
    assert patient.address == f"/survey/1/{first.item.id}"
    patient.press(move="back")
    assert patient.address.endswith("/before")
    patient.press(move="back")
    assert patient.address == f"/survey/1/{before.item.id}"


def test_an_introduction_stands_above_the_first_question_of_its_section(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("treatment_satisfaction")
    patient.open_at_home().start()
    assert "There are no right or wrong answers." in patient.text
    patient.answer(3)
    assert 'class="intro"' not in patient.text


def test_an_answer_that_does_not_apply_is_last_and_set_apart(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("treatment_satisfaction")
    patient.open_at_home().go("/survey/1/q7")
    assert re.findall(r'type="radio"[^>]*value="(\d)"', patient.text) == ["1", "2", "3", "4", "5", "9"]
    assert patient.text.count("option-apart") == 1


def test_a_scale_shows_its_numbers_and_both_ends(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().go("/survey/1/q29")
    answer_set = clinic.opened(visit).sections[0].instrument.answers_of("q29")
    assert re.findall(r'option-number">(\d)<', patient.text) == list("1234567")
    assert f"<span>{answer_set.low}</span>" in patient.text
    assert f"<span>{answer_set.high}</span>" in patient.text
    assert patient.text.count("on the way from") == 5


def test_free_text_with_markup_is_kept_as_it_is_and_shown_escaped(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("treatment_satisfaction")
    written = "<script>alert(1)</script>\r\n</textarea><b>& \"quotes\" 'here'"
    patient.open_at_home().go("/survey/1/o1").answer(written)
    kept = [given.text for given in clinic.opened(visit).store.values()]
    assert kept == [written.replace("\r\n", "\n")]
    for page in ("/survey/1/o1", "/survey/check"):
        text = patient.go(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "</textarea><b>" not in text


def test_a_text_that_is_too_long_comes_back_whole_with_a_sentence(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("treatment_satisfaction")
    patient.open_at_home().go("/survey/1/o1").answer("a" * 2001)
    assert patient.page.status_code == 422
    assert "2,001 characters; at most 2,000" in patient.text
    assert "a" * 2001 in patient.text
    assert not clinic.opened(visit).store


def test_a_field_of_a_megabyte_is_refused_plainly_and_nothing_is_lost(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("treatment_satisfaction")
    patient.open_at_home().go("/survey/1/o1").answer("Short.").go("/survey/1/o1")
    patient.answer("a" * 1_000_000)
    assert patient.page.status_code == 413
    assert "Nothing was lost" in patient.text
    assert [given.text for given in clinic.opened(visit).store.values()] == ["Short."]


def test_a_question_that_is_not_there_leads_to_the_first_open_one(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("qlq_c30")
    patient.open_at_home().start().answer(1)
    for address in ("/survey/1/q99", "/survey/7/q1", "/survey/1/q55", "/survey/1/q1/before"):
        assert patient.go(address).address in ("/survey/1/q2", "/survey/1/q1")


def test_progress_counts_the_whole_assessment(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars", "qlq_c30")
    patient.open_at_home().go("/survey/2/q2")
    words = re.sub(r"<[^>]+>", "", patient.text)
    assert "Part 2 of 2, question 7 of 35," in words
    assert "about 5 minutes left" in words
    assert patient.text.count('class="progress-part"') == 2


def test_every_page_says_what_the_wording_is(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().start()
    assert clinic.opened(visit).sections[0].notice.lower() in patient.text.lower()


def test_the_language_of_the_question_is_kept_with_the_answer(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().start().answer(2)
    with clinic.house.database.reading() as session:
        kept = answers.current(session, [clinic.opened(visit).forms[0].id])
    assert [row.language for row in kept] == ["en"]
