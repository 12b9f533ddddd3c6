"""Sessions cannot be planted, taken along or played again."""

import pytest

from tests.journeys.intruder import SUBMISSION, Demo, Intruder, address, first_closed, open_link, words

STAFF, SURVEY, FORM = "qol_staff", "qol_survey", "qol_form"


def again(demo: Demo, **cookies: str) -> Intruder:
    """Another browser with the cookies of an earlier one."""
    person = demo.nobody()
    for name, value in cookies.items():
        person.client.set_cookie(name, value)
    return person


def test_signing_in_gives_a_session_that_nobody_could_have_planted(demo: Demo) -> None:
    account = demo.made.accounts[0]
    planted = again(demo, qol_staff="planted-by-somebody-else")
    token_before = planted.token("/sign-in")
    answer = planted.post("/sign-in", {"login": account.login, "password": account.password})
    assert answer.status_code == 303
    first = planted.cookie(STAFF)
    assert first not in ("", "planted-by-somebody-else")
    assert again(demo, qol_staff="planted-by-somebody-else").get("/due").status_code == 303
    stale = planted.client.post("/sign-out", data={"csrf_token": token_before})
    assert stale.status_code == 400, "forms opened before the sign-in belong to somebody else"
    planted.post("/sign-in", {"login": account.login, "password": account.password})
    assert planted.cookie(STAFF) != first
    assert again(demo, qol_staff=first).get("/due").status_code == 303, "the session before has ended"


def test_a_session_that_was_signed_out_or_left_opens_nothing(demo: Demo) -> None:
    person = demo.staff("coordinator")
    token, form = person.cookie(STAFF), person.token("/due")
    assert person.client.post("/sign-out", data={"csrf_token": form}).status_code == 303
    assert person.cookie(STAFF) == ""
    replayed = again(demo, qol_staff=token)
    assert replayed.get("/patients").location.startswith("/sign-in")
    assert replayed.post("/patients/enrol", {"name": "x"}).status_code == 401
    idle = demo.staff("coordinator")
    demo.clock.goes_on(minutes=61)
    assert idle.get("/patients").location.startswith("/sign-in")


def test_a_session_rotates_and_the_one_before_ends(demo: Demo) -> None:
    person = demo.staff("coordinator")
    first = person.cookie(STAFF)
    for _ in range(3):
        demo.clock.goes_on(minutes=25)
        assert person.get("/due").status_code == 200
    assert person.cookie(STAFF) != first
    demo.clock.goes_on(minutes=1)
    assert again(demo, qol_staff=first).get("/due").status_code == 303
    assert person.get("/due").status_code == 200
    for _ in range(30):
        demo.clock.goes_on(minutes=25)
        person.get("/due")
    assert person.get("/due").status_code == 303, "twelve hours at most, however busy"


def test_opening_a_questionnaire_gives_a_session_that_nobody_could_have_planted(demo: Demo) -> None:
    planted = again(demo, qol_survey="planted-by-somebody-else")
    assert open_link(planted, demo.made.links[0]).status_code == 303
    assert planted.cookie(SURVEY) not in ("", "planted-by-somebody-else")
    assert again(demo, qol_survey="planted-by-somebody-else").get("/survey").status_code == 303


def test_forms_of_the_patient_before_end_when_the_next_one_opens(demo: Demo) -> None:
    tablet = demo.nobody()
    token = tablet.token("/tablet")
    assert tablet.post("/tablet", {"code": demo.made.hand_over_code}).status_code == 303
    stale = tablet.client.post("/survey", data={"csrf_token": token})
    assert "Please send the form again" in words(stale, 400)
    assert tablet.post("/survey").status_code == 303


def test_a_questionnaire_that_was_sent_is_not_opened_again_by_its_cookie(demo: Demo) -> None:
    patient = demo.patient()
    place = first_closed(demo)
    patient.post(place, {"answer": "2", "move": "next"})
    token = patient.cookie(SURVEY)
    assert patient.post("/survey/submit", {"submission": SUBMISSION}).status_code == 303
    before = demo.stored()
    replayed = again(demo, qol_survey=token)
    assert replayed.get(place).location == "/survey/finished"
    assert replayed.post(place, {"answer": "4", "move": "next"}).location == "/survey/finished"
    assert demo.stored() == before
    assert open_link(demo.nobody(), demo.made.links[0]).status_code == 410


def test_another_device_takes_over_and_the_first_one_is_shut(demo: Demo) -> None:
    first, second = demo.patient(), demo.patient()
    place = address(demo, "text")
    assert second.post(place, {"answer": "mine", "move": "next"}).status_code == 303
    assert first.get(place).location == "/s?closed=yes"
    assert first.post(place, {"answer": "stolen", "move": "next"}).location == "/s?closed=yes"
    assert [row[5] for row in demo.stored()] == ["mine"]


def test_one_persons_session_is_no_key_to_the_other_side(demo: Demo) -> None:
    patient, staff = demo.patient(), demo.staff("coordinator")
    assert patient.get("/patients").status_code == 303
    assert staff.get("/survey").location == "/s?closed=yes"
    swapped = again(demo, qol_staff=patient.cookie(SURVEY), qol_survey=staff.cookie(STAFF))
    assert swapped.get("/patients").location.startswith("/sign-in")
    assert swapped.get("/survey").location == "/s?closed=yes"


@pytest.mark.parametrize("value", ["", "x", "\u00ff\u00fe", "e30.x.y", "a" * 4000, "..", "%00", '"'])
@pytest.mark.parametrize("name", [STAFF, SURVEY, FORM, "qol_study"])
def test_a_cookie_that_is_none_is_nobody(demo: Demo, name: str, value: str) -> None:
    person = again(demo, **{name: value})
    assert person.get("/patients").status_code == 303
    assert person.get("/survey").location == "/s?closed=yes"
    assert person.get("/tablet").status_code == 200
