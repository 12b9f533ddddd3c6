"""One's own account: sign-ins that can be ended, another password, the second factor."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from qol.errors import AccessRefused
from qol.storage import staff
from qol.study.people import own_account as own
from tests.study.clinic import PASSWORD
from tests.web.staff.conftest import Site, Visitor, words
from tests.web.staff.people.conftest import set_up

FRESH = "nine slow otters by the weir"
SignIn = Callable[[str], Visitor]


def test_ones_own_sign_ins_are_listed_and_ended_one_by_one(site: Site, signed_in: SignIn) -> None:
    here, there = signed_in("coordinator"), signed_in("coordinator")
    page = here.get("/account").text
    ending = re.findall(r'action="(/account/sign-ins/[^"]+)"', page)
    assert len(ending) == 1 and "this one" in page
    assert here.post(ending[0], {}, token_from="/account").status_code == 303
    assert there.get("/due").status_code == 303
    assert here.get("/due").status_code == 200
    assert "ended a sign-in" in here.text("/account")


def test_somebody_elses_sign_in_cannot_be_ended(site: Site, signed_in: SignIn) -> None:
    coordinator, clinician = signed_in("coordinator"), signed_in("clinician")
    other = signed_in("clinician")
    place = re.findall(r'action="(/account/sign-ins/[^"]+)"', clinician.get("/account").text)[0]
    assert coordinator.post(place, {}, token_from="/account").status_code == 404
    assert other.get("/due").status_code == 200


def test_a_rotated_sign_in_is_still_one_line(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("coordinator")
    for _ in range(3):
        site.clock.now += timedelta(minutes=45)
        visitor.get("/due")
    page = visitor.get("/account").text
    assert page.count("this one") == 1
    assert "/account/sign-ins/" not in page
    assert "12 March 2026, 10:02" in page, "it began when the password was typed"


def test_another_password_ends_the_other_sign_ins_and_keeps_this_one(site: Site, signed_in: SignIn) -> None:
    here, there = signed_in("coordinator"), signed_in("coordinator")
    sent = {"present": PASSWORD, "password": FRESH, "again": FRESH}
    assert "not the password" in words(here.post("/account/password", {**sent, "present": "no"}), 403)
    assert "differ" in words(here.post("/account/password", {**sent, "again": "other"}), 422)
    assert "at least 15" in words(here.post("/account/password", {**sent, "password": "kr8f", "again": "kr8f"}), 400)
    assert here.post("/account/password", sent).location == "/account?done=password"
    assert here.get("/due").status_code == 200
    assert there.get("/due").status_code == 303
    assert signed_in("coordinator", FRESH).get("/due").status_code == 200  # type: ignore[call-arg]


def test_beside_a_second_factor_eight_characters_will_do_and_then_it_cannot_go(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("coordinator")
    set_up(visitor, site)
    short = {"present": PASSWORD, "password": "kr8fz2qp", "again": "kr8fz2qp"}
    assert visitor.post("/account/password", short).status_code == 303
    away = visitor.post("/account/second-factor/away", {"password": "kr8fz2qp"})
    assert "too short without" in words(away, 400)
    longer = {"present": "kr8fz2qp", "password": FRESH, "again": FRESH}
    assert visitor.post("/account/password", longer).status_code == 303
    assert visitor.post("/account/second-factor/away", {"password": FRESH}).location == "/account?done=away"
    assert "not set up" in visitor.text("/account")


def test_who_has_no_password_proves_again_before_taking_one_or_leaving_the_second_factor(
    site: Site, signed_in: SignIn
) -> None:
    visitor = signed_in("coordinator")
    app, _ = set_up(visitor, site)
    with site.clinic.house.database.writing() as session:
        row = staff.named(session, "coordinator")  # as somebody has it who always comes through the hospital
        row.password_hash = ""
        session.add(row)
    site.clock.now += timedelta(minutes=11)
    wanted = (
        ("/account/password", {"password": FRESH, "again": FRESH}),
        ("/account/second-factor/away", {"password": "x"}),
    )
    for page, sent in wanted:
        assert visitor.get(page).location == f"/confirm?next={page}"
        assert visitor.post(page, sent, token_from="/account").location == f"/confirm?next={page}"
    assert "10 recovery codes left" in visitor.text("/account")
    with pytest.raises(AccessRefused):
        own.change_password(site.clinic.house, site.clinic.staff["coordinator"], "", "", FRESH, site.clock.now)
    answer = visitor.post("/confirm", {"code": app.at(site.clock.now), "next": "/account/second-factor/away"})
    assert answer.location == "/account/second-factor/away"
    assert visitor.post(answer.location, {}).location == "/account?done=away"
    assert visitor.post(*wanted[0]).location == "/account?done=password"


def test_other_recovery_codes_are_shown_once(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("coordinator")
    _, codes = set_up(visitor, site)
    shown = words(visitor.post("/account/recovery-codes", {}, token_from="/account")).replace("-", "")
    assert not any(code in shown for code in codes)
    assert "10 recovery codes left" in visitor.text("/account")


def test_the_own_log_names_what_happened_and_nothing_that_was_typed(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("coordinator")
    Visitor(site.app.test_client()).post("/sign-in", {"login": "coordinator", "password": "my-other-secret"})
    Visitor(site.app.test_client()).post("/sign-in", {"login": "typed-in-the-wrong-field", "password": "x"})
    page = visitor.text("/account")
    assert "refused: name or password" in page
    log = signed_in("administrator").text("/sign-ins")
    assert "no such account" in log and "coordinator" in log
    for secret in ("my-other-secret", "typed-in-the-wrong-field"):
        assert secret not in page + log
    refused = signed_in("administrator").text("/sign-ins?show=refused")
    assert "signed in " not in refused
