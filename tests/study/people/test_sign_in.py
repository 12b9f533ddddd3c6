"""Signing in: the same refusal for everything, counted for all workers, ended on the server."""

from datetime import timedelta

import pytest

from qol.errors import AccessRefused, TooManyTries
from qol.storage import audit, staff
from qol.storage.audit_check import check
from qol.study.people import sessions, tries
from qol.study.people import sign_in as door
from qol.study.people.visitors import visitor_of
from tests.study.clinic import NOW, PASSWORD, Clinic

MINUTE = timedelta(minutes=1)


def test_the_right_password_opens_a_session_with_the_roles_of_the_study(staffed: Clinic) -> None:
    token = door.sign_in(staffed.house, " Coordinator ", PASSWORD, "10.0.0.1", NOW).token
    visitor = visitor_of(staffed.house, token, None, NOW)
    assert visitor is not None
    assert visitor.roles == {"coordinator"}
    assert visitor.study is not None
    assert visitor.study.title == "Rectal follow-up"
    assert visitor.scope("coordinator").site_ids == {staffed.sites["Northfield"]}


def test_a_role_that_is_not_held_opens_no_site(staffed: Clinic) -> None:
    token = door.sign_in(staffed.house, "coordinator", PASSWORD, "10.0.0.1", NOW).token
    visitor = visitor_of(staffed.house, token, None, NOW)
    assert visitor is not None
    assert visitor.scope("researcher").site_ids == frozenset()


@pytest.mark.parametrize(
    ("login", "password"), [("coordinator", "a wrong password"), ("nobody", PASSWORD), ("", ""), ("x" * 500, "y")]
)
def test_whatever_is_wrong_the_sentence_is_the_same(staffed: Clinic, login: str, password: str) -> None:
    with pytest.raises(AccessRefused) as refused:
        door.sign_in(staffed.house, login, password, "10.0.0.1", NOW)
    assert str(refused.value) == door.no_match()


def test_a_shut_account_is_refused_like_a_wrong_password_and_its_sessions_end(staffed: Clinic) -> None:
    token = door.sign_in(staffed.house, "coordinator", PASSWORD, "10.0.0.1", NOW).token
    with staffed.house.database.writing() as session:
        staff.disable(session, staff.named(session, "coordinator"), NOW)
    assert visitor_of(staffed.house, token, None, NOW) is None
    with pytest.raises(AccessRefused, match="do not match"):
        door.sign_in(staffed.house, "coordinator", PASSWORD, "10.0.0.1", NOW)


def test_after_ten_wrong_tries_even_the_right_password_waits(staffed: Clinic) -> None:
    with staffed.house.database.writing() as session:
        hashed = staff.named(session, "coordinator")
        hashed.password_hash = "not a hash"  # ten argon2 checks take a second and more
        session.add(hashed)
    for number in range(tries.TRIES_A_LOGIN):
        with pytest.raises(AccessRefused):
            door.sign_in(staffed.house, "coordinator", "wrong", f"10.0.0.{number}", NOW)
    with pytest.raises(TooManyTries, match="Too many tries"):
        door.sign_in(staffed.house, "COORDINATOR", PASSWORD, "10.0.1.1", NOW)
    door.sign_in(staffed.house, "clinician", PASSWORD, "10.0.1.1", NOW)


def test_a_session_ends_after_sign_out_an_idle_hour_and_half_a_day(staffed: Clinic) -> None:
    token = door.sign_in(staffed.house, "coordinator", PASSWORD, "10.0.0.1", NOW).token
    assert visitor_of(staffed.house, token, None, NOW + 59 * MINUTE) is not None
    assert visitor_of(staffed.house, token, None, NOW + 118 * MINUTE) is not None  # was seen in between
    assert visitor_of(staffed.house, token, None, NOW + 180 * MINUTE) is None
    again = door.sign_in(staffed.house, "coordinator", PASSWORD, "10.0.0.1", NOW).token
    sessions.sign_out(staffed.house, again, NOW)
    assert visitor_of(staffed.house, again, None, NOW) is None
    assert visitor_of(staffed.house, "made up", None, NOW) is None


def test_a_token_is_replaced_after_an_hour_and_the_old_one_soon_ends(staffed: Clinic) -> None:
    token = door.sign_in(staffed.house, "coordinator", PASSWORD, "10.0.0.1", NOW).token
    assert sessions.rotate(staffed.house, token, NOW + 30 * MINUTE) is None
    for minutes in (30, 60):
        visitor = visitor_of(staffed.house, token, None, NOW + minutes * MINUTE)
        assert visitor is not None
        assert not visitor.rotates
    late = NOW + 61 * MINUTE
    visitor = visitor_of(staffed.house, token, None, late)
    assert visitor is not None
    assert visitor.rotates
    fresh = sessions.rotate(staffed.house, token, late)
    assert fresh is not None
    assert sessions.rotate(staffed.house, token, late) is None  # once is enough
    assert visitor_of(staffed.house, fresh, None, late + MINUTE) is not None
    assert visitor_of(staffed.house, token, None, late + MINUTE) is None


@pytest.mark.parametrize(("login", "of"), [("coordinator", "the account"), ("nobody", "no account")])
def test_a_refused_sign_in_is_noted_also_where_there_is_no_such_account(staffed: Clinic, login: str, of: str) -> None:
    with pytest.raises(AccessRefused):
        door.sign_in(staffed.house, login, "a wrong password", "10.0.0.1", NOW)
    with staffed.house.database.reading() as session:
        (entry,) = audit.latest(session, 1)
    known = staffed.staff["coordinator"] if of == "the account" else "no account"
    assert (entry.actor, entry.action, entry.object_id) == (known, "sign_in_refused", known)
    assert check(staffed.house.database).problems == ()
