"""The rules of the patient's screens, one test a rule; PROVED_THERE names what a whole browser has to show."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

from qol.storage import answers, forms
from qol.study.collection.answering import questionnaire
from qol.study.results.cut import study_data
from tests.study.patients_side import LINK, NOW, SLIP, TYPED, Clinic
from tests.web.survey.conftest import Clock, Fields, Patient

HERE = Path(__file__).parent
BROWSER = "test_in_a_browser.py"
PROVED_THERE = {
    "3 targets, letters and width": (BROWSER, "test_rule_3_whatever_is_tapped_is_high_enough_and_apart"),
    "3 letters of 19 pixels": (BROWSER, "test_rule_3_no_text_is_smaller_than_19_pixels"),
    "3 nothing sideways at 320 pixels": (BROWSER, "test_axe_finds_nothing_and_nothing_scrolls_sideways"),
    "5 clear appears": (BROWSER, "test_rule_5_clear_appears_once_something_is_chosen_and_nothing_moves"),
    "5 without JavaScript at home": (BROWSER, "test_rule_5_at_home_everything_works_without_javascript"),
    "6 focus on the message": (BROWSER, "test_rule_6_focus_moves_to_the_skip_message"),
    "9 saved after the receipt": (BROWSER, "test_rule_9_saved_is_said_only_after_the_servers_receipt"),
    "16 pages replace each other": (BROWSER, "test_rule_16_on_a_tablet_pages_replace_each_other"),
    "16 back shows nothing": (BROWSER, "test_rule_16_after_sending_back_forward_and_reload_show_nothing"),
    "16 from the browser's memory": (
        BROWSER,
        "test_rule_16_a_page_from_the_browsers_memory_is_empty_and_asked_for_anew",
    ),
    "17 nothing on the device": (BROWSER, "test_rule_17_nothing_readable_stays_on_the_tablet"),
    "18 two minutes without touch": (BROWSER, "test_rule_18_two_minutes_without_touch_close_the_book"),
    "12 the code of the slip opens after a break": (
        "test_opening.py",
        "test_rule_12_a_locked_tablet_shows_the_code_pad_and_the_slip_opens_it",
    ),
    "13 the language changes and the place is kept": (
        "test_languages.py",
        "test_rule_13_a_language_is_changed_on_a_question_and_the_place_is_kept",
    ),
    "13 right to left": ("test_languages_in_a_browser.py", "test_axe_finds_nothing_on_any_screen"),
    "19 the secret leaves the address": (BROWSER, "test_rule_19_the_secret_leaves_the_address_at_once"),
}


@pytest.mark.parametrize(("file", "name"), PROVED_THERE.values(), ids=PROVED_THERE)
def test_what_only_a_browser_can_show_is_shown_there(file: str, name: str) -> None:
    tree = ast.parse((HERE / file).read_text())
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    assert len(found) == 1
    assert not any("skip" in ast.unparse(mark) for mark in found[0].decorator_list)


def at_question(clinic: Clinic, patient: Patient, item: str, *instruments: str, part: int = 1) -> Patient:
    clinic.ask(*instruments)
    return patient.open_at_home().go(f"/survey/{part}/{item}")


def stored(clinic: Clinic, assessment: str) -> dict[tuple[str, str], str]:
    opened = clinic.opened(assessment)
    names = {section.form_id: section.instrument.id for section in opened.sections}
    return {(names[form], item): given.state for (form, item), given in opened.store.items()}


def send(patient: Patient) -> Patient:
    """Press "Send" on the page that lists the answers."""
    found = [number for number, form in enumerate(Fields(patient.text).forms) if "submission" in form["fields"]]
    return patient.press(form=found[0], move="next")


def test_rule_1_one_item_a_page_with_recall_period_heading_in_the_legend_and_a_title(
    clinic: Clinic, patient: Patient
) -> None:
    clinic.ask("qlq_c30")
    patient.open_at_home().start()
    for number in range(1, 31):
        assert patient.text.count("<fieldset") == patient.text.count("<h1") == 1
        assert re.search(r"<legend>.*<h1.*</legend>", patient.text, re.DOTALL)
        assert ("During the past week" in patient.text) == (number > 5)
        assert re.search(r"\S – \S", patient.title)
        patient.answer(1)
    missing = patient.go("/survey/1/q1").press(move="clear").press(move="next")
    assert missing.title.startswith("Error: ")


def test_rule_2_every_answer_in_one_list_in_the_order_of_the_print_with_words(clinic: Clinic, patient: Patient) -> None:
    at_question(clinic, patient, "q1", "qlq_c30")
    faces = re.findall(r'<span class="option-face">(.*?)</span>', patient.text)
    assert faces == ["Not at all", "Slightly", "A fair amount", "A great deal"]
    patient.go("/survey/1/q29")
    assert re.findall(r'<span class="option-number">(\d)</span>', patient.text) == list("1234567")
    assert patient.text.count('class="options') == 1
    for grid in ("<select", 'type="range"', "<table", "carousel"):
        assert grid not in patient.text


def test_rule_3_no_bar_lies_over_what_has_the_focus() -> None:
    css = (HERE.parents[2] / "static" / "survey.css").read_text()
    assert not re.search(r"position:\s*(fixed|sticky)", css)
    assert ":focus-visible" in css


def test_rule_4_nothing_is_chosen_next_is_enabled_and_no_time_runs(clinic: Clinic, patient: Patient) -> None:
    at_question(clinic, patient, "q1", "qlq_c30")
    assert "checked" not in patient.text
    assert not re.search(r"<button[^>]*\bdisabled", patient.text)
    assert 'http-equiv="refresh"' not in patient.text
    assert patient.text.count('type="radio"') == 4
    css = (HERE.parents[2] / "static" / "survey.css").read_text()
    assert not re.search(r"\b(transition|animation)\b\s*:", css)


def test_rule_6_an_empty_page_asks_once_and_a_skip_is_kept_with_its_time(
    clinic: Clinic, patient: Patient, clock: Clock
) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start().press(move="next")
    assert 'role="alert"' in patient.text
    assert "You can answer the question or leave it out. Both are fine." in patient.text
    clock.goes_on(minutes=3)
    patient.press(move="skip")
    assert patient.address == "/survey/1/q2"
    with clinic.house.database.reading() as session:
        (form,) = forms.of_assessment(session, visit)
        (answer,) = answers.current(session, [form.id])
    assert (answer.state, answer.at) == ("declined", NOW + timedelta(minutes=3))
    patient.go("/survey/1/q1").press(move="next")
    assert patient.address == "/survey/1/q2"


def test_rule_7_a_page_before_intimate_questions_and_what_does_not_apply_is_never_shown(
    clinic: Clinic, patient: Patient
) -> None:
    visit = clinic.ask("qlq_cr29")
    patient.open_on_tablet().start()
    shown = []
    for _ in range(60):
        if patient.address.endswith("/before"):
            assert "sexual life" in patient.text
            assert "You can leave them out" in patient.text
            assert "I would rather answer at home" in patient.text
            shown.append("note")
            patient.press(move="next")
        elif patient.address == "/survey/check":
            break
        else:
            shown.append(patient.address.rsplit("/", 1)[1])
            patient.answer(1)
    assert shown.index("note") + 1 == shown.index("q58")
    assert not {"q55", "q56", "q57"} & set(shown)
    send(patient)
    rows = study_data(clinic.house, None, NOW).items
    states = dict(zip(rows["item"], rows["state"], strict=True))
    assert {states[item] for item in ("q55", "q56", "q57")} == {"not_applicable"}
    assert clinic.opened(visit).assessment.submitted_at is not None


def test_rule_7_from_the_page_before_intimate_questions_a_way_leads_home(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("qlq_cr29")
    patient.open_on_tablet().go("/survey/1/q58/before").press(move="break")
    assert patient.address == "/survey/break"
    assert "Finish at home" in patient.text


def test_rule_8_the_check_lists_every_answer_and_gap_and_gaps_may_be_sent(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start().answer(1).answer(1).go("/survey/check")
    for item in ("q1", "q2", "q3", "q4", "q5"):
        assert f'href="/survey/1/{item}?back=check"' in patient.text
    assert "3 questions have no answer" in patient.text
    send(patient)
    assert clinic.opened(visit).assessment.closed_as == "partial"


def test_rule_10_back_never_erases_and_a_changed_filter_keeps_what_leaves_the_path(
    clinic: Clinic, patient: Patient
) -> None:
    visit = clinic.ask("qlq_cr29")
    patient.open_at_home().go("/survey/1/q48").answer(2)
    patient.go("/survey/1/q55").answer(3).go("/survey/1/q55").press(move="back")
    assert stored(clinic, visit)["qlq_cr29", "q55"] == "answered"
    patient.go("/survey/1/q48").answer(1)
    opened = clinic.opened(visit)
    assert stored(clinic, visit)["qlq_cr29", "q55"] == "answered"
    assert opened.path.find(1, "q55") is None
    assert patient.go("/survey/1/q55").address != "/survey/1/q55"
    rows = study_data(clinic.house, None, NOW).items.set_index("item")
    assert rows.loc["q55", "state"] == "not_applicable"


def test_rule_11_resume_opens_at_the_first_open_question_on_any_device(
    clinic: Clinic, patient: Patient, app: object
) -> None:
    clinic.ask("lars")
    patient.open_at_home().start().answer(1).answer(1)
    another = Patient(app.test_client())  # type: ignore[attr-defined]
    assert another.open_at_home().address == "/survey/1/q3"
    assert patient.go("/survey/1/q3").address == "/s"


def test_rule_11_a_form_older_than_its_recall_period_is_closed_as_partial_and_begun_again(
    clinic: Clinic, patient: Patient, clock: Clock
) -> None:
    visit = clinic.ask("qlq_c30", "lars")
    patient.open_at_home().start().answer(1)
    patient.go("/survey/2/q1").answer(1)
    clock.goes_on(days=8)
    patient.open_at_home()
    with clinic.house.database.reading() as session:
        rows = forms.of_assessment(session, visit)
        now = questionnaire(session, visit)
        kept = answers.current(session, [row.id for row in rows])
    assert [(row.instrument_id, row.attempt, row.status) for row in rows] == [
        ("qlq_c30", 1, "partial"), ("qlq_c30", 2, "open"), ("lars", 1, "open"),
    ]  # fmt: skip
    assert len(kept) == 2
    assert len(now.store) == 1
    assert patient.address == "/survey/1/q1"


def test_rule_12_progress_is_said_in_words_and_a_break_is_on_every_page(clinic: Clinic, patient: Patient) -> None:
    at_question(clinic, patient, "q2", "lars", "qlq_c30", part=2)
    assert re.search(r"Part 2 of 2, question 7 of 35,", patient.text)
    assert re.search(r"about \d+ minutes left", patient.text)
    for address in ("/survey/2/q2", "/survey/check"):
        assert "I need a break" in patient.go(address).text
    patient.open_on_tablet().go("/survey/2/q2").press(move="break")
    assert patient.address == "/survey/break"
    assert patient.go("/survey/2/q2").address == "/tablet"
    assert patient.open_on_tablet(SLIP).address == "/survey"


def test_rule_13_text_size_and_contrast_stay_for_the_session(clinic: Clinic, patient: Patient) -> None:
    at_question(clinic, patient, "q1", "lars")
    patient.press(move="display").press(text="largest")
    patient.press(contrast="high")
    patient.go("/survey/1/q3")
    assert 'data-text="largest"' in patient.text
    assert 'data-contrast="high"' in patient.text


def test_rule_14_a_page_that_lay_open_for_hours_is_still_taken(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start()
    clock.goes_on(hours=23)
    patient.answer(1)
    assert patient.address == "/survey/1/q2"
    assert len(clinic.opened(visit).store) == 1


def test_rule_15_the_tablet_carries_no_name_no_list_and_no_staff_session(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_on_tablet()
    for address in ("/tablet", "/survey", "/survey/1/q1", "/survey/check"):
        assert "Example" not in patient.go(address).text
    assert patient.client.get_cookie("qol_staff") is None
    assert patient.go("/due").address == "/sign-in"


def test_rule_19_link_or_typed_code_with_the_date_of_birth_until_the_window_closes(
    clinic: Clinic, patient: Patient, clock: Clock
) -> None:
    clinic.ask("lars", days=10)
    assert patient.open_at_home(LINK).address == "/survey"
    assert "Open until" in patient.text
    patient.go("/s").press(code=TYPED, day="27", month="3", year="1948")
    assert patient.address == "/survey"
    patient.go("/s").press(secret=LINK, day="28", month="3", year="1948")
    assert "does not match" in patient.text
    clock.goes_on(days=11)
    patient.open_at_home(LINK)
    assert "could be answered until" in patient.text
    assert "Ask for a new link" in patient.text


def test_rule_20_the_first_page_says_what_for_how_long_and_who_reads_and_the_last_what_comes(
    clinic: Clinic, patient: Patient
) -> None:
    clinic.ask("lars")
    patient.open_at_home()
    for words in (
        "What it is for",
        "How long",
        "Who reads it",
        "Nobody is watching these answers live",
        "01632 960 123",
    ):
        assert words in patient.text
    patient.start().fill_in()
    send(patient)
    assert "Thank you. Your answers have arrived." in patient.text
    assert "What happens next" in patient.text


def test_rule_21_order_and_words_are_those_of_the_print_and_no_score_is_shown(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars", "qlq_c30")
    opened = clinic.opened(visit)
    asked = [(step.section.instrument.id, step.item.id) for step in opened.path.steps]
    printed = [(name, item) for name in ("lars", "qlq_c30") for item in clinic.house.library[name].items]
    assert asked == printed
    with clinic.house.database.reading() as session:
        assert all(
            len(form.wording_hash) == len(form.scoring_hash) == 64 for form in forms.of_assessment(session, visit)
        )
    patient.open_at_home().start().fill_in()
    assert not re.search(r"\b(score|points)\b", patient.text, re.IGNORECASE)
