"""The whole comparison ordered with a button: followed, fetched and stopped by whoever ordered it, and nobody else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from qol.study.printing.batch_files import SUMMARIES, Batch, BatchFiles
from tests.study.clinic import NOW, PASSWORD
from tests.web.staff.conftest import Site, Visitor, words
from tests.web.staff.printing.test_batches import inspect, printing, wait

AsRole = Callable[[str], Visitor]
PAGES = ("", "/file")


def ordered(visitor: Visitor, copy: str = "", page: str = "/datasets") -> str:
    answer = visitor.post("/comparison/print", {"copy": copy}, token_from=page)
    assert answer.status_code == 303, words(answer, answer.status_code)
    return str(answer.headers["Location"])


def test_it_is_made_in_the_background_and_the_page_offers_it(site: Site, as_role: AsRole) -> None:
    researcher = as_role("researcher")
    with printing(site.clinic.settings.data_dir):
        batch = ordered(researcher, "release")
        wait(lambda: not researcher.get(batch, headers={"Accept": "application/json"}).json["open"])
    page = researcher.text(batch)
    assert "The comparison is ready. The file can be fetched until" in page
    assert "the copy that may leave the team" in page
    assert "It holds no names. Only you" in page
    file = researcher.get(f"{batch}/file")
    assert file.data.startswith(b"%PDF")
    assert "attachment" in file.headers["Content-Disposition"]
    assert "comparison" in file.headers["Content-Disposition"]


def test_nobody_else_sees_fetches_or_stops_it(as_role: AsRole, coordinator: Visitor) -> None:
    researcher, clinician = as_role("researcher"), as_role("clinician")
    batch, own = ordered(researcher), ordered(clinician, page="/patients")
    foreign = [(clinician, batch, "/patients"), (coordinator, batch, "/patients"), (researcher, own, "/datasets")]
    for visitor, address, page in foreign:
        assert {visitor.get(address + rest).status_code for rest in PAGES} == {404}
        assert visitor.post(f"{address}/stop", {}, token_from=page).status_code == 404
    assert "small cells" not in researcher.text(batch)
    assert "The whole comparison of the groups, the internal copy." in researcher.text(batch)
    assert researcher.post(f"{batch}/stop", {}, token_from=batch).status_code == 303
    assert "Nothing of it was kept" in researcher.text(batch)
    assert "Waits" in clinician.text(own)
    assert "Comparison of the groups" in clinician.text("/summaries")


def test_the_set_of_stage_and_intent_is_said_and_one_that_is_none_is_refused(as_role: AsRole) -> None:
    researcher = as_role("researcher")
    form = {"set": "pooled", "copy": "release"}
    batch = researcher.post("/comparison/print", form, token_from="/datasets").headers["Location"]
    assert "All stages and intents pooled." in researcher.text(batch)
    assert researcher.post("/comparison/print", {"set": "x"}, token_from="/datasets").status_code == 400
    assert "Comparison for release, All stages and intents pooled" in researcher.text(ordered(researcher))


def test_a_role_and_the_token_of_a_form_are_needed(as_role: AsRole, coordinator: Visitor) -> None:
    assert coordinator.post("/comparison/print", {}, token_from="/patients").status_code == 403
    assert as_role("administrator").post("/comparison/print", {}, token_from="/accounts").status_code == 403
    assert as_role("researcher").client.post("/comparison/print").status_code == 400
    assert as_role("").post("/comparison/print", {}, token_from="/sign-in").status_code == 401


def test_names_are_not_for_a_researcher_who_ordered_them_in_another_role(site: Site, as_role: AsRole) -> None:
    files = BatchFiles(site.clinic.settings)
    batch = Batch(
        id=files.new_id(), study_id=site.clinic.study_id, staff_id=site.clinic.staff["researcher"], sites=(),
        patients={"one": "A1"}, total=1, kind="pdf", ordered_at=NOW, report=SUMMARIES,
    )  # fmt: skip
    files.write(batch)
    researcher = as_role("researcher")
    assert {researcher.get(f"/summaries/{batch.id}{rest}").status_code for rest in PAGES} == {404}


def test_progress_is_without_a_number_and_one_too_many_names_the_earlier(as_role: AsRole, site: Site) -> None:
    researcher, files = as_role("researcher"), BatchFiles(site.clinic.settings)
    page = researcher.get(ordered(researcher)).text
    assert "<progress aria-label" in page
    ordered(researcher, "release")
    for one in tuple(files.every()):
        files.write(Batch(**{**vars(one), "wish": {"copy": one.id}}))
    ordered(researcher)
    refused = researcher.post("/comparison/print", {"copy": "release"}, token_from="/datasets")
    assert "Wait for them, or stop one" in words(refused, 409)
    assert refused.text.count("/summaries/") == 3


@pytest.mark.parametrize(("role", "start"), [("researcher", "/datasets"), ("clinician", "/patients")])
def test_axe_finds_nothing_and_the_script_leaves_the_progress_open(
    browser: Browser, address: str, role: str, start: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/sign-in")
    page.locator("[name=login]").fill(role)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").last.click()
    page.wait_for_url(lambda found: "sign-in" not in found)
    page.goto(f"{address}{start}")
    inspect(page)
    page.get_by_role("button", name="Comparison of the groups").click()
    page.wait_for_selector("[data-batch]")
    with page.expect_response(lambda answer: "/summaries/" in answer.url):
        pass
    assert not page.locator("progress").evaluate("bar => bar.hasAttribute('value')")
    inspect(page)
    page.close()
