from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pytest

from qol.analysis.study_data import StudyData
from qol.course.events import Event, EventKind, Timeline
from qol.errors import NotFound
from qol.reports import patient_summary
from qol.reports._document import Document, printed
from qol.reports._paper import Paper
from qol.reports._summary.person import PersonShown
from tests.reports.cohort import Rows, arms, frames, one_patient, only, protocols, references, study
from tests.reports.reading import catalogue, numbers, pages

WHO = PersonShown("Marlene Example", date(1961, 3, 14), "DEMO-004217", "D-0042")
LONG = PersonShown("Wilhelmina Theodora van den Heuvel-Oosterhuis of Amsterdam-Noord and Zaandam", date(1931, 9, 30),
                   "DEMO-004217-0000-1111-2222", "D-0042")  # fmt: skip


def made(data: StudyData, patient: str, person: PersonShown | None = WHO) -> tuple[Document, Paper, str]:
    document, paper = printed(patient_summary.document(only(data, patient), references(), patient, person))
    return document, paper, " ".join(" ".join(pages(paper.content)).split())


def html(data: StudyData, patient: str, person: PersonShown | None = WHO) -> str:
    return patient_summary.document(only(data, patient), references(), patient, person).html


def one(**kind: object) -> str:
    """The first patient of the invented study whose columns are filled (True) or hold a value."""
    rows = study().patients
    for column, value in kind.items():
        rows = rows[rows[column].notna()] if value is True else rows[rows[column] == value]
    return str(rows["patient"].iloc[0])


@cache
def eventful() -> StudyData:
    """A patient to whom everything happened, who answered at every visit of five years."""
    start = date(2020, 1, 6)

    def after(days: int) -> date:
        return start + timedelta(days=days)

    events = (
        Event(EventKind.NEOADJUVANT_START, after(7)), Event(EventKind.NEOADJUVANT_END, after(90)),
        Event(EventKind.RESPONSE_ASSESSMENT, after(140), "day", {"result": "near_complete"}),
        Event(EventKind.DECISION, after(147), "day", {"strategy": "nom", "offered": "both", "preferred": "nom"}),
        Event(EventKind.REGROWTH, after(400)), Event(EventKind.LOCAL_EXCISION, after(430)),
        Event(EventKind.METASTASIS, after(600), "month", {"sites": "liver"}),
        Event(EventKind.SYSTEMIC_START, after(640)), Event(EventKind.SYSTEMIC_STOP, after(800)),
        Event(EventKind.RESECTION, after(820), "day", {"operation": "lar"}),
        Event(EventKind.STOMA_FORMED, after(820), "day", {"intent": "temporary"}),
        Event(EventKind.STOMA_CLOSED, after(1000)), Event(EventKind.LOCAL_RECURRENCE, after(1500)),
    )  # fmt: skip
    rows = Rows()
    used = protocols()["stage_1_3"].model_copy(update={"show_thresholds": "as_illustration"})
    one_patient(rows, used, "P-long", (Timeline(start, events), "nom", "female"), np.random.default_rng(5), 1.0)
    return frames(rows, used, list(study().groups), "demo")


def every_kind() -> Iterator[tuple[str, StudyData, str]]:
    yield "salvage", study(), one(group="nom", resection_on=True)
    yield "regrowth", study(), one(group="nom", regrowth_on=True)
    yield "stoma closed", study(), one(group="surgery", stoma_closed_on=True)
    yield "permanent stoma", study(), one(group="surgery", operation="apr")
    yield "undecided", study(), one(group="undecided")
    yield "died", study(), one(died_on=True)
    yield "everything", eventful(), "P-long"
    yield "imported", arms(), "P-A000"


@pytest.mark.parametrize(("data", "patient"), [pytest.param(d, p, id=name) for name, d, p in every_kind()])
@pytest.mark.parametrize("person", [LONG, None], ids=["long name", "coded"])
def test_the_page_is_one_page_for_any_patient(data: StudyData, patient: str, person: PersonShown | None) -> None:
    document, paper = printed(patient_summary.document(only(data, patient), references(), patient, person))
    assert paper.pages == 1
    assert "Supports the conversation, is not a diagnosis." in document.html


def test_the_clinics_copy_names_the_patient_and_the_coded_copy_does_not() -> None:
    patient = one(group="nom")
    _, _, named = made(study(), patient)
    for words in ("Marlene Example", "14 March 1961", "DEMO-004217", "clinician’s copy", "never for research"):
        assert words in named
    _, _, coded = made(study(), patient, None)
    assert patient in coded
    assert "Marlene" not in coded
    assert "coded copy, no name" in coded


def test_the_pdf_is_tagged_and_its_charts_have_words_instead() -> None:
    document, paper, _ = made(study(), one(group="nom"))
    assert catalogue(paper.content)["marked"] == True  # noqa: E712 (a PDF's own boolean)
    assert document.html.count("<svg") == document.html.count("<title>") - 1  # one is the document's own
    assert "higher is better." in document.html


def test_the_demonstration_is_marked() -> None:
    assert "invented patients" in html(study(), one(group="nom")).lower()
    assert "invented" not in html(replace(study(), demonstration=False), one(group="nom")).lower()


def test_scores_and_changes_are_those_of_the_exported_scores() -> None:
    data, patient = study(), one(group="surgery", stoma_closed_on=True)
    listed = pd.DataFrame(made(data, patient)[0].numbers)
    mine = data.scores[data.scores["patient"] == patient].set_index(["instrument", "scale", "visit"])["value"]
    scores, changes = (listed[listed["kind"] == kind] for kind in ("own_score", "own_change"))
    assert len(scores) > 20
    assert len(changes) > 4
    for row in scores.to_dict("records"):
        assert row["value"] == pytest.approx(mine[(row["instrument"], row["scale"], row["visit"])])
    for row in changes.to_dict("records"):
        now, before = (mine[(row["instrument"], row["scale"], row[v])] for v in ("visit", "stratum"))
        assert row["value"] == pytest.approx(now - before)


def test_every_number_of_the_list_stands_on_the_page() -> None:
    document, _, text = made(study(), one(group="surgery", stoma_closed_on=True))
    printed_ones = set(numbers(text))
    assert {(row["kind"], row["shown"]) for row in document.numbers if row["shown"] not in printed_ones} == set()


def test_at_most_five_lines_deserve_a_word_and_at_most_six_charts_are_drawn() -> None:
    for _, data, patient in every_kind():
        page = html(data, patient)
        words = page[page.index('<section class="word">') :]
        assert words[: words.index("</section>")].count("<li>") <= 5
        assert page.count('<div class="course">') <= 6


def test_answers_about_check_ups_and_staff_are_not_on_the_sheet() -> None:
    for _, data, patient in every_kind():
        text = html(data, patient).lower()
        assert "check-ups “" not in text
        assert "help when needed" not in text
        assert "satisfaction with care" not in text


def test_free_text_is_not_on_the_sheet() -> None:
    data, patient = study(), one(group="nom")
    said = (data.items["item"] == "o1") & (data.items["patient"] == patient)
    items = data.items.assign(
        text=data.items["text"].where(~said, "<b>I know your secret</b>"),
        state=data.items["state"].where(~said, "answered"),
    )
    assert "secret" not in html(replace(data, items=items), patient)


def test_a_threshold_stands_only_where_it_may_be_shown() -> None:
    patient = one(group="nom")
    shown = html(study(), patient)
    assert "dotted: threshold 83" in shown
    assert "shown as illustration" in shown
    for withheld in (study(show="no"), replace(study(), demonstration=False)):
        page = html(withheld, patient)
        assert "threshold 83" not in page
        assert "Denmark" not in page
        assert "none shown: none is confirmed for this wording" in page


def test_no_answer_is_a_broken_ring_and_an_open_line_and_is_named() -> None:
    data = study()
    missed = data.visits[(data.visits["status"] == "expired") & (data.visits["group"] == "nom")]
    patient = str(missed[missed["visit"] == "month_6"]["patient"].iloc[0])
    page = html(data, patient)
    assert "Month 6 not answered" in page
    assert "no form in the window" in page


def test_nothing_answered_yet_is_said_and_nothing_is_drawn() -> None:
    data, patient = study(), one(group="nom")
    empty = replace(data, **{n: getattr(data, n).iloc[:0] for n in ("forms", "items", "scores")})
    document, paper, text = made(empty, patient)
    assert paper.pages == 1
    assert "Nothing has been answered yet." in text
    assert '<div class="course">' not in document.html


def test_what_an_imported_study_cannot_give_is_said() -> None:
    _, _, text = made(arms(), "P-A001", None)
    assert "Not collected in this study: satisfaction, bowel function (LARS), stoma and dates and events" in text
    assert "strategy not known" in text


def test_a_change_is_not_given_across_a_stoma_and_lars_has_no_meaning_with_one() -> None:
    data = study()
    formed = data.forms[(data.forms["stoma"] == "yes") & (data.forms["visit"] == "resection_3m")]
    for patient in formed["patient"].unique():
        mine = only(data, str(patient))
        page = patient_summary.document(mine, references(), str(patient), WHO, visit="resection_3m").html
        if "LARS score (0–42)" in page:
            assert "no meaning with a stoma" in page
            return
    pytest.fail("nobody in the invented study had a LARS score before a stoma")


def test_words_such_as_improved_are_never_used() -> None:
    for _, data, patient in every_kind():
        text = html(data, patient).lower()
        assert not any(word in text for word in ("improv", "deteriorat", "normal", "abnormal"))


def test_a_name_with_markup_is_text() -> None:
    page = html(study(), one(group="nom"), PersonShown('<img src="file:///etc/passwd">', None, None, "D-1"))
    assert "<img" not in page
    assert "&lt;img" in page


def test_a_patient_or_visit_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound, match="no patient 'P-none'"):
        patient_summary.document(study(), references(), "P-none")
    with pytest.raises(NotFound, match="no answers at 'month_60'"):
        patient_summary.document(study(), references(), one(group="nom"), WHO, visit="month_60")
