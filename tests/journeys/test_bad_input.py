"""Bad input: a plain sentence, the right status, and nothing is lost."""

import pytest
from sqlmodel import select

from qol.storage.submissions import conflicting_content
from qol.storage.tables import AuditEntry, Submission
from tests.journeys.intruder import SUBMISSION, Demo, Intruder, address, first_closed, open_link, secret_of, words

MEGABYTE = "x" * 1_000_000
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def test_an_expired_link_says_how_to_get_a_new_one_and_keeps_the_answers(demo: Demo, patient: Intruder) -> None:
    before = demo.stored()
    demo.clock.goes_on(days=400)
    said = words(open_link(demo.nobody(), demo.made.links[0]), 410)
    assert "This link has ended. Call 01632 960 123 and we send a new one." in said
    assert patient.get("/survey").location == "/s?closed=yes"
    assert patient.post(first_closed(demo), {"answer": "4", "move": "next"}).location == "/s?closed=yes"
    assert demo.stored() == before


def test_a_hand_over_code_that_was_used_opens_nothing_more(demo: Demo) -> None:
    code = demo.made.hand_over_code
    assert demo.nobody().post("/tablet", {"code": code}).status_code == 303
    assert "This code has been used. The desk gives you a new one." in words(
        demo.nobody().post("/tablet", {"code": code}), 410
    )


def test_wrong_dates_of_birth_are_refused_and_then_the_right_one_must_wait(demo: Demo) -> None:
    link = demo.made.links[0]
    for day in range(1, 6):
        said = words(open_link(demo.nobody(), link, f"1931-01-0{day}"), 403)
        assert "That date of birth does not match this link." in said
    assert "Too many tries. Please wait until" in words(open_link(demo.nobody(), link), 429)
    demo.clock.goes_on(minutes=16)
    assert open_link(demo.nobody(), link).status_code == 303


@pytest.mark.parametrize("born", ["--", "abcd-1-1", "1950-13-1", "1950-2-30", "99999-1-1", f"{2**70}-1-1", "1950-1--5"])
def test_what_is_no_date_of_birth_is_said_beside_its_field(demo: Demo, born: str) -> None:
    year, month, day = [*born.split("-", 2), "", ""][:3]
    form = {"secret": secret_of(demo.made.links[0]), "day": day, "month": month, "year": year}
    assert "Please check this" in words(demo.nobody().post("/s", form), 422)


def test_codes_and_passwords_cannot_be_guessed_without_end(demo: Demo) -> None:
    person = demo.nobody()
    for guess in range(10):
        assert person.post("/tablet", {"code": f"{guess:06d}"}).status_code == 403
    assert "Too many tries" in words(person.post("/tablet", {"code": demo.made.hand_over_code}), 429)
    account = demo.made.accounts[0]
    for guess in range(10):
        assert person.post("/sign-in", {"login": account.login, "password": f"{guess}"}).status_code == 403
    right = {"login": account.login, "password": account.password}
    assert "Too many tries" in words(person.post("/sign-in", right), 429)


def test_a_foreign_patient_is_the_same_as_none_at_every_address_and_method(demo: Demo) -> None:
    foreign, own = demo.codes("Southgate Clinic")[0], demo.made.links[0]
    every = [rule for rule in demo.app.url_map.iter_rules() if "<code>" in str(rule)]
    assert len({str(rule) for rule in every}) >= 6
    for role in ("coordinator", "clinician"):
        person = demo.staff(role)
        for rule in every:
            place = str(rule).replace("<visit>", own.visit).replace("<access_id>", demo.access_id())
            for method in METHODS:
                assert _refused(person, method, place, foreign) == _refused(person, method, place, "A1A-000")
            refused = _refused(person, "GET" if "GET" in (rule.methods or ()) else "POST", place, foreign)
            assert refused[0] in (403, 404), place


def _refused(person: Intruder, method: str, place: str, code: str) -> tuple[int, str]:
    """Status and page, with fields that would be good for an own patient."""
    fields = {"way": "link", "new0-on-month": "3", "new0-on-year": "2026", "new0-strategy": "nom", "checked": "yes"}
    data = {"csrf_token": person.token("/instruments"), **fields} if method == "POST" else None
    answer = person.client.open(place.replace("<code>", code) + "?add=decision", method=method, data=data)
    assert answer.status_code in (403, 404, 405), (method, place)
    return answer.status_code, answer.text


def test_a_code_is_told_of_only_beside_its_own_patient_and_visit(demo: Demo) -> None:
    person, link, other = demo.staff("coordinator"), demo.made.links[0], demo.made.links[1]
    place = "/patients/{}/hand-over/{}/status/{}"
    assert person.get(place.format(link.code, link.visit, demo.access_id())).status_code == 200
    for code, visit in ((other.code, link.visit), (link.code, "month_60"), (other.code, other.visit)):
        assert person.get(place.format(code, visit, demo.access_id())).status_code == 404


def test_the_same_submission_twice_is_one_receipt_and_one_set_of_answers(demo: Demo, patient: Intruder) -> None:
    token, before = patient.token(), demo.stored()
    sent = [
        patient.client.post("/survey/submit", data={"csrf_token": token, "submission": SUBMISSION}) for _ in range(3)
    ]
    assert [(answer.status_code, answer.location) for answer in sent] == [(303, "/survey/finished")] * 3
    assert len({patient.get("/survey/finished").text for _ in sent}) == 1
    with demo.database.reading() as session:
        rows = session.exec(select(Submission)).all()
        actions = list(session.exec(select(AuditEntry.action).where(AuditEntry.action == "survey.submitted")))
    assert [(row.id, row.conflict) for row in rows] == [(SUBMISSION, False)]
    assert len(actions) == 1
    assert demo.stored() == before


def test_the_same_submission_with_other_content_is_refused_and_both_are_kept(demo: Demo, patient: Intruder) -> None:
    assert patient.post("/survey/submit", {"submission": SUBMISSION}).status_code == 303
    other = demo.patient(1)
    assert other.post(first_closed(demo, 1), {"answer": "3", "move": "next"}).status_code == 303
    before = demo.stored(), demo.stored(1)
    said = words(other.post("/survey/submit", {"submission": SUBMISSION}), 409)
    assert "These answers were sent before with other content. Both are kept" in said
    assert (demo.stored(), demo.stored(1)) == before
    with demo.database.reading() as session:
        assert len(conflicting_content(session, SUBMISSION)) == 1
    assert demo.questions(1).assessment.submitted_at is None
    assert other.post("/survey/submit", {"submission": SUBMISSION[:-1] + "2"}).status_code == 303
    assert demo.questions(1).assessment.submitted_at is not None


@pytest.mark.parametrize("submission", ["", "1", "null", "-1", "{}", str(2**70), "../../x", "é" * 36])
def test_a_submission_without_a_good_id_sends_nothing(demo: Demo, patient: Intruder, submission: str) -> None:
    said = words(patient.post("/survey/submit", {"submission": submission}), 400)
    assert "sent incompletely" in said
    assert demo.questions().assessment.submitted_at is None


def test_a_field_of_a_megabyte_is_refused_plainly_and_the_answers_before_are_kept(
    demo: Demo, patient: Intruder
) -> None:
    before = demo.stored()
    for place, field in ((address(demo, "text"), "answer"), (first_closed(demo), "revision"), ("/survey/submit", "x")):
        said = words(patient.post(place, {field: MEGABYTE, "move": "next"}), 413)
        assert "That is too much text" in said
        assert "Nothing was lost" in said
        for_script = patient.post(place, {field: MEGABYTE}, headers={"Accept": "application/json"})
        assert (for_script.status_code, for_script.json["saved"]) == (413, False)  # type: ignore[index]
    assert demo.stored() == before
    coordinator = demo.staff("coordinator")
    for place in ("/patients/enrol", f"/patients/{demo.made.links[0].code}/events/change?add=decision"):
        token = coordinator.token("/patients/enrol")
        answer = coordinator.client.post(place, data={"csrf_token": token, "name": MEGABYTE, "reason": MEGABYTE})
        assert "That is too much text" in words(answer, 413)


def test_a_text_that_is_too_long_comes_back_whole_with_a_sentence(demo: Demo, patient: Intruder) -> None:
    before = demo.stored()
    answer = patient.post(address(demo, "text"), {"answer": "y" * 30_000, "move": "next"})
    assert "This text has 30,000 characters; at most" in words(answer, 422)
    assert "y" * 30_000 in answer.text
    assert demo.stored() == before
