"""The ways into a questionnaire, and what stands in front of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from qol.errors import AccessRefused, BirthDateWrong, LinkExpired, TooManyTries
from qol.storage import accesses, audit, patients, rates
from qol.study.collection import sitting
from qol.study.collection.opening import (
    DAY,
    WRONG_CODE,
    WRONG_CODES_A_DAY,
    Caller,
    codes_guarded_until,
    open_at_home,
    open_on_tablet,
)
from qol.study.collection.sitting import Standing
from qol.study.collection.submitting import submit
from qol.study.schedule.open_until import last_day, open_until
from tests.study.patients_side import BORN, CODE, LINK, NOW, SLIP, TYPED, Clinic, new_clinic

HERE = Caller("192.0.2.1", {"text": "large"})
ID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    clinic = new_clinic(tmp_path)
    yield clinic
    clinic.house.database.close()


def standing(clinic: Clinic, token: str, later: timedelta = timedelta()) -> Standing:
    with clinic.house.database.reading() as session:
        found = sitting.find(session, token, NOW + later)
    assert found is not None
    return found.standing


def test_a_link_opens_with_the_date_of_birth_again_and_again(clinic: Clinic) -> None:
    visit = clinic.ask("lars")
    first = open_at_home(clinic.house.database, "link", LINK, BORN, HERE, NOW)
    second = open_at_home(clinic.house.database, "link", LINK, BORN, HERE, NOW)
    assert first != second
    assert standing(clinic, first) is Standing.ENDED, "another device takes over"
    assert standing(clinic, second) is Standing.OPEN
    with clinic.house.database.reading() as session:
        found = sitting.find(session, second, NOW)
        entries = audit.of_object(session, "assessment", visit)
    assert found is not None
    assert (found.device, found.preferences) == ("home", {"text": "large"})
    assert [entry.action for entry in entries] == ["survey.opened.home"] * 2


@pytest.mark.parametrize("typed", [TYPED, TYPED.lower(), "ACDE-FGHJ-KLMN", " acde fghj klmn "])
def test_a_typed_code_does_not_mind_capitals_spaces_and_hyphens(clinic: Clinic, typed: str) -> None:
    clinic.ask("lars")
    assert open_at_home(clinic.house.database, "typed", typed, BORN, HERE, NOW)


def test_another_date_of_birth_does_not_open(clinic: Clinic) -> None:
    clinic.ask("lars")
    with pytest.raises(BirthDateWrong, match="check it, or call us"):
        open_at_home(clinic.house.database, "link", LINK, date(1948, 3, 28), HERE, NOW)


def test_after_five_dates_of_birth_even_the_right_one_must_wait(clinic: Clinic) -> None:
    clinic.ask("lars")
    for day in range(1, 6):
        with pytest.raises(BirthDateWrong):
            open_at_home(clinic.house.database, "link", LINK, date(1950, 1, day), HERE, NOW)
    elsewhere = Caller("198.51.100.7", {})
    with pytest.raises(TooManyTries, match="wait until"):
        open_at_home(clinic.house.database, "link", LINK, BORN, elsewhere, NOW)
    later = NOW + timedelta(minutes=16)
    assert open_at_home(clinic.house.database, "link", LINK, BORN, elsewhere, later)


def test_a_link_that_ended_says_how_to_get_a_new_one(clinic: Clinic) -> None:
    clinic.ask("lars", days=1)
    later = NOW + timedelta(days=2)
    with pytest.raises(LinkExpired, match="Call 01632 960 123 and we send a new one"):
        open_at_home(clinic.house.database, "link", LINK, BORN, HERE, later, phone="01632 960 123")
    with pytest.raises(LinkExpired, match="ask your clinic for a new one"):
        open_at_home(clinic.house.database, "link", LINK, BORN, HERE, later)


def test_an_unknown_link_or_code_opens_nothing(clinic: Clinic) -> None:
    clinic.ask("lars")
    for kind in ("link", "typed"):
        with pytest.raises(AccessRefused):
            open_at_home(clinic.house.database, kind, "something-else", BORN, HERE, NOW)


def test_a_hand_over_code_opens_once(clinic: Clinic) -> None:
    clinic.ask("lars")
    token = open_on_tablet(clinic.house.database, "482 917", HERE, NOW)
    assert standing(clinic, token) is Standing.OPEN
    with pytest.raises(LinkExpired, match="has been used"):
        open_on_tablet(clinic.house.database, CODE, HERE, NOW)
    assert standing(clinic, token) is Standing.OPEN


def test_a_hand_over_code_ends_after_ten_minutes(clinic: Clinic) -> None:
    clinic.ask("lars")
    with pytest.raises(LinkExpired, match="older than 10 minutes"):
        open_on_tablet(clinic.house.database, CODE, HERE, NOW + timedelta(minutes=11))


def test_the_slip_opens_a_locked_tablet_again_without_staff(clinic: Clinic) -> None:
    clinic.ask("lars")
    first = open_on_tablet(clinic.house.database, CODE, HERE, NOW)
    with clinic.house.database.writing() as session:
        found = sitting.find(session, first, NOW)
        assert found is not None
        sitting.lock(session, found, NOW)
    assert standing(clinic, first) is Standing.LOCKED
    for _ in range(2):
        again = open_on_tablet(clinic.house.database, SLIP, HERE, NOW)
        assert standing(clinic, again) is Standing.OPEN
    assert standing(clinic, first) is Standing.ENDED


@pytest.mark.parametrize("typed", ["", "48291", "4829170", "abcdef"])
def test_a_code_has_six_digits(clinic: Clinic, typed: str) -> None:
    clinic.ask("lars")
    with pytest.raises(AccessRefused, match="six digits"):
        open_on_tablet(clinic.house.database, typed, HERE, NOW)


def test_digits_of_other_scripts_are_digits(clinic: Clinic) -> None:
    clinic.ask("lars")
    assert open_on_tablet(clinic.house.database, "۴۸۲۹۱۷", HERE, NOW)


def test_codes_cannot_be_tried_without_end(clinic: Clinic) -> None:
    clinic.ask("lars")
    for guess in range(10):
        with pytest.raises(AccessRefused, match="not known"):
            open_on_tablet(clinic.house.database, f"00000{guess}", HERE, NOW)
    with pytest.raises(TooManyTries):
        open_on_tablet(clinic.house.database, CODE, HERE, NOW)
    assert open_on_tablet(clinic.house.database, CODE, Caller("198.51.100.7", {}), NOW)


def test_nothing_opens_after_sending(clinic: Clinic) -> None:
    visit = clinic.ask("lars")
    submit(clinic.house.database, visit, ID, NOW)
    with pytest.raises(LinkExpired, match="have arrived"):
        open_at_home(clinic.house.database, "link", LINK, BORN, HERE, NOW)
    with pytest.raises(LinkExpired, match="have arrived"):
        open_on_tablet(clinic.house.database, SLIP, HERE, NOW)


def test_a_tablet_without_its_script_locks_by_itself_and_a_phone_stays_open_for_a_day(clinic: Clinic) -> None:
    clinic.ask("lars")
    tablet = open_on_tablet(clinic.house.database, CODE, HERE, NOW)
    assert standing(clinic, tablet, timedelta(minutes=14)) is Standing.OPEN
    assert standing(clinic, tablet, timedelta(minutes=16)) is Standing.LOCKED
    assert standing(clinic, tablet, timedelta(hours=13)) is Standing.ENDED
    phone = open_at_home(clinic.house.database, "link", LINK, BORN, HERE, NOW)
    assert standing(clinic, phone, timedelta(hours=23)) is Standing.OPEN
    assert standing(clinic, phone, timedelta(hours=25)) is Standing.ENDED


def test_dates_of_birth_cannot_be_tried_for_weeks(clinic: Clinic) -> None:
    clinic.ask("lars")
    for guess in range(20):
        later = NOW + timedelta(minutes=16 * (guess // 5))
        with pytest.raises(BirthDateWrong):
            open_at_home(clinic.house.database, "link", LINK, date(1950, 1, guess + 1), HERE, later)
    with pytest.raises(TooManyTries, match="or call us"):
        open_at_home(clinic.house.database, "link", LINK, BORN, HERE, NOW + timedelta(hours=2))
    assert open_at_home(clinic.house.database, "link", LINK, BORN, HERE, NOW + timedelta(days=1))


def test_who_holds_a_code_cannot_guess_others_without_end(clinic: Clinic) -> None:
    clinic.ask("lars")
    for guess in range(10):
        with pytest.raises(AccessRefused, match="not known"):
            open_on_tablet(clinic.house.database, f"{guess:06d}", HERE, NOW)
        if guess < 9:
            assert open_on_tablet(clinic.house.database, SLIP, HERE, NOW)
    with pytest.raises(TooManyTries):
        open_on_tablet(clinic.house.database, SLIP, HERE, NOW)


def test_an_ended_link_says_until_when_it_was_open(clinic: Clinic) -> None:
    clinic.ask(days=1)
    with pytest.raises(LinkExpired, match=r"could be answered until 24 November 2026\. This link has ended\."):
        open_at_home(clinic.house.database, "link", LINK, BORN, HERE, NOW + timedelta(days=2))


def test_until_when_it_can_be_answered_at_home_is_known_while_a_link_is_open(clinic: Clinic) -> None:
    visit = clinic.ask(days=3)
    with clinic.house.database.writing() as session:
        assert open_until(session, visit, NOW) == date(2026, 11, 26)
        accesses.end(session, visit, NOW)
        assert open_until(session, visit, NOW) is None


def test_midnight_belongs_to_the_day_that_ends_with_it() -> None:
    midnight = datetime(2026, 11, 27).astimezone()
    assert last_day(midnight) == date(2026, 11, 26)


def test_after_many_wrong_codes_from_anywhere_codes_open_on_enrolled_tablets_alone(clinic: Clinic) -> None:
    clinic.ask("lars")
    with clinic.house.database.writing() as session:
        site = patients.by_id(session, clinic.patient_id).site_id
        for _ in range(WRONG_CODES_A_DAY - 1):
            rates.count(session, WRONG_CODE, DAY, NOW)
        assert codes_guarded_until(session, NOW) is None
    with pytest.raises(AccessRefused, match="not known"):
        open_on_tablet(clinic.house.database, "000001", Caller("another network", {}), NOW)
    with clinic.house.database.reading() as session:
        assert codes_guarded_until(session, NOW) == NOW.replace(hour=0, minute=0) + timedelta(days=1)
    for code in (CODE, "000001"):
        with pytest.raises(AccessRefused, match="own tablets only"):
            open_on_tablet(clinic.house.database, code, HERE, NOW)
    tablet = Caller("the clinic", {}, tablet_site=site)
    assert standing(clinic, open_on_tablet(clinic.house.database, CODE, tablet, NOW)) is Standing.OPEN
