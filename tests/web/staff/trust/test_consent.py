"""Consent on pages: texts that stay, signatures from paper, withdrawal with its consequences, erasure."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from qol.storage.tables import ConsentText, Patient, StaffSession
from qol.study.schedule.work_list import Choice, work_list
from tests.web.staff.conftest import NOW, Site, Visitor

TODAY = NOW.date()


@pytest.fixture
def administrator(as_role: Callable[[str], Visitor]) -> Visitor:
    return as_role("administrator")


def add_text(administrator: Visitor, version: str, **more: str) -> None:
    data = {"version": version, "language": "en", "body": "I agree.\n\nI may stop.", **more}
    assert administrator.post("/consent/texts", data, token_from="/consent").status_code == 303


def text_ids(site: Site) -> dict[str, str]:
    with site.clinic.house.database.reading() as session:
        return {row.version: row.id for row in session.exec(select(ConsentText))}


def record(coordinator: Visitor, code: str, move: str, day: str = TODAY.isoformat(), **more: str) -> int:
    data = {"move": move, "on": day, **more}
    page = f"/patients/{code}/consent"
    return coordinator.post(f"{page}/record", data, token_from=page).status_code


def test_every_version_of_a_text_stays_with_its_hash(site: Site, administrator: Visitor) -> None:
    add_text(administrator, "1.0")
    add_text(administrator, "2.0", renews="yes")
    said = administrator.text("/consent")
    assert "1.0" in said and "stay valid" in said and "2.0" in said and "sign again" in said
    page = administrator.text(f"/consent/texts/{text_ids(site)['1.0']}")
    assert "I agree. I may stop." in page and "SHA-256" in page
    again = administrator.post(
        "/consent/texts", {"version": "1.0", "language": "en", "body": "x"}, token_from="/consent"
    )
    assert again.status_code == 400 and "There is a version 1.0 in this language already" in again.text
    empty = administrator.post("/consent/texts", {"language": "xx"}, token_from="/consent").text
    assert "Give the version a name" in empty and "Choose the language" in empty and "the whole text" in empty


def test_a_newer_version_that_asks_for_it_is_shown_until_it_is_signed(
    site: Site, administrator: Visitor, coordinator: Visitor
) -> None:
    code = site.clinic.enrol()
    add_text(administrator, "1.0")
    assert record(coordinator, code, "sign", text=text_ids(site)["1.0"]) == 303
    site.clock.now = NOW + timedelta(minutes=1)
    add_text(administrator, "1.1")
    assert "newer version" not in coordinator.text(f"/patients/{code}/consent")
    site.clock.now = NOW + timedelta(minutes=2)
    add_text(administrator, "2.0", renews="yes")
    assert "Version 2.0 asks whoever signed" in coordinator.text(f"/patients/{code}/consent")
    assert "To sign a newer version" in coordinator.text("/consent")
    assert record(coordinator, code, "sign", text=text_ids(site)["2.0"]) == 303
    assert "asks whoever signed" not in coordinator.text(f"/patients/{code}/consent")
    assert "To sign a newer version" not in coordinator.text("/consent")


@pytest.mark.parametrize(
    ("move", "day", "more", "words"),
    [
        ("sign", "", {}, "Give the date that stands on the paper."),
        ("sign", "2030-01-01", {}, "This date is in the future."),
        ("withdraw", "2026-03-12", {}, "Say what the patient wants"),
        ("withdraw", "1999-01-01", {"choice": "stop"}, "cannot come before enrolment"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    site: Site, coordinator: Visitor, move: str, day: str, more: dict[str, str], words: str
) -> None:
    code = site.clinic.enrol()
    data = {"move": move, "on": day, **more}
    answer = coordinator.post(f"/patients/{code}/consent/record", data, token_from=f"/patients/{code}/consent")
    assert answer.status_code >= 400 and words in answer.text
    assert "No consent is recorded." in coordinator.text(f"/patients/{code}/consent")


def test_nothing_is_due_after_a_withdrawal(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    site.clinic.decided(code, days_ago=50)
    scope = site.clinic.scope()
    assert work_list(site.clinic.house, scope, Choice(), TODAY).open > 0
    assert record(coordinator, code, "withdraw", choice="stop") == 303
    assert work_list(site.clinic.house, scope, Choice(), TODAY).open == 0
    page = coordinator.text(f"/patients/{code}/consent")
    assert "what is stored stays as it is" in page and "asked for an erasure" not in page


def proved(site: Site, at: datetime | None) -> None:
    """When the people signed in last proved again who is there."""
    with site.clinic.house.database.writing() as session:
        for row in session.exec(select(StaffSession)):
            row.confirmed_at = at
            session.add(row)


def test_an_erasure_that_was_asked_for_is_shown_until_it_is_done(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    record(coordinator, code, "withdraw", choice="erase")
    assert "The patient asked for an erasure" in coordinator.text(f"/patients/{code}/consent")
    proved(site, None)
    assert coordinator.get(f"/patients/{code}/erase").status_code == 303
    proved(site, NOW)
    assert "Everything goes" in coordinator.text(f"/patients/{code}/erase")
    wrong = coordinator.post(f"/patients/{code}/erase", {"again": "K", "reason": "asked"})
    assert "not the same study code" in wrong.text
    done = coordinator.post(f"/patients/{code}/erase", {"again": code, "reason": "asked"})
    assert done.status_code == 200 and "was erased" in done.text
    with site.clinic.house.database.reading() as session:
        assert session.exec(select(Patient)).all() == []
    assert coordinator.get(f"/patients/{code}").status_code == 404


@pytest.mark.parametrize(("first", "then"), [("erase", "keep"), ("keep", "erase")])
def test_nothing_is_erased_but_what_the_page_said(site: Site, coordinator: Visitor, first: str, then: str) -> None:
    code, said = site.clinic.enrol(), {"keep": "keep", "erase": "all"}
    record(coordinator, code, "withdraw", choice=first)
    sent = {"again": code, "reason": "asked", "said": said[first]}
    assert f'name="said" value="{said[first]}"' in coordinator.get(f"/patients/{code}/erase").text
    record(coordinator, code, "withdraw", choice=then)
    refused = coordinator.post(f"/patients/{code}/erase", sent)
    assert refused.status_code == 409 and f'name="said" value="{said[then]}"' in refused.text
    assert coordinator.get(f"/patients/{code}").status_code == 200
    done = coordinator.post(f"/patients/{code}/erase", {**sent, "said": said[then]})
    assert done.status_code == 200 and "was erased" in done.text


def test_consent_of_another_site_is_not_there(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol(site="Southmere")
    proved(site, NOW)
    for address in (f"/patients/{code}/consent", f"/patients/{code}/erase"):
        assert coordinator.get(address).status_code == 404
    answer = coordinator.post(
        f"/patients/{code}/consent/record", {"move": "withdraw", "choice": "erase", "on": "2026-03-12"}, "/consent"
    )
    assert answer.status_code == 404
