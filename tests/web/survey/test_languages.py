"""The patient's language: on every page, without losing the place, and nothing outside of it unmarked."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from qol import language
from qol.catalogues import gathered
from qol.storage import assessments
from tests.study.patients_side import BORN, LINK, SLIP, TYPED, Clinic
from tests.web.survey.conftest import Patient

SEVEN = {"en", "de", "nl", "fr", "es", "fa", "ar"}


def html_of(patient: Patient) -> str:
    found = re.search(r"<html [^>]*?>", patient.text.replace("\n", " "))
    assert found is not None
    return found[0]


def choose(patient: Patient, code: str) -> Patient:
    return patient.press(language=code)


def test_every_page_names_each_language_in_its_own_words(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.go("/s")
    for code in SEVEN:
        name = language.own_name(code)
        assert re.search(rf'value="{code}" lang="{code}" dir="{language.direction(code)}"[^>]*>{name}<', patient.text)
    patient.open_at_home().start()
    for address in ("/survey/1/q1", "/survey/check"):
        assert 'name="move" value="language">' in patient.go(address).text
    assert "/survey/settings?at=break" in patient.go("/survey/break").text
    assert "/survey/settings?at=tablet" in patient.go("/tablet").text


@pytest.mark.parametrize("code", sorted(SEVEN - {"en"}))
def test_rule_13_a_language_is_changed_on_a_question_and_the_place_is_kept(
    clinic: Clinic, patient: Patient, code: str
) -> None:
    visit = clinic.ask("treatment_satisfaction")
    patient.open_at_home().start().answer(4, move="language")
    assert patient.address == "/survey/settings"
    choose(patient, code)
    assert f'lang="{code}" dir="{language.direction(code)}"' in html_of(patient)
    assert 'href="/survey/1/q1"' in patient.text
    patient.go("/survey/1/q1")
    opened = clinic.opened(visit)
    assert opened.path.steps[0].section.instrument.language == code
    assert opened.path.steps[0].words in patient.text
    assert 'value="4" id="answer-3" checked' in patient.text
    assert f'lang="{code}"' in html_of(patient.go("/survey/check"))


def test_the_questions_open_in_the_patients_own_language(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("treatment_satisfaction", language="de")
    patient.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    assert 'lang="fr"' in html_of(patient.go("/s"))
    assert 'lang="de"' in html_of(patient.open_at_home())
    assert "Wie ist es Ihnen ergangen?" in patient.text


def test_a_link_says_the_language_of_the_page_before_the_questions(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars", language="fa")
    assert 'lang="fa" dir="rtl"' in html_of(patient.go("/s?lang=fa"))
    patient.press(secret=LINK, day="", month="", year="")
    assert 'lang="fa"' in html_of(patient), "a fault is said in the same language"
    assert 'lang="en"' in html_of(patient.go("/s?lang=klingon"))


def test_a_language_pressed_on_the_way_in_goes_along_and_loses_nothing(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("treatment_satisfaction")
    patient.go("/s").press(secret=LINK, day="27", month="3", language="nl")
    assert patient.page.status_code == 200
    assert f'value="{LINK}"' in patient.text
    assert 'value="27"' in patient.text
    patient.press(year="1948")
    assert 'lang="nl"' in html_of(patient)
    assert clinic.opened(visit).assessment.language == "nl"


def test_what_the_patient_before_chose_stays_with_that_patient(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_on_tablet(SLIP)
    choose(patient.go("/survey/settings?at=check"), "de")
    patient.go("/survey/check").press(move="next")
    assert 'lang="de"' in html_of(patient)
    assert 'lang="en"' in html_of(patient.go("/tablet"))


def test_a_form_without_words_in_the_language_is_marked_and_announced(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars", "treatment_satisfaction", language="fa")
    patient.open_at_home()
    assert "بعضی پرسش‌ها به زبان دیگری است" in patient.text
    assert "۵ پرسش به زبان انگلیسی" in patient.text
    patient.go("/survey/1/q1")
    assert '<fieldset lang="en" dir="ltr"' in patient.text
    assert "<fieldset" in patient.go("/survey/2/q1").text
    assert '<fieldset lang="en"' not in patient.text
    patient.go("/survey").press(form=1)
    assert patient.address == "/survey"
    steps = clinic.opened(patient_visit(clinic)).path.steps
    assert f'<bdi lang="en" dir="ltr">{steps[0].item.label}</bdi>' in patient.go("/survey/check").text
    assert patient.press(move="next").address == "/survey/finished"


def patient_visit(clinic: Clinic) -> str:
    with clinic.house.database.reading() as session:
        return assessments.of_patient(session, clinic.patient_id)[0].id


def test_the_number_of_a_1_to_7_item_is_in_the_digits_of_its_form(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("qlq_c30", language="fa")
    patient.open_at_home().go("/survey/1/q29")
    assert '<span class="option-number">7</span>' in patient.text
    assert "پرسش ۲۹ از ۳۰" in patient.text


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("27", "3", "1948"), ("۲۷", "۳", "۱۹۴۸"), ("٢٧", "٣", "١٩٤٨"), ("۷", "۱", "۱۳۲۷"), ("7", "1", "1327")],
)
def test_a_date_of_birth_is_read_in_any_digits_and_for_persian_readers_in_either_calendar(
    clinic: Clinic, patient: Patient, day: str, month: str, year: str
) -> None:
    assert BORN.isoformat() == "1948-03-27"
    clinic.ask("lars", language="fa")
    patient.go("/s?lang=fa").press(secret=LINK, day=day, month=month, year=year)
    assert patient.address == "/survey"


def test_an_iranian_day_that_does_not_exist_is_refused_in_words(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars", language="fa")
    patient.go("/s?lang=fa").press(secret=LINK, day="31", month="8", year="1327")
    assert patient.page.status_code == 422
    assert "این ماه چنین روزی ندارد" in patient.text
    patient.go("/s?lang=de").press(secret=LINK, day="7", month="1", year="1327")
    assert "Bitte geben Sie das Jahr mit vier Ziffern ein" in patient.text


@pytest.mark.parametrize("digits", ["۱۳۵۷۹۰", "١٣٥ ٧٩٠", "135 790"])
def test_six_digits_are_read_in_any_script(clinic: Clinic, patient: Patient, digits: str) -> None:
    clinic.ask("lars")
    assert patient.open_on_tablet(digits).address == "/survey"


def test_a_typed_code_is_read_in_any_script(clinic: Clinic, patient: Patient) -> None:
    from qol.study.secrets import normal

    assert normal("typed", "k۷tm-۴xq٩") == "K7TM4XQ9"
    clinic.ask("lars")
    patient.go("/s").press(code=TYPED.lower(), day="27", month="3", year="1948")
    assert patient.address == "/survey"


def test_the_last_page_gives_the_day_in_the_readers_calendar_and_digits(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars", language="fa")
    patient.open_at_home().go("/survey/check").press(move="next")
    assert "۲ آذر ۱۴۰۵ (۲۳ نوامبر ۲۰۲۶)" in patient.text
    assert '<a class="call" href="tel:01632960123"><bdi>۰۱۶۳۲ ۹۶۰ ۱۲۳</bdi></a>' in patient.text


class Outside(HTMLParser):
    """The words of a page that came from no catalogue: outside of ⟦ ⟧, names, codes, and parts in a language of
    their own."""

    APART = frozenset({"bdi", "script", "style", "svg", "output"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.apart: list[str] = []
        self.inside = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = dict(attributes)
        if tag not in ("input", "meta", "link", "br", "path", "rect"):
            own = tag in self.APART or (tag != "html" and "lang" in has)
            if own or self.apart:
                self.apart.append(tag)
        for name in ("aria-label", "title", "alt", "placeholder"):
            self.look(has.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        if self.apart and self.apart[-1] == tag:
            self.apart.pop()

    def handle_data(self, data: str) -> None:
        rest = ""
        for sign in data:  # a sentence may go on behind a tag inside it
            self.inside += {"⟦": 1, "⟧": -1}.get(sign, 0)
            rest += "" if self.inside or sign == "⟧" else sign
        if not self.apart:
            self.look(rest)

    def look(self, words: str) -> None:
        if re.search(r"[A-Za-z]{2}", re.sub(r"⟦.*⟧", "", words, flags=re.DOTALL)):
            self.found.append(words.strip())


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A language whose every sentence stands in ⟦ ⟧, so that what has no catalogue is seen."""
    made = Catalog(locale="is")
    for message in gathered():
        if message.id:
            one = message.id[0] if isinstance(message.id, tuple) else message.id
            plural = isinstance(message.id, tuple)
            made.add(message.id, tuple(f"⟦{text}⟧" for text in message.id) if plural else f"⟦{one}⟧")
    folder = tmp_path / "pseudo"
    folder.mkdir()
    with (folder / "is.po").open("wb") as file:
        write_po(file, made)
    monkeypatch.setattr(language, "CATALOGUES", folder)
    return "is"


def test_no_word_of_a_patients_page_is_outside_the_catalogues(clinic: Clinic, patient: Patient, pseudo: str) -> None:
    clinic.ask("lars", "treatment_satisfaction", "qlq_cr29", language=pseudo)
    clinic_name, title = "Northfield Hospital", re.compile(r"<title>.*?</title>", re.DOTALL)
    seen = []

    def look() -> None:
        page = title.sub("", patient.text).replace(clinic_name, "")
        page = page.replace("Íslenska", "").replace("K7TM-4XQ9-PH3D", "")
        seen.append(patient.address)
        assert Outside(page).found == [], patient.address

    for address in ("/s", "/s?closed=yes", "/s/new", "/tablet", "/tablet/enrol", "/tablet/kept"):
        patient.go(f"{address}{'&' if '?' in address else '?'}lang={pseudo}")
        look()
    patient.go(f"/s?lang={pseudo}").press(code="", day="40", month="", year="")
    look()
    patient.press(code="ACDE", day="27", month="3", year="1948")
    look()
    patient.go(f"/tablet?lang={pseudo}").press(code="12")
    look()
    patient.go(f"/s?lang={pseudo}").open_at_home()
    look()
    for address in (
        "/survey/1/q1", "/survey/1/q1?missing=yes", "/survey/2/q9", "/survey/2/o1?missing=yes", "/survey/3/q44",
        "/survey/3/q58/before", "/survey/settings?at=check", "/survey/check", "/survey/break",
    ):  # fmt: skip
        patient.go(address)
        look()
    patient.go("/survey/1/q1").answer("7")
    look()
    patient.go("/survey/check").press(move="next")
    look()
    assert seen[-1] == "/survey/finished"
    for name in ("/s/new", "/s"):
        patient.go(f"{name}?lang={pseudo}").press(code="ACDEFGHJKLMN", secret=LINK, day="27", month="3", year="1948")
        look()


def test_each_reader_has_their_own_digits_whoever_came_first(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    for code, digits in (("en", "0123456789"), ("fa", "۰۱۲۳۴۵۶۷۸۹"), ("de", "0123456789")):
        patient.go(f"/tablet?lang={code}")
        assert f'data-numerals="{digits}"' in patient.text
        assert re.findall(r'data-key="(\d)">(.)<', patient.text)[-1] == ("0", digits[0])
        assert f'data-numerals="{digits}"' in patient.go(f"/tablet/kept?lang={code}").text


def test_no_word_of_the_cover_and_of_what_is_taken_home_is_outside_the_catalogues(
    clinic: Clinic, patient: Patient, pseudo: str
) -> None:
    clinic.ask("lars", language=pseudo)
    patient.go(f"/tablet?lang={pseudo}").open_on_tablet()
    patient.go("/survey/1/q1")
    for address in ("/survey/1/q1", "/survey/break"):
        if patient.address != address:
            patient.answer(1, move="break")
        assert patient.address == address
        page = re.sub(r"<title>.*?</title>|<template [^>]*>|</template>", "", patient.text, flags=re.DOTALL)
        page = page.replace("Northfield Hospital", "").replace("Íslenska", "")
        assert Outside(page).found == [], address
    patient.press(form=0)
    assert "take-home" in patient.text
    page = re.sub(r"<title>.*?</title>|<bdi>.*?</bdi>|<dd>.*?</dd>", "", patient.text, flags=re.DOTALL)
    assert Outside(page.replace("Northfield Hospital", "")).found == []


def test_a_word_outside_the_catalogues_would_be_seen() -> None:
    assert Outside("<p>Hello</p><p>⟦Hello %(you)s⟧</p>").found == ["Hello"]
    assert Outside('<p lang="en">Hello <b>you</b></p><p title="Hello">⟦x⟧</p>').found == ["Hello"]
