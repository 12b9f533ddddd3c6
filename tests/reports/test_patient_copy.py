import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from qol.analysis.study_data import StudyData
from qol.errors import NotFound
from qol.language import SOURCE, languages
from qol.reports import patient_copy
from qol.reports._copy.handed import Handed, language_of
from qol.reports._copy.remarks import always
from qol.reports._copy.standing_out import Line, lines
from qol.reports._document import Document, printed
from qol.reports._summary.history import History, history
from qol.reports._summary.person import PersonShown
from tests.reports.cohort import library, only, references, study
from tests.reports.reading import catalogue, fonts, numbers, pages
from tests.reports.test_patient_summary import eventful, every_kind, one

WHO = PersonShown("Marlene Example", date(1961, 3, 14), "DEMO-004217", "D-0042")
PERSIAN = PersonShown("مریم نمونه", date(1961, 3, 14), None, "D-0042")
PHONE = "030 7654"


def handed(language: str | None, recorded: str = SOURCE) -> Handed:
    return Handed(PHONE, "112", language, recorded, library().translations)


def sheet(
    data: StudyData, patient: str, language: str | None = "en", person: PersonShown | None = WHO
) -> Document:  # fmt: skip
    return patient_copy.document(only(data, patient), references(), patient, person, handed=handed(language))


def words(html: str) -> str:
    """The text of a page without its tags, titles of pictures among it."""
    return " ".join(re.sub(r"<[^>]*>", " ", "<body" + html.split("<body", 1)[1]).split())


def everybody() -> Iterator[tuple[str, StudyData, str, str]]:
    for name, data, patient in every_kind():
        yield name, data, patient, "en"
        yield name, data, patient, "fa"
    for language in ("de", "nl", "fr", "es", "ar"):
        yield "everything", eventful(), "P-long", language


@pytest.mark.parametrize(
    ("data", "patient", "language"), [pytest.param(d, p, lang, id=f"{name} {lang}") for name, d, p, lang in everybody()]
)
def test_the_sheet_has_two_sides_at_most_for_any_patient(data: StudyData, patient: str, language: str) -> None:
    _, paper = printed(sheet(data, patient, language))
    assert paper.pages == 2


def test_the_pdf_says_its_language_and_carries_its_only_family() -> None:
    for language, person, title in (("de", WHO, "Was Sie uns gesagt haben"), ("fa", PERSIAN, "آنچه به ما گفتید")):
        content = printed(sheet(study(), one(group="nom"), language, person))[1].content
        told = catalogue(content)
        assert (told["lang"], bool(told["marked"]), told["structure"]) == (language, True, True)
        assert str(told["title"]).startswith(title)
        assert all("Vazirmatn" in name for name in fonts(content))


def test_every_picture_has_words_instead_of_it_in_the_language_of_the_sheet() -> None:
    html = sheet(study(), one(group="nom"), "fa", PERSIAN).html
    alternatives = re.findall(r"<svg.*?<title>(.*?)</title>", html, re.DOTALL)
    assert len(alternatives) == 4
    assert all(re.search("[۰-۹]", said) and not re.search("[A-Za-z0-9]", said) for said in alternatives)


def test_nothing_is_compared_with_others_and_no_way_of_treatment_is_named() -> None:
    for _, data, patient in every_kind():
        text = words(sheet(data, patient).html)
        found = re.findall(
            r"NOM\b|[Nn]on-operative|[Ss]urgery|[Tt]hreshold|[Mm]edian|[Aa]verage|Denmark|\bnorm|[Oo]ther patients",
            text,
        )
        assert found == []


def test_a_right_to_left_sheet_has_no_western_digit_and_no_english_word_of_ours() -> None:
    for _, data, patient in every_kind():
        if not data.dates_known:
            continue  # the labels of an imported study's visits are the study's own words
        html = sheet(data, patient, "fa", PERSIAN).html
        assert '<html lang="fa" dir="rtl">' in html
        said = re.sub(r'<bdi class="ltr" lang="en" dir="ltr">.*?</bdi>', "", html, flags=re.DOTALL)
        assert re.findall(r"[A-Za-z0-9]+", words(said).replace("Demonstration Hospital", "")) == []


def test_scores_are_those_of_the_exported_scores() -> None:
    data, patient = study(), one(group="surgery", stoma_closed_on=True)
    listed = pd.DataFrame(sheet(data, patient).numbers)
    mine = data.scores[data.scores["patient"] == patient].set_index(["instrument", "scale", "visit"])["value"]
    scores = listed[listed["kind"] == "own_score"]
    assert len(scores) > 8
    for row in scores.to_dict("records"):
        assert row["value"] == pytest.approx(mine[(row["instrument"], row["scale"], row["visit"])])


def test_the_list_of_numbers_is_the_same_in_every_language() -> None:
    patient = one(group="nom")
    assert sheet(study(), patient, "fa").numbers == sheet(study(), patient, "en").numbers


def test_every_number_of_the_list_stands_on_the_sheet_and_every_other_is_a_date_or_an_axis() -> None:
    document = sheet(study(), one(group="surgery", stoma_closed_on=True))
    text = " ".join(" ".join(pages(printed(document)[1].content)).split())
    known = {row["shown"] for row in document.numbers}
    assert known - set(numbers(text)) == set()
    body = re.sub(r"qol \d\S* · [0-9a-f ·]+?(?=\d / \d)", " ", text).replace(PHONE, "")
    dates = (
        r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d"
    )
    rest = set(numbers(re.sub(dates, "", body))) - known
    allowed = {"0", "42", "100", "112", "0.1", *"1234", *(str(year) for year in range(2019, 2027))}
    assert rest - allowed == set()


def test_answers_stand_in_the_words_of_the_questionnaire_in_that_language() -> None:
    data, patient = study(), one(group="nom")
    past = history(only(data, patient), patient)
    _, code = past.answers(past.now, "treatment_satisfaction")["q4"]
    assert code is not None
    for language in ("de", "ar"):
        said = library().translations["treatment_satisfaction", language].answers["satisfied"][code]
        assert f">{said}</td>" in sheet(data, patient, language).html


def test_where_a_questionnaire_has_no_words_in_a_language_the_whole_table_keeps_its_own() -> None:
    patient = one(group="nom")
    data = only(study(), patient)
    html = patient_copy.document(data, references(), patient, WHO, handed=Handed(language="de")).html
    table = re.search(r'<div lang="en" dir="ltr">(.*?)</div>', html, re.DOTALL)
    assert table is not None
    assert "What you said about your treatment" in table[1]
    assert "What was decided" in table[1]
    assert "satisfied" in table[1]
    assert "Was Sie uns gesagt haben" in html


def test_answers_about_check_ups_and_staff_and_own_words_are_not_on_the_sheet() -> None:
    data, patient = study(), one(group="nom")
    secret = (data.items["item"] == "o1") & (data.items["patient"] == patient)
    items = data.items.assign(
        text=data.items["text"].where(~secret, "<b>I know your secret</b>"),
        state=data.items["state"].where(~secret, "answered"),
    )
    before = sheet(data, patient).html
    assert "secret" not in sheet(replace(data, items=items), patient).html
    staff = data.items["item"].isin(["q7", "q8"]) & (data.items["instrument"] == "treatment_satisfaction")
    changed = data.items.assign(value=data.items["value"].where(~staff, 1.0))
    assert sheet(replace(data, items=changed), patient).html == before


def mood(now: float, before: float) -> Line | None:
    """What is said of mood where its answers are set, at this visit and at the compared one."""
    data, patient = study(), one(group="nom")
    past = history(only(data, patient), patient)
    assert past.now is not None
    assert past.before is not None
    items = data.items.copy()
    asked = (items["instrument"] == "qlq_c30") & items["item"].isin(["q21", "q22", "q23", "q24"])
    for sitting, value in ((past.now, now), (past.before, before)):
        here = asked & (items["assessment"] == sitting.key)
        items.loc[here, "value"], items.loc[here, "state"] = value, "answered"
    anxious = (items["instrument"] == "qlq_cr29") & (items["patient"] == patient)
    items.loc[anxious & items["state"].eq("answered"), "value"] = 1.0
    changed = history(only(replace(data, items=items), patient), patient)
    return next((line for line in lines(changed, 20) if line.subject == "mood"), None)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (4, 1, "Your mood is lower."), (4, 4, "Your mood is low."), (1, 4, "Your mood is better."),
        (2, 2, None), (1, 2, None),
    ],
)  # fmt: skip
def test_what_is_said_of_a_subject_follows_from_its_answers(now: float, before: float, sentence: str | None) -> None:
    found = mood(now, before)
    assert (found.head if found else None) == sentence


def test_a_question_to_ask_belongs_to_what_stands_out() -> None:
    for _, data, patient in every_kind():
        past = history(only(data, patient), patient)
        asked = [line.ask for line in lines(past, 4) if line.weight > 0][:3]
        text = words(sheet(data, patient).html)
        found = re.search(r"You could ask (.*?\?) (?:What you said|Your answers)", text)
        assert found is not None
        assert found[1] == " ".join(asked or always())


def test_whom_to_call_stands_on_the_sheet_and_a_clinic_without_a_number_is_called_all_the_same() -> None:
    patient = one(group="nom")
    assert PHONE in words(sheet(study(), patient).html)
    without = patient_copy.document(only(study(), patient), references(), patient, WHO, handed=Handed(language="en"))
    assert "Call your clinic." in words(without.html)
    assert "emergency" not in words(without.html)


def test_demonstration_and_wording_are_named() -> None:
    patient = one(group="nom")
    text = words(sheet(study(), patient).html)
    for sentence in (
        "invented patients", "not the official forms", "draft 0.1, not validated", "is not a diagnosis",
    ):  # fmt: skip
        assert sentence in text
    assert "invented" not in words(sheet(replace(study(), demonstration=False), patient).html)
    assert "translation is a draft" not in text
    assert "Diese Übersetzung ist ein Entwurf." in words(sheet(study(), patient, "de").html)


def test_nothing_answered_yet_is_said_and_nothing_is_drawn() -> None:
    data, patient = study(), one(group="nom")
    empty = replace(data, **{n: getattr(data, n).iloc[:0] for n in ("forms", "items", "scores")})
    html = sheet(empty, patient).html
    assert "You have not answered any questions yet." in html
    assert "<svg" not in html
    assert PHONE in html


def test_a_visit_without_any_answer_is_not_called_free_of_trouble() -> None:
    data, patient = study(), one(group="nom")
    past = history(only(data, patient), patient)
    assert past.now is not None
    here = data.items["assessment"] == past.now.key
    items = data.items.assign(
        state=data.items["state"].where(~here, "declined"), value=data.items["value"].where(~here)
    )
    text = words(sheet(replace(data, items=items), patient).html)
    assert "You answered no question this time." in text
    assert "stands out as a trouble" not in text


def spoken(past: History, **latest: str) -> History:
    """The same past with the languages of the latest forms."""
    assert past.now is not None
    forms = past.forms.copy()
    here = forms["assessment"] == past.now.key
    forms.loc[here, "language"] = forms.loc[here, "instrument"].map(latest).fillna("en")
    return replace(past, forms=forms)


def test_the_sheet_speaks_what_the_patient_read_last_and_else_what_is_recorded() -> None:
    patient = one(group="nom")
    past = history(only(study(), patient), patient)
    in_persian = spoken(past, treatment_satisfaction="fa")
    assert language_of(in_persian, handed(None)) == "fa"
    assert language_of(in_persian, handed("de")) == "de"
    assert language_of(spoken(past, treatment_satisfaction="en"), handed(None, "fa")) == "en"
    english_alone = replace(past, forms=past.forms[past.forms["instrument"] == "qlq_c30"])
    assert language_of(english_alone, handed(None, "fa")) == "fa"
    assert language_of(english_alone, handed(None, "xx")) == SOURCE
    with pytest.raises(NotFound, match="No sheet is printed in 'xx'"):
        language_of(past, handed("xx"))


def test_every_language_of_the_pages_has_words_for_the_answers() -> None:
    translated = {language for name, language in library().translations if name == "treatment_satisfaction"}
    assert set(languages()) == {SOURCE, *translated}


def test_a_name_with_markup_is_text() -> None:
    page = sheet(study(), one(group="nom"), "en", PersonShown('<img src="file:///etc/passwd">', None, None, "D-1")).html
    assert "<img" not in page
    assert "&lt;img" in page


def test_a_patient_or_visit_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound, match="no patient 'P-none'"):
        patient_copy.document(study(), references(), "P-none")
    with pytest.raises(NotFound, match="no answers at 'month_60'"):
        patient_copy.document(study(), references(), one(group="nom"), WHO, visit="month_60")
