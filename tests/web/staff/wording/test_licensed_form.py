"""A licensed form from the hand-over to paper: every page, dataset and PDF says whose words were shown."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from zipfile import ZipFile

import pytest
from sqlmodel import select

from qol.instruments.hashes import from_canonical
from qol.storage.tables import Definition
from qol.study.schedule.visit_plan import plan
from qol.study.wording import licensed_wording
from qol.web.survey import documents
from tests.reports.reading import pages
from tests.study.clinic import NOW, TODAY
from tests.study.licensed import ask_licensed, lay, pack_text
from tests.web.staff.answering import answer_everything
from tests.web.staff.conftest import Site, Visitor, words

NOTICE = "licensed wording of EORTC, agreement QLG 7"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}%(num)s{n}"
LAST_DAY = TODAY + timedelta(days=9)


@pytest.fixture
def code(site: Site) -> str:
    """Before treatment: QLQ-C30 in licensed words, the other forms in ours."""
    ask_licensed(site.clinic, "qlq_c30")
    lay(site.clinic, "qlq_c30", "en", holder="EORTC", agreement="QLG 7", expires=LAST_DAY.isoformat())
    return site.clinic.enrol()


def on_tablet(site: Site, coordinator: Visitor, code: str) -> Visitor:
    """The patient's tablet, opened with the code of the hand-over."""
    page = words(coordinator.post(f"/patients/{code}/hand-over/pre_treatment", {"way": "handover"}))
    six = re.search(r"type the code on it: (\d{3} \d{3})", page)
    assert six is not None
    tablet = Visitor(site.app.test_client())
    assert tablet.post("/tablet", {"code": six[1]}).status_code == 303
    return tablet


def test_the_question_shows_the_licensed_words_and_says_whose_they_are(
    site: Site, coordinator: Visitor, code: str
) -> None:
    tablet = on_tablet(site, coordinator, code)
    page = tablet.text("/survey/1/q1")
    assert "Licensed words" in page
    assert "Licensed wording of EORTC, agreement QLG 7" in page
    ours = site.clinic.house.library["qlq_c30"].items["q1"].ask[""]
    assert ours not in page
    check = tablet.text("/survey/check")
    assert "Part 1: Licensed wording of EORTC, agreement QLG 7" in check
    assert "Part 2: Paraphrased wording, not the validated instrument" in check


@pytest.mark.filterwarnings("ignore:unclosed file.*ttf:ResourceWarning")  # WeasyPrint leaves its fonts open
def test_scores_dataset_and_both_pdfs_say_which_wording_was_shown(
    site: Site, coordinator: Visitor, as_role: Callable[[str], Visitor], code: str
) -> None:
    on_tablet(site, coordinator, code)
    answer_everything(site.clinic, code)
    page = coordinator.text(f"/patients/{code}")
    assert NOTICE in page
    assert "paraphrased wording, not the validated instrument" in page

    researcher = as_role("researcher")
    package = ZipFile(io.BytesIO(researcher.get("/datasets/all.zip").data))
    names = {name.rpartition("/")[2]: name for name in package.namelist()}
    readme = next(package.read(name).decode() for name in names.values() if "README" in name)
    assert f"qlq_c30: {NOTICE}" in readme
    rows = list(csv.DictReader(io.StringIO(package.read(names["codebook.csv"]).decode())))
    assert {row["wording"] for row in rows if row.get("instrument") == "qlq_c30" and row["wording"]} == {NOTICE}
    kinds = set()
    for name in names.values():
        if name.endswith(".csv"):
            for row in csv.DictReader(io.StringIO(package.read(name).decode())):
                if "wording_kind" in row and row.get("instrument") == "qlq_c30":
                    kinds.add((row["wording_kind"], row["wording_notice"]))
    assert kinds == {("licensed", NOTICE)}

    for visitor, address in ((coordinator, f"/patients/{code}/summary.pdf"), (researcher, "/comparison.pdf")):
        printed = " ".join(" ".join(pages(visitor.get(address).data)).split())
        assert NOTICE in printed, address
        assert "paraphrased wording, not the validated instrument" in printed, address


def test_after_the_last_day_the_patient_reads_whom_to_call_and_nothing_answered_is_lost(
    site: Site, coordinator: Visitor, code: str
) -> None:
    tablet = on_tablet(site, coordinator, code)
    assert tablet.post("/survey/1/q1", {"answer": "2", "move": "next"}).status_code == 303
    page = tablet.get("/survey/1/q2")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token is not None
    site.clock.now += timedelta(minutes=10)
    licensed_wording.withdraw(site.clinic.house, "qlq_c30.en.yaml", "somebody", NOW)
    # an answer to a page that was shown in time is taken
    sent = tablet.client.post("/survey/1/q2", data={"answer": "3", "move": "next", "csrf_token": token[1]})
    assert sent.status_code == 303
    for address in ("/survey", "/survey/1/q1", "/survey/1/q3", "/survey/resume", "/survey/check"):
        refused = words(tablet.get(address), 409)
        assert "These questions cannot be shown today" in refused
        assert "Everything you answered is kept. Please give this tablet back to the desk." in refused
        assert "Licensed words" not in refused

    text = pack_text(site.clinic, "qlq_c30", "en", expires="2028-12-31")
    licensed_wording.add(site.clinic.house, text.encode(), "a.yaml", "somebody", TODAY, NOW)
    assert "Licensed words" in tablet.text("/survey/1/q3")
    with site.clinic.house.database.reading() as session:
        from qol.storage import answers, assessments, forms

        assessment = assessments.of_patient(session, site.clinic.scope().patient(session, code).id)[-1]
        form = forms.of_assessment(session, assessment.id)[0]
        kept = {stored.item_id: stored.value for stored in answers.current(session, [form.id])}
    assert kept == {"q1": 2, "q2": 3}


def test_after_the_last_day_what_was_answered_can_still_be_sent(site: Site, coordinator: Visitor, code: str) -> None:
    tablet = on_tablet(site, coordinator, code)
    tablet.post("/survey/1/q1", {"answer": "2", "move": "next"})
    licensed_wording.withdraw(site.clinic.house, "qlq_c30.en.yaml", "somebody", NOW)
    page = tablet.get("/survey/check")
    assert page.status_code == 409
    assert "data-plan" not in page.text
    fields = dict(re.findall(r'name="(csrf_token|submission)" value="([^"]+)"', page.text))
    sent = tablet.client.post("/survey/submit", data={**fields, "move": "next"}, follow_redirects=True)
    assert "Your answers have arrived" in words(sent)


def test_a_document_of_licensed_words_is_kept_by_no_proxy_and_gone_after_the_last_day(
    site: Site, coordinator: Visitor, code: str
) -> None:
    tablet = on_tablet(site, coordinator, code)
    plan_of = tablet.get("/survey/plan").json
    assert plan_of is not None
    found = [section["document"] for section in plan_of["sections"]]
    kept = [tablet.get(address).headers["Cache-Control"] for address in found]
    assert kept[0] == "private, max-age=3600"
    assert set(kept[1:]) == {"public, max-age=31536000, immutable"}
    site.clock.now = NOW + timedelta(days=10)
    assert tablet.get(found[0]).status_code == 404


def test_the_day_after_the_last_day_nothing_licensed_is_shown(site: Site, coordinator: Visitor, code: str) -> None:
    link = words(coordinator.post(f"/patients/{code}/hand-over/pre_treatment", {"way": "link"}))
    secret = re.search(r"/s#([\w-]{22})\b", link)
    assert secret is not None
    born = {"day": "17", "month": "11", "year": "1949"}
    home = Visitor(site.app.test_client())
    assert home.post("/s", {"secret": secret[1], **born}).status_code == 303
    assert "Licensed words" in home.text("/survey/1/q1")
    site.clock.now = NOW + timedelta(days=10)
    late = Visitor(site.app.test_client())
    assert late.post("/s", {"secret": secret[1], **born}).status_code == 303
    refused = words(late.get("/survey/resume"), 409)
    assert "These questions cannot be shown today" in refused
    assert "Everything you answered is kept. Please call 01632 960 123." in refused
    planned = plan(site.clinic.house, site.clinic.scope(), code, "pre_treatment", LAST_DAY + timedelta(days=1))
    assert planned.refusals[0].startswith("qlq_c30.en.yaml expired on")


@pytest.mark.filterwarnings("ignore:unclosed file.*ttf:ResourceWarning")  # WeasyPrint leaves its fonts open
def test_markup_in_a_pack_is_text_on_every_page_and_on_paper(site: Site, coordinator: Visitor) -> None:
    ask_licensed(site.clinic, "qlq_c30")
    pack = lay(site.clinic, "qlq_c30", "en", holder=HOSTILE, agreement=HOSTILE, title=HOSTILE)
    pack.write_text(pack.read_text().replace("Licensed words", HOSTILE))
    code = site.clinic.enrol()
    tablet = on_tablet(site, coordinator, code)
    asked = [(tablet, address) for address in ("/survey", "/survey/1/q1", "/survey/1/q1?missing=yes", "/survey/check")]
    places = ("/instruments", "/instruments/qlq_c30", "/instruments/qlq_c30/preview/1", "/licences", "/due")
    asked += [(coordinator, address) for address in (*places, f"/patients/{code}/hand-over/pre_treatment")]
    with site.clinic.house.database.reading() as session:
        bodies = session.exec(select(Definition.body).where(Definition.kind == "wording")).all()
    with site.app.test_request_context():
        (document,) = [documents.address_of(from_canonical(body)) for body in bodies if "alert(1)" in body]
    asked.append((tablet, document))
    seen = 0
    for visitor, address in asked:
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.text, address
        assert "<img src=x" not in answer.text, address
        seen += "&lt;script&gt;alert(1)" in answer.text
    assert seen > 5
    paper = coordinator.get("/instruments/qlq_c30/form.pdf")
    assert "<script>alert(1)</script>" in "".join("".join(pages(paper.data)).split())
    assert not any(found in paper.data for found in (b"/JavaScript", b"/JS ", b"/Launch", b"/URI "))
