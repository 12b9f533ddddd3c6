"""Codes open once, within half a minute of drift, and are counted; recovery codes open once each."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from qol.errors import AccessRefused, TooManyTries
from qol.storage import staff
from qol.storage.tables import RecoveryCode
from qol.study.people import own_account, second_factor, tries
from qol.study.people import sign_in as door
from qol.study.people.visitors import visitor_of
from tests.study.clinic import NOW, PASSWORD, Clinic

STEP = timedelta(seconds=30)


def set_up(clinic: Clinic, login: str = "coordinator") -> tuple[pyotp.TOTP, tuple[str, ...]]:
    """A second factor as its owner has it: the app, and the recovery codes."""
    staff_id = clinic.staff[login]
    draft = second_factor.draft(clinic.house, staff_id)
    app = pyotp.TOTP(draft.typed.replace(" ", ""))
    return app, own_account.set_up(clinic.house, staff_id, draft.sealed, app.at(NOW - 4 * STEP), NOW - 4 * STEP)


def half(clinic: Clinic) -> str:
    opened = door.sign_in(clinic.house, "coordinator", PASSWORD, "10.0.0.1", NOW)
    assert opened.waits_for == door.SECOND_FACTOR
    return opened.token


def test_the_password_alone_opens_nothing(staffed: Clinic) -> None:
    set_up(staffed)
    assert visitor_of(staffed.house, half(staffed), None, NOW) is None


def test_a_code_opens_a_sign_in_with_another_token_and_ends_the_half_one(staffed: Clinic) -> None:
    app, _ = set_up(staffed)
    token = half(staffed)
    opened = door.second_step(staffed.house, token, app.at(NOW), NOW)
    assert opened.token != token and not opened.waits_for
    assert visitor_of(staffed.house, opened.token, None, NOW) is not None
    with pytest.raises(AccessRefused, match="begin the sign-in again"):
        door.second_step(staffed.house, token, app.at(NOW + STEP), NOW + STEP)


@pytest.mark.parametrize(("drift", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(staffed: Clinic, drift: int, opens: bool) -> None:
    app, _ = set_up(staffed)
    code, token = app.at(NOW + drift * STEP), half(staffed)
    if opens:
        assert door.second_step(staffed.house, token, f" {code[:3]} {code[3:]}", NOW).token
    else:
        with pytest.raises(AccessRefused, match="does not open"):
            door.second_step(staffed.house, token, code, NOW)


def test_a_code_that_was_used_opens_nothing_again_nor_does_an_earlier_one(staffed: Clinic) -> None:
    app, _ = set_up(staffed)
    door.second_step(staffed.house, half(staffed), app.at(NOW), NOW)
    for replayed in (app.at(NOW), app.at(NOW - STEP)):
        with pytest.raises(AccessRefused, match="opens once"):
            door.second_step(staffed.house, half(staffed), replayed, NOW)
    assert door.second_step(staffed.house, half(staffed), app.at(NOW + STEP), NOW).token


def test_the_code_that_set_it_up_does_not_sign_in(staffed: Clinic) -> None:
    draft = second_factor.draft(staffed.house, staffed.staff["coordinator"])
    app = pyotp.TOTP(draft.typed.replace(" ", ""))
    own_account.set_up(staffed.house, staffed.staff["coordinator"], draft.sealed, app.at(NOW), NOW)
    with pytest.raises(AccessRefused):
        door.second_step(staffed.house, half(staffed), app.at(NOW), NOW)


def test_a_recovery_code_opens_once_however_it_is_typed(staffed: Clinic) -> None:
    _, codes = set_up(staffed)
    assert len(set(codes)) == 10
    typed = f"{codes[3][:5].lower()} - {codes[3][5:]}"
    assert door.second_step(staffed.house, half(staffed), typed, NOW).token
    with pytest.raises(AccessRefused):
        door.second_step(staffed.house, half(staffed), codes[3], NOW)
    assert own_account.own_account(staffed.house, staffed.staff["coordinator"]).codes_left == 9


def test_other_recovery_codes_replace_those_before(staffed: Clinic) -> None:
    _, codes = set_up(staffed)
    fresh = second_factor.other_codes(staffed.house, staffed.staff["coordinator"], NOW)
    with pytest.raises(AccessRefused):
        door.second_step(staffed.house, half(staffed), codes[0], NOW)
    assert door.second_step(staffed.house, half(staffed), fresh[0], NOW).token


def test_five_wrong_codes_and_even_the_right_one_waits(staffed: Clinic) -> None:
    app, _ = set_up(staffed)
    token = half(staffed)
    for _ in range(tries.CODES):
        with pytest.raises(AccessRefused, match="does not open"):
            door.second_step(staffed.house, token, "000000", NOW)
    with pytest.raises(TooManyTries):
        door.second_step(staffed.house, half(staffed), app.at(NOW), NOW)  # another half sign-in, the same count
    later = NOW + timedelta(minutes=15)
    again = door.sign_in(staffed.house, "coordinator", PASSWORD, "10.0.0.1", later).token
    assert door.second_step(staffed.house, again, app.at(later), later).token


def test_of_two_half_sign_ins_only_one_sets_a_second_factor_up(staffed: Clinic) -> None:
    staff_id = staffed.staff["coordinator"]
    strict = replace(staffed.house, settings=replace(staffed.settings, second_factor=frozenset({"coordinator"})))
    tokens = [door.sign_in(strict, "coordinator", PASSWORD, "10.0.0.1", NOW).token for _ in range(2)]
    drafts = [second_factor.draft(strict, staff_id) for _ in tokens]
    codes = [pyotp.TOTP(draft.typed.replace(" ", "")).at(NOW) for draft in drafts]
    door.set_up_step(strict, tokens[0], drafts[0].sealed, codes[0], NOW)
    with pytest.raises(AccessRefused, match="begin the sign-in again"):
        door.set_up_step(strict, tokens[1], drafts[1].sealed, codes[1], NOW)


def test_neither_secret_nor_codes_stand_in_the_database_in_plain(staffed: Clinic) -> None:
    app, codes = set_up(staffed)
    staffed.house.database.close()
    kept = b"".join(file.read_bytes() for file in staffed.settings.data_dir.glob("qol.sqlite*"))
    assert b"coordinator" in kept
    for secret in (app.secret, *codes):
        assert secret.encode() not in kept
    with staffed.house.database.reading() as session:
        assert session.exec(select(RecoveryCode)).first() is not None
        assert str(staff.named(session, "coordinator").totp_secret).startswith("1:")


def test_a_secret_that_was_made_for_somebody_else_is_not_taken(staffed: Clinic) -> None:
    draft = second_factor.draft(staffed.house, staffed.staff["clinician"])
    code = pyotp.TOTP(draft.typed.replace(" ", "")).at(NOW)
    with pytest.raises(AccessRefused, match="out of date"):
        own_account.set_up(staffed.house, staffed.staff["coordinator"], draft.sealed, code, NOW)
