"""Double data entry where the protocol asks for it: blind, by somebody else, differences decided by the paper."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest

from qol.storage import answers, audit, staff, studies
from qol.study.people.passwords import hashed
from qol.study.studies import body_of, protocol_of
from qol.web.staff.visitor import COOKIE
from tests.study.clinic import NOW, PASSWORD, TODAY
from tests.web.staff.collection.test_entering import c30, checked, sheet, stored
from tests.web.staff.conftest import Site, Visitor, words


def ask_for_it(site: Site) -> None:
    """The study's protocol asks for a second entry."""
    with site.clinic.house.database.writing() as session:
        study = studies.by_id(session, site.clinic.study_id)
        study.protocol_body = body_of(protocol_of(study).model_copy(update={"second_entry": "yes"}))
        session.add(study)


@pytest.fixture
def code(site: Site) -> str:
    found = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(found, "nom")
    return found


@pytest.fixture
def colleague(site: Site) -> Visitor:
    """Another coordinator of the same site."""
    clinic = site.clinic
    with clinic.house.database.writing() as session:
        account = staff.add(session, login="colleague", display_name="Kim", password_hash=hashed(PASSWORD), now=NOW)
        staff.grant(session, account.id, "coordinator", clinic.study_id, clinic.sites["Northfield"])
        staff.begin_session(
            session, token_hash=sha256(b"colleague").hexdigest(), staff_id=account.id, now=NOW,
            ends_at=NOW + timedelta(hours=12),
        )  # fmt: skip
    client = site.app.test_client()
    client.set_cookie(COOKIE, "colleague")
    return Visitor(client)


def type_first(coordinator: Visitor, code: str, **boxes: str) -> None:
    address = sheet(code, "qlq_c30")
    answer = coordinator.post(address, c30(**boxes))
    coordinator.post(address, c30(**boxes) | checked(answer.text))


def place(visitor: Visitor, code: str) -> str:
    found = re.search(rf'href="(/patients/{code}/entry/[0-9a-f-]+/again)"', visitor.get(f"/patients/{code}").text)
    assert found is not None
    return found[1]


def in_force(site: Site, code: str, item: str) -> list[tuple[int | None, str | None]]:
    ((_, rows),) = stored(site, code)
    form = next(row for row in rows if row.instrument_id == "qlq_c30")
    with site.clinic.house.database.reading() as session:
        return [(one.value, one.reason) for one in answers.history(session, form.id, item)]


def test_without_the_protocols_word_nothing_waits(coordinator: Visitor, code: str) -> None:
    type_first(coordinator, code)
    assert "second entry" not in coordinator.text(f"/patients/{code}")


def test_the_same_answers_settle_it_at_once(site: Site, coordinator: Visitor, colleague: Visitor, code: str) -> None:
    ask_for_it(site)
    type_first(coordinator, code, q5="-")
    address = place(colleague, code)
    assert 'value="2"' not in colleague.get(address).text, "the second entry is blind"
    assert colleague.post(address, c30(q5="-")).status_code == 303
    assert "second entry" not in colleague.text(f"/patients/{code}")
    with site.clinic.house.database.reading() as session:
        entries = audit.of_object(session, "form", address.split("/")[4])
    assert [entry.action for entry in entries] == ["form.entered", "form.entered_twice"]
    assert len({entry.actor for entry in entries}) == 2


def test_differences_are_shown_side_by_side_and_decided_one_by_one(
    site: Site, coordinator: Visitor, colleague: Visitor, code: str
) -> None:
    ask_for_it(site)
    type_first(coordinator, code, q3="1", q5="-")
    address = place(colleague, code)
    second = c30(q3="4", q5="3")
    shown = words(colleague.post(address, second))
    assert "2 boxes differ" in shown
    assert "First: 1 Second: 4" in shown
    assert "First: - Second: 3" in shown
    half = colleague.post(address, second | {"choose.q3": "second"})
    assert "2 boxes differ" in words(half)
    assert in_force(site, code, "q3") == [(1, None)]
    done = colleague.post(address, second | {"choose.q3": "second", "choose.q5": "first"})
    assert done.status_code == 303
    assert in_force(site, code, "q3") == [(1, None), (4, "second entry")]
    assert in_force(site, code, "q5") == [(None, None)]


def test_whoever_typed_it_first_does_not_type_it_again(site: Site, coordinator: Visitor, code: str) -> None:
    ask_for_it(site)
    type_first(coordinator, code)
    assert "Somebody else makes the second entry" in coordinator.text(place(coordinator, code), 403)


def test_wrong_boxes_are_said_before_anything_is_compared(
    site: Site, coordinator: Visitor, colleague: Visitor, code: str
) -> None:
    ask_for_it(site)
    type_first(coordinator, code)
    assert "9 is no answer here: 1–4." in words(colleague.post(place(colleague, code), c30(q1="9")), 422)
