"""The line is cut at the first question and the browser killed at the twentieth: every answer arrives once."""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from qol.storage.tables import Answer, Envelope, Submission
from tests.study.patients_side import Clinic
from tests.web.offline.conftest import now
from tests.web.offline.device import Device, question, ready
from tests.web.offline.line import Line
from tests.web.offline.patient import CHECK, answer_until, open_at_home, send, start, thanked

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_cut_at_item_1_killed_at_item_20_finished_and_delivered(clinic: Clinic, line: Line, phone: Device) -> None:
    visit = clinic.ask("qlq_c30", now=now())
    page = phone.on()
    open_at_home(page, line)
    start(page)
    line.cut()
    given = answer_until(page, 20)
    expect(page.locator(".kept")).to_have_text("Kept on this device (20 waiting)")
    phone.kill()

    page = phone.on()
    page.goto(f"{line.address}/survey/resume")
    ready(page)
    assert question(page) == "/survey/1/q21"
    expect(page.locator(".kept")).to_have_text("Kept on this device (20 waiting)")
    given |= answer_until(page)
    assert question(page) == CHECK
    assert len(given) == 30
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. That was the last question.")
    assert clinic.opened(visit).store == {}

    line.restore()
    thanked(page)
    opened = clinic.opened(visit)
    assert opened.assessment.closed_as == "completed"
    stored = {f"/survey/1/{item}": one.value for (_, item), one in opened.store.items()}
    assert stored == given
    with clinic.house.database.reading() as session:
        assert len(session.exec(select(Answer)).all()) == 30
        assert len(session.exec(select(Envelope)).all()) == 31
        assert {row.state for row in session.exec(select(Envelope))} == {"applied"}
        assert len(session.exec(select(Submission)).all()) == 1
