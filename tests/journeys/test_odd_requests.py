"""Requests that no page of ours sends: refused with a sentence, and nothing is kept or lost."""

from typing import Any

import pytest
from sqlmodel import func, select

from qol.storage.tables import Access
from tests.journeys.intruder import SUBMISSION, Demo, Intruder, address, first_closed, words

FORM = "application/x-www-form-urlencoded"
BODIES: dict[str, tuple[Any, str]] = {
    "JSON": (b'{"answer": "1"}', "application/json"),
    "deep JSON": (b"[" * 100_000, "application/json"),
    "JSON null": (b"null", "application/json"),
    "JSON 2^70": (b'{"answer": 1180591620717411303424}', "application/json"),
    "JSON lone surrogate": (b'{"answer": "\\ud800"}', "application/json"),
    "no UTF-8": (b"answer=\xff\xfe&move=next", FORM),
    "lone surrogate": (b"answer=%ED%A0%80&move=next", FORM),
    "NUL": (b"answer=a%00b&move=next", FORM),
    "broken escapes": (b"%&=&&==%zz", FORM),
    "many fields": (b"a=1&" * 50_000, FORM),
    "multipart without boundary": (b"--x\r\n", "multipart/form-data"),
    "multipart with an odd boundary": (b"--\xc3\xa9\r\n", "multipart/form-data; boundary=\u00e9"),
    "multipart cut": (
        b'--x\r\nContent-Disposition: form-data; name="answer"\r\n\r\n1',
        "multipart/form-data; boundary=x",
    ),
    "no type": (b"answer=1", ""),
    "an odd type": (b"answer=1", "a/b;;c=;"),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("place", ["question", "/survey/submit", "/survey/settings", "/s", "/tablet", "/sign-in"])
def test_an_odd_body_is_refused_with_a_sentence_and_changes_nothing(
    demo: Demo, patient: Intruder, name: str, place: str
) -> None:
    before = demo.stored()
    body, kind = BODIES[name]
    answer = patient.client.post(first_closed(demo) if place == "question" else place, data=body, content_type=kind)
    assert answer.status_code in (400, 413)
    assert len(words(answer, answer.status_code)) > 40
    assert demo.stored() == before
    assert demo.questions().assessment.submitted_at is None


@pytest.mark.parametrize("token", [None, "", "x", "foreign", "changed"])
def test_a_form_without_its_own_token_changes_nothing(demo: Demo, patient: Intruder, token: str | None) -> None:
    own = patient.token()
    real = {"foreign": demo.patient(1).token(), "changed": ("A" if own[0] != "A" else "B") + own[1:]}
    fields = {} if token is None else {"csrf_token": real.get(token, token)}
    before = demo.stored()
    for place in (first_closed(demo), "/survey/submit", "/survey/break", "/survey/settings", "/sign-in", "/s"):
        answer = patient.client.post(place, data={**fields, "answer": "4", "submission": SUBMISSION})
        assert "Please send the form again" in words(answer, 400)
    assert demo.stored() == before
    assert demo.questions().assessment.submitted_at is None


@pytest.mark.parametrize(
    "item",
    ["9/q1", "0/q1", "1/nothing", "1/%3Cscript%3E", "1/..%5C..", f"{2**70}/q1", "1/" + "a" * 3000, "1/\u0661", "2/o1"],
)
def test_an_item_that_is_not_asked_leads_back_to_the_questions_and_keeps_nothing(
    demo: Demo, patient: Intruder, item: str
) -> None:
    before = demo.stored()
    for answer in (
        patient.get(f"/survey/{item}"),
        patient.get(f"/survey/{item}/before"),
        patient.post(f"/survey/{item}", {"answer": "1", "move": "next"}),
        patient.post(f"/survey/{item}", {"answer": "1", "move": "save"}),
        patient.post(f"/survey/{item}/before", {"move": "next"}),
    ):
        assert answer.status_code == 303
        assert answer.location.startswith(("/survey/1/", "/survey/check"))
    assert demo.stored() == before


@pytest.mark.parametrize("item", ["-1/q1", "x/q1", "1", "1/q1/after", "1/a/b"])
def test_an_address_that_is_none_is_not_found(patient: Intruder, item: str) -> None:
    for answer in (patient.get(f"/survey/{item}"), patient.post(f"/survey/{item}", {"answer": "1"})):
        assert "There is no such page" in words(answer, 404)


def test_a_part_of_five_thousand_digits_is_refused(patient: Intruder) -> None:
    place = "/survey/" + "9" * 5000 + "/q1"
    assert patient.get(place).status_code == 404
    assert patient.post(place, {"answer": "1"}).status_code in (404, 405)


def test_an_item_off_the_path_keeps_nothing(demo: Demo, patient: Intruder) -> None:
    opened = demo.questions()
    asked = {(step.position, step.item.id) for step in opened.path.steps}
    off = [
        (s.position, item) for s in opened.sections for item in s.instrument.items if (s.position, item) not in asked
    ]
    assert off
    before = demo.stored()
    for position, item in off:
        answer = patient.post(f"/survey/{position}/{item}", {"answer": "1", "move": "next"})
        assert answer.status_code == 303
    assert demo.stored() == before


@pytest.mark.parametrize(
    "code", ["0", "-1", "99", str(2**70), "-" + "9" * 5000, "1.5", "1e0", "null", "[1]", "0x1", "\ufffd", "' OR 1=1"]
)
def test_a_code_that_the_instrument_does_not_offer_is_refused(demo: Demo, patient: Intruder, code: str) -> None:
    before = demo.stored()
    for kind in ("choice", "scale"):
        answer = patient.post(address(demo, kind), {"answer": code, "move": "next"})
        assert "This answer is not one of those offered. Please choose again." in words(answer, 422)
    assert demo.stored() == before


@pytest.mark.parametrize("move", ["", "delete", "../..", "next\nsave"])
def test_a_button_that_does_not_exist_keeps_nothing(demo: Demo, patient: Intruder, move: str) -> None:
    before = demo.stored()
    assert patient.post(first_closed(demo), {"answer": "4", "move": move}).status_code == 422
    assert demo.stored() == before


def test_asking_for_the_head_of_a_page_changes_nothing(demo: Demo) -> None:
    """HEAD carries no token, so it must not do what a form does."""
    coordinator, link = demo.staff("coordinator"), demo.made.links[0]
    with demo.database.reading() as session:
        before = session.exec(select(func.count()).select_from(Access)).one()
    for place in ("/sign-in", "/patients/enrol", f"/patients/{link.code}/hand-over/{link.visit}"):
        assert coordinator.client.head(place).status_code == 200
    with demo.database.reading() as session:
        assert session.exec(select(func.count()).select_from(Access)).one() == before


def test_a_host_that_is_none_gets_a_sentence(demo: Demo) -> None:
    for place in ("/sign-in", "/sign-in?next=%00", "/nothing"):
        answer = demo.nobody().get(place, headers={"Host": "x" * 500})
        assert (answer.status_code, answer.mimetype) == (400, "text/plain")
        assert "Go back, check what you entered and send it again." in answer.text
