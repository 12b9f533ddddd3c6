"""What the script works out by itself is what the server works out: order, wording, progress, pages."""

import re
from collections.abc import Mapping
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from qol.study.collection.path import Given, Step, path
from qol.study.collection.progress import progress
from tests.study.patients_side import CORE, KEPT, Clinic
from tests.web.offline.conftest import now
from tests.web.offline.line import Line
from tests.web.offline.patient import open_at_home

pytestmark = pytest.mark.browser

WALK = """async ([scripts, plan, facts, entries]) => {
    const { walk, progress } = await import(`${scripts}/offline/walk.js`);
    const { load } = await import(`${scripts}/offline/documents.js`);
    const { sections } = await load(plan);
    const steps = walk(sections, facts, new Map(entries));
    return steps.map((step) => {
        const at = progress(steps, step);
        const words = step.section.page.querySelector(
            `template[data-item="${step.item.id}"][data-variant="${step.variant}"]`).content.querySelector("h1");
        const bars = at.bars.map(({ start, length, done }) => [start, length, done]);
        return [step.section.position, step.item.id, step.number, step.opensPage, words.textContent,
                at.part, at.parts, at.minutes, bars];
    });
}"""


def as_the_server(step: Step, steps: object) -> list[object]:
    at = progress(steps, step)  # type: ignore[arg-type]
    bars = [[bar.start, bar.length, bar.done] for bar in at.bars]
    return [step.position, step.item.id, step.number, step.opens_page, step.words, at.part, at.parts, at.minutes, bars]


@pytest.fixture
def opened(clinic: Clinic, line: Line, page: Page) -> str:
    visit = clinic.ask(*CORE, now=now())
    open_at_home(page, line)
    return visit


def facts() -> list[Mapping[str, str]]:
    """Every combination that changes a path."""
    kinds = {"sex": ("female", "male"), "stoma": ("no", "yes"), "strategy": ("nom", "surgery"),
             "rectum": ("kept", "removed"), "occasion": ("follow_up", "decision")}  # fmt: skip
    return [dict(zip(kinds, values, strict=True)) for values in product(*kinds.values())]


def test_the_way_is_the_servers_for_every_combination_of_facts(clinic: Clinic, page: Page, opened: str) -> None:
    now_open = clinic.opened(opened)
    scripts, plan = scripts_of(page), page.evaluate("async () => (await fetch('/survey/plan')).json()")
    for known in facts():
        expected = path(now_open.sections, known, {})
        found = page.evaluate(WALK, [scripts, plan, known, []])
        assert found == [as_the_server(step, expected) for step in expected.steps], known


def test_an_answer_that_sets_a_fact_routes_as_on_the_server(clinic: Clinic, page: Page, opened: str) -> None:
    scripts, plan = scripts_of(page), page.evaluate("async () => (await fetch('/survey/plan')).json()")
    now_open = clinic.opened(opened)
    form = next(section.form_id for section in now_open.sections if section.instrument.id == "qlq_cr29")
    for code, fact in ((1, "no"), (2, "yes")):
        entries = [[f"{form}/q48", {"state": "answered", "value": code, "version": 1, "fact": fact}]]
        expected = path(now_open.sections, KEPT, {(form, "q48"): Given("answered", code)})
        found = page.evaluate(WALK, [scripts, plan, KEPT, entries])
        assert found == [as_the_server(step, expected) for step in expected.steps]


PARTS = """() => {
    const words = (place) => place.innerText.replace(/\\s+/g, " ").trim();
    const main = document.getElementById("main").cloneNode(true);
    main.querySelectorAll(".kept, [type=hidden]").forEach((one) => one.remove());
    const fields = [...main.querySelectorAll("input, textarea, button")].map((one) => {
        const hidden = one.hidden ? "hidden" : "";
        return [one.localName, one.type, one.name, one.value, one.checked, hidden, one.textContent.trim()].join("|");
    });
    const svg = main.querySelector(".progress svg");
    return {
        title: document.title,
        main: words(document.getElementById("main")).replace(/(Saved|Saved so far)$/, ""),
        head: words(document.querySelector(".survey-head")),
        foot: words(document.querySelector(".survey > footer")),
        bar: svg ? [...svg.querySelectorAll("rect")].map((one) => one.outerHTML).join() : "",
        fields,
    };
}"""


def test_every_page_reads_as_the_servers(clinic: Clinic, line: Line, page: Page, opened: str) -> None:
    for item, value in (("q2", 1), ("q4", 2)):
        clinic.answer(opened, item, value, part=2, now=now())
    page.goto(f"{line.address}/survey")
    expect(page.locator("html[data-run=on]")).to_have_count(1)
    pages = ["/survey/1/q7", "/survey/1/o1", "/survey/2/q2", "/survey/2/q29", "/survey/3/q58", "/survey/check"]
    servers = {address: looked_at(page, line, address) for address in pages}
    for address in pages:
        page.goto(f"{line.address}/survey/check")
        expect(page.locator("html[data-run=on]")).to_have_count(1)
        if address == "/survey/check":
            page.locator("a[data-go]").first.click()
            expect(page.locator("#form fieldset")).to_be_visible()
            page.get_by_role("button", name="Back").click()
        else:
            page.locator(f"a[data-go][href^='{address}?']").last.click()
        expect(page).to_have_url(re.compile(re.escape(address) + "$"))
        assert page.evaluate(PARTS) == servers[address], address


def looked_at(page: Page, line: Line, address: str) -> object:
    """A page as the server renders it, before any script."""
    page.goto(line.address + address)
    expect(page.locator("html[data-run=on]")).to_have_count(1)
    return page.evaluate(PARTS)


def scripts_of(page: Page) -> str:
    source = page.locator("script[type=module]").get_attribute("src")
    assert source is not None
    return source.rpartition("/")[0]
