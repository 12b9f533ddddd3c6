"""One-time links open once, end, and are kept as hashes; the last administrator is never locked out."""

from datetime import timedelta

import pytest

from qol.errors import AccessRefused, LinkExpired, QolError
from qol.storage import audit, staff
from qol.study.people import account_list, invitations, own_account
from qol.study.people import sign_in as door
from qol.study.people.accounts import Grant
from qol.study.people.invitations import Newcomer
from qol.study.people.visitors import visitor_of
from tests.study.clinic import NOW, PASSWORD, Clinic

NEW = Newcomer("keller", "Dr Anna Keller", "Keller@Clinic.example")
OWN = "seven quiet herons at dusk"
BY = "somebody"


def invited(clinic: Clinic, grant: Grant | None = None) -> str:
    """The secret of a fresh invitation."""
    link = account_list.invite_somebody(clinic.house, NEW, grant or Grant("clinician"), BY, NOW)
    assert link.address.startswith("http://127.0.0.1:8000/invitation#")
    return link.address.partition("#")[2]


def accept(clinic: Clinic, secret: str, password: str = OWN, days: int = 0) -> door.Opened:
    return invitations.accept(clinic.house, secret, password, "10.0.0.1", "Firefox", NOW + timedelta(days=days))


def test_the_link_lets_somebody_choose_a_password_and_then_a_second_factor(staffed: Clinic) -> None:
    secret = invited(staffed)
    assert len(secret) >= 22, "128 bits"
    opened = accept(staffed, f"http://127.0.0.1:8000/invitation#{secret} ")
    assert opened.waits_for == door.SET_UP
    whole = door.later(staffed.house, opened.token, NOW)
    visitor = visitor_of(staffed.house, whole.token, None, NOW)
    assert visitor is not None and visitor.roles == {"clinician"}
    assert door.sign_in(staffed.house, "keller", OWN, "10.0.0.1", NOW).token


def test_a_link_opens_once_and_not_after_its_week_nor_after_another_was_made(staffed: Clinic) -> None:
    secret = invited(staffed)
    with pytest.raises(LinkExpired):
        accept(staffed, secret, days=7)
    other = account_list.link_again(staffed.house, "keller", BY, NOW).address
    with pytest.raises(LinkExpired):
        accept(staffed, secret)
    accept(staffed, other)
    with pytest.raises(LinkExpired):
        accept(staffed, other)
    with pytest.raises(QolError, match="not waiting"):
        account_list.link_again(staffed.house, "keller", BY, NOW)


def test_a_shut_accounts_link_opens_nothing(staffed: Clinic) -> None:
    secret = invited(staffed)
    account_list.shut(staffed.house, "keller", BY, "left before she came", NOW)
    with pytest.raises(LinkExpired):
        accept(staffed, secret)


def test_nobody_signs_in_before_the_link_was_opened(staffed: Clinic) -> None:
    invited(staffed)
    with pytest.raises(AccessRefused):
        door.sign_in(staffed.house, "keller", "", "10.0.0.1", NOW)


def test_a_weak_password_uses_no_link_up(staffed: Clinic) -> None:
    secret = invited(staffed)
    with pytest.raises(QolError, match="at least 15"):
        accept(staffed, secret, "kr8fz2qp")
    assert accept(staffed, secret).token


def test_the_database_holds_only_the_links_hash(staffed: Clinic) -> None:
    secret = invited(staffed)
    staffed.house.database.close()
    assert secret.encode() not in b"".join(f.read_bytes() for f in staffed.settings.data_dir.glob("qol.sqlite*"))


def test_every_fault_of_an_invitation_is_named_at_once(staffed: Clinic) -> None:
    wrong = Newcomer("two words", " ", "nowhere")
    with pytest.raises(QolError) as refused:
        account_list.invite_somebody(staffed.house, wrong, Grant("clinician"), BY, NOW)
    assert len(str(refused.value).splitlines()) == 3
    invited(staffed)
    again = Newcomer("keller2", "Another", "keller@clinic.EXAMPLE")
    with pytest.raises(QolError, match="this e-mail address already"):
        account_list.invite_somebody(staffed.house, again, Grant("clinician"), BY, NOW)


def test_a_reset_ends_password_factor_and_sign_ins_and_its_link_begins_anew(staffed: Clinic) -> None:
    token = door.sign_in(staffed.house, "clinician", PASSWORD, "10.0.0.1", NOW).token
    with pytest.raises(QolError, match="Say why"):
        account_list.begin_anew(staffed.house, "clinician", BY, " ", NOW)
    link = account_list.begin_anew(staffed.house, "clinician", BY, "telephone lost", NOW)
    assert visitor_of(staffed.house, token, None, NOW) is None
    with pytest.raises(AccessRefused):
        door.sign_in(staffed.house, "clinician", PASSWORD, "10.0.0.1", NOW)
    with pytest.raises(LinkExpired):
        accept(staffed, link.address, days=1)
    assert accept(staffed, link.address).waits_for == door.SET_UP
    with staffed.house.database.reading() as session:
        actions = [entry.action for entry in audit.of_object(session, "staff", staffed.staff["clinician"])]
        reasons = [e.reason_hash for e in audit.of_object(session, "staff", staffed.staff["clinician"])]
    assert actions == ["sign_in", "sign_in_refused", "reset_account", "accept_invitation"] or "reset_account" in actions
    assert any(reasons)


def test_the_last_administrator_is_never_locked_out(staffed: Clinic) -> None:
    house, administrator = staffed.house, "administrator"
    held = account_list.account(house, administrator, NOW).roles[0]
    for act in (
        lambda: account_list.shut(house, administrator, BY, "why", NOW),
        lambda: account_list.take_role(house, administrator, held.id, BY, NOW),
        lambda: account_list.begin_anew(house, administrator, BY, "why", NOW),
    ):
        with pytest.raises(QolError, match="last administrator"):
            act()
    account_list.give_role(house, "clinician", Grant("administrator"), BY, NOW)
    account_list.shut(house, administrator, BY, "why", NOW)
    with pytest.raises(QolError, match="last administrator"):
        account_list.shut(house, "clinician", BY, "why", NOW)


def test_an_administrator_who_has_not_come_yet_does_not_count(staffed: Clinic) -> None:
    invited(staffed, Grant("administrator"))
    with pytest.raises(QolError, match="last administrator"):
        account_list.shut(staffed.house, "administrator", BY, "why", NOW)


def test_administrators_are_those_of_the_whole_installation(staffed: Clinic) -> None:
    account_list.give_role(
        staffed.house, "researcher", Grant("administrator", staffed.study_id, staffed.sites["Northfield"]), BY, NOW
    )
    with staffed.house.database.reading() as session:
        (row,) = [r for r in staff.roles(session, staffed.staff["researcher"]) if r.role == "administrator"]
    assert (row.study_id, row.site_id) == (None, None)


def test_an_account_that_is_opened_again_has_its_password(staffed: Clinic) -> None:
    account_list.shut(staffed.house, "clinician", BY, "away", NOW)
    account_list.reopen(staffed.house, "clinician", BY, "back", NOW)
    assert door.sign_in(staffed.house, "clinician", PASSWORD, "10.0.0.1", NOW).token


def test_a_role_that_changes_turns_the_tokens_of_its_holder(staffed: Clinic) -> None:
    token = door.sign_in(staffed.house, "clinician", PASSWORD, "10.0.0.1", NOW).token
    account_list.give_role(staffed.house, "clinician", Grant("researcher"), BY, NOW)
    visitor = visitor_of(staffed.house, token, None, NOW)
    assert visitor is not None and visitor.rotates and visitor.roles == {"clinician", "researcher"}


def test_a_second_factor_can_be_taken_away_only_where_the_password_is_long_enough(staffed: Clinic) -> None:
    staff_id = staffed.staff["clinician"]
    own_account.take_away(staffed.house, staff_id, PASSWORD, NOW)
    with pytest.raises(AccessRefused, match="not the password"):
        own_account.take_away(staffed.house, staff_id, "another one entirely", NOW)
