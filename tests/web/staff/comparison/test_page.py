"""The comparison on the screen: its numbers are those of its files, and the first look is remembered for good."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

from PIL import Image
from pypdf import PdfReader
from sqlmodel import col, select

from qol.storage import audit, plan_locks
from qol.storage.tables import AuditEntry
from qol.study.comparing.cuts import views
from tests.journeys.intruder import NOW, Demo, Intruder
from tests.web.staff.conftest import Site, Visitor, words

ASKED = "scale=treatment_satisfaction.TRT&population=everybody&weights=none&visit=month_6"
MINUS = "−"


def test_before_the_first_look_the_page_asks_and_remembers_the_answer_for_good(
    site: Site, as_role: Callable[[str], Visitor]
) -> None:
    visitor, house = as_role("researcher"), site.clinic.house
    assert "Nobody has compared the groups yet" in visitor.text("/comparison")
    with house.database.reading() as session:
        assert plan_locks.first_comparison(session, site.clinic.study_id) is None
    assert "nothing to compare" in visitor.text("/comparison?begin=yes")
    with house.database.reading() as session:
        assert plan_locks.first_comparison(session, site.clinic.study_id) is not None
    assert "nothing to compare" in visitor.text("/comparison")


def test_every_number_of_the_page_is_in_its_table_and_on_its_pdf(researcher: Intruder) -> None:
    page = words(researcher.get(f"/comparison?begin=yes&{ASKED}"))
    paper = researcher.get(f"/comparison/view.pdf?{ASKED}").data
    printed = " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(paper)).pages).split())
    rows = list(csv.DictReader(StringIO(researcher.get(f"/comparison/view.csv?{ASKED}").text)))
    assert {row["visit"] for row in rows} >= {"month_3", "month_6", "month_12"}
    compared = 0
    for row in rows:
        shown = [_points(row[f"mean_{side}"]) for side in ("first", "second")]
        if row["difference"]:
            compared += 1
            shown += [("+" if float(row["difference"]) >= 0.05 else "") + _points(row["difference"])]
            shown += [f"{_points(row['difference_lower'])} to {_points(row['difference_upper'])}"]
        for text in shown:
            assert text in page, (row["visit"], text)
            assert text in printed, (row["visit"], text)
    assert compared >= 2
    asked = next(row for row in rows if row["visit"] == "month_6")
    assert f"95 % interval {_points(asked['difference_lower'])} to {_points(asked['difference_upper'])}" in page


def _points(value: str) -> str:
    return f"{float(value):.1f}".replace("-", MINUS).replace(f"{MINUS}0.0", "0.0") if value else "–"


def test_the_picture_carries_its_words_at_a_size_to_print(researcher: Intruder) -> None:
    answer = researcher.get(f"/comparison/view.png?{ASKED}")
    assert answer.content_type == "image/png"
    assert "attachment" in answer.headers["Content-Disposition"]
    picture = Image.open(BytesIO(answer.data)).convert("L")
    assert picture.width > 1400
    head = picture.crop((0, 0, picture.width, picture.height // 4))
    foot = picture.crop((0, int(picture.height * 0.9), picture.width, picture.height))
    for part in (head, foot):  # the finding above, where it comes from below
        assert part.getextrema()[0] < 120


def test_a_look_and_each_download_are_in_the_audit_without_values(demo: Demo, researcher: Intruder) -> None:
    for address in (f"/comparison?{ASKED}", *(f"/comparison/view.{kind}?{ASKED}" for kind in ("csv", "png", "pdf"))):
        assert researcher.get(address).status_code == 200
    with demo.database.reading() as session:
        query = select(AuditEntry.action).where(col(AuditEntry.action).startswith("comparison."))
        assert {"comparison.read", "comparison.csv", "comparison.png", "comparison.pdf"} <= set(session.exec(query))
    assert researcher.get("/comparison/view.xlsx").status_code == 404


def test_weights_that_cannot_be_trusted_are_refused_in_words(researcher: Intruder) -> None:
    page = words(researcher.get("/comparison?begin=yes"))
    assert "The primary comparison of the plan; it counts as exploratory." in page
    assert "no weighted number" in page or "overlap weights." in page
    assert "Not randomised" in page


def test_what_conditions_on_the_future_says_so(researcher: Intruder) -> None:
    page = words(researcher.get("/comparison?population=kept&weights=none"))
    assert "This conditions on the future" in page
    assert "Exploratory: the plan does not declare this view." in page


def test_persian_reads_the_page_from_the_right_in_its_own_digits(researcher: Intruder) -> None:
    page = researcher.get(f"/comparison?{ASKED}", headers={"Accept-Language": "fa"}).text
    assert '<html lang="fa" dir="rtl">' in page
    assert "مقایسه" in page and "۹۵" in page
    assert "\u200e+" in page  # else the plus of a difference would stand behind its number


def test_a_change_of_the_data_makes_a_new_cut_and_a_look_does_not(demo: Demo, researcher: Intruder) -> None:
    house = demo.app.extensions["qol_house"]
    researcher.get(f"/comparison?{ASKED}")
    with demo.database.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "comparison.read")).first()
    assert entry is not None
    before = views(house, entry.object_id, NOW)
    researcher.get(f"/comparison?{ASKED}&weights=none")
    assert views(house, entry.object_id, NOW) is before
    with demo.database.writing() as session:
        audit.append(
            session, at=NOW, actor=entry.actor, action="record_event", object_kind="event", object_id="any"
        )  # as every change of an event does
    assert views(house, entry.object_id, NOW) is not before
