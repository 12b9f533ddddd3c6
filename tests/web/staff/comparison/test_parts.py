"""The further parts of the comparison: answers by stratum, LARS and stoma, balance and overlap, tests of the family."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlmodel import col, select

from qol.storage.tables import AuditEntry
from tests.journeys.intruder import Demo, Intruder
from tests.web.staff.conftest import words

ANSWERS = "part=answers&visit=month_6&population=everybody"
BOWEL = "part=bowel&scale=lars.total&visit=month_6&population=everybody"
BALANCE = "part=balance&population=everybody&weights=overlap"


def rows(researcher: Intruder, asked: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(researcher.get(f"/comparison/view.csv?{asked}").text)))


def test_parts_are_addresses_and_lars_is_one_only_where_lars_is_asked(researcher: Intruder) -> None:
    page = researcher.get("/comparison?begin=yes&scale=treatment_satisfaction.TRT&weights=none").text
    assert set(re.findall(r"part=(\w+)", page)) == {"answers", "balance", "tests"}
    assert "part=bowel" in researcher.get("/comparison?scale=lars.total&weights=none").text
    assert "Course" in words(researcher.get("/comparison?part=bowel&scale=treatment_satisfaction.TRT&weights=none"))


def test_shares_of_the_page_are_those_of_its_file(researcher: Intruder) -> None:
    page = words(researcher.get(f"/comparison?begin=yes&{ANSWERS}&by=response"))
    found = [
        row for row in rows(researcher, f"{ANSWERS}&by=response") if row["what"] == "answer" and row["item"] == "q4"
    ]
    everybody = [row for row in found if not row["stratum"]]
    assert len(everybody) == 10
    for group in ("nom", "surgery"):
        mine = [row for row in everybody if row["group"] == group]
        shares = " ".join(str(round(100 * int(row["people"]) / int(row["of"]))) for row in mine)
        assert f"{shares} {mine[0]['of']}" in page
    whole = {row["answer"]: int(row["people"]) for row in everybody if row["group"] == "nom"}
    parts = [row for row in found if row["stratum"] and row["group"] == "nom"]
    assert {row["stratum"] for row in parts} >= {"response=complete", "response=near_complete"}
    for answer, people in whole.items():
        assert sum(int(row["people"]) for row in parts if row["answer"] == answer) == people


def test_few_answers_are_not_drawn_and_a_sentence_says_so(researcher: Intruder) -> None:
    page = researcher.get(f"/comparison?begin=yes&{ANSWERS}&by=wish")
    assert "Fewer than 10 in a group, so nothing is drawn" in words(page)
    everybody = researcher.get(f"/comparison?{ANSWERS}")
    assert 'class="drawn"' in everybody.text


def test_answers_tell_what_was_offered_and_wanted(researcher: Intruder) -> None:
    page = words(researcher.get(f"/comparison?begin=yes&{ANSWERS}"))
    assert "Of these, both ways" in page
    assert "Of these, what they got" in page


def test_lars_has_its_denominators_the_declared_test_and_who_is_in_none(researcher: Intruder) -> None:
    page = words(researcher.get(f"/comparison?begin=yes&{BOWEL}"))
    assert "Fisher’s exact test" in page or "chi-square test" in page
    assert "In no denominator" in page
    for row in rows(researcher, BOWEL):
        stomas = sum(int(row[name]) for name in ("permanent", "temporary", "unrecorded"))
        scored = sum(int(row[name]) for name in ("major", "minor", "none"))
        assert int(row["stoma_or_major"]) == stomas + int(row["major"])
        assert int(row["stoma_or_major_of"]) == stomas + scored
        if row["visit"] == "month_6":
            assert f"{row['stoma_or_major']} of {row['stoma_or_major_of']}" in page


def test_balance_shows_what_is_not_in_the_model_or_refuses_in_words(researcher: Intruder) -> None:
    page = words(researcher.get(f"/comparison?begin=yes&{BALANCE}"))
    assert "Recorded, not in the model" in page
    assert "Effective number" in page
    assert "Not recorded at all: how strongly a clinician advised one way" in page
    unweighted = words(researcher.get("/comparison?part=balance&population=everybody&weights=none"))
    assert "No weights: the groups are compared as they are." in unweighted
    received = words(researcher.get("/comparison?part=balance&population=received"))
    assert "By treatment received nothing is weighted" in received


def test_the_family_is_tested_with_holm_or_the_refusal_stands_there(researcher: Intruder) -> None:
    page = words(researcher.get("/comparison?begin=yes&part=tests"))
    assert "it counts as exploratory" in page
    found = rows(researcher, "part=tests")
    assert len(found) > 1
    for row in found:
        assert (row["p"] != "") == (row["p_holm"] != "") == (row["reason"] == "")
        if row["p"]:
            assert float(row["p_holm"]) >= float(row["p"])


@pytest.mark.parametrize("asked", [f"{ANSWERS}&by=response", BOWEL, BALANCE])
def test_each_part_is_taken_away_as_picture_and_page(researcher: Intruder, asked: str) -> None:
    picture = Image.open(BytesIO(researcher.get(f"/comparison/view.png?begin=yes&{asked}").data))
    assert picture.width > 1400
    paper = PdfReader(BytesIO(researcher.get(f"/comparison/view.pdf?{asked}").data))
    printed = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    assert "Not randomised" in printed
    assert "internal copy" in printed


def test_a_look_at_a_part_and_its_downloads_are_in_the_audit(demo: Demo, researcher: Intruder) -> None:
    researcher.get(f"/comparison?begin=yes&{ANSWERS}")
    researcher.get(f"/comparison/view.csv?{ANSWERS}")
    with demo.database.reading() as session:
        query = select(AuditEntry.action).where(col(AuditEntry.action).startswith("comparison."))
        assert {"comparison.read_answers", "comparison.csv_answers"} <= set(session.exec(query))


def test_nothing_of_a_part_has_a_style_or_a_script_of_its_own(researcher: Intruder) -> None:
    for asked in (f"{ANSWERS}&by=response", BOWEL, BALANCE, "part=tests"):
        page = researcher.get(f"/comparison?begin=yes&{asked}").text
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_persian_reads_the_answers_in_its_own_words_and_digits(researcher: Intruder) -> None:
    page = researcher.get(f"/comparison?begin=yes&{ANSWERS}", headers={"Accept-Language": "fa"}).text
    assert '<html lang="fa" dir="rtl">' in page
    assert "رضایت، پشیمانی و نگرانی" in page
    assert "درصد کسانی که پاسخ دادند" in page
