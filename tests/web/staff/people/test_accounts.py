"""Administrators invite, give and take roles, shut, reset; the person does the rest."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest

from qol.storage import audit
from qol.storage.audit_check import check
from tests.study.clinic import PASSWORD
from tests.web.staff.conftest import Site, Visitor, words
from tests.web.staff.people.conftest import set_up

OWN = "seven quiet herons at dusk"
SignIn = Callable[[str], Visitor]


@pytest.fixture
def administrator(signed_in: SignIn) -> Visitor:
    return signed_in("administrator")


def invite(administrator: Visitor, **more: str) -> str:
    """The one-time link that the page shows."""
    sent = {"name": "Dr Anna Keller", "email": "keller@clinic.example", "login": "keller", "role": "clinician"}
    page = administrator.post("/invite", {**sent, "place": "", **more})
    assert page.status_code == 200, page.text
    found = re.search(r"http://127\.0\.0\.1:8000/invitation#([\w-]{22})", page.text)
    assert found is not None
    return found[1]


def accept(site: Site, secret: str, password: str = OWN) -> Visitor:
    visitor = Visitor(site.app.test_client())
    answer = visitor.post("/invitation", {"secret": secret, "password": password, "again": password})
    assert answer.location == "/sign-in/set-up", answer.text
    return visitor


def test_somebody_invited_sets_password_and_second_factor_and_works_at_that_site(
    site: Site, administrator: Visitor
) -> None:
    secret = invite(administrator, place=f"site:{site.clinic.sites['Southmere']}")
    assert "invited" in administrator.text("/accounts")
    assert secret not in administrator.get("/accounts/keller").text, "it is shown once"
    visitor = accept(site, secret)
    set_up(visitor, site, "/sign-in/set-up")
    assert visitor.get("/due").status_code == 200
    assert re.search(
        r"clinician Rectal follow-up ?, Southmere open Second factor set up", administrator.text("/accounts")
    )
    used = Visitor(site.app.test_client()).post("/invitation", {"secret": secret, "password": OWN, "again": OWN})
    assert "This link was used" in words(used, 410)


def test_faults_of_an_invitation_keep_what_was_typed(administrator: Visitor) -> None:
    page = administrator.post(
        "/invite", {"name": "A", "email": "nowhere", "login": "two words", "role": "clinician", "place": ""}
    )
    text = words(page, 400)
    assert "e-mail address, such as" in text and "one word" in text
    assert 'value="two words"' in page.text


def test_a_weak_password_is_said_beside_its_field(site: Site, administrator: Visitor) -> None:
    visitor = Visitor(site.app.test_client())
    sent = {"secret": invite(administrator), "password": "passwordpassword", "again": "passwordpassword"}
    page = visitor.post("/invitation", sent)
    assert "common one" in words(page, 422)
    assert "passwordpassword" not in page.text


def test_roles_given_and_taken_count_at_once_and_turn_the_token(site: Site, signed_in: SignIn) -> None:
    administrator, clinician = signed_in("administrator"), signed_in("clinician")
    before = clinician.client.get_cookie("qol_staff")
    give = {"move": "give", "role": "researcher", "place": f"study:{site.clinic.study_id}"}
    assert administrator.post("/accounts/clinician/change", give, "/accounts/clinician").status_code == 303
    assert clinician.get("/datasets").status_code == 200
    after = clinician.client.get_cookie("qol_staff")
    assert before is not None and after is not None and before.value != after.value
    page = administrator.get("/accounts/clinician").text
    held = re.findall(r'name="held" value="([^"]+)"', page)
    assert len(held) == 2
    for role in held:
        administrator.post("/accounts/clinician/change", {"move": "take", "held": role}, "/accounts/clinician")
    assert clinician.get("/datasets").status_code == 403
    assert clinician.get("/due").status_code == 403


def test_shutting_needs_a_reason_and_ends_the_sign_ins(site: Site, signed_in: SignIn) -> None:
    administrator, clinician = signed_in("administrator"), signed_in("clinician")
    refused = administrator.post("/accounts/clinician/change", {"move": "shut"}, "/accounts/clinician")
    assert "Say why" in words(refused, 400)
    shut = {"move": "shut", "reason": "left the clinic"}
    assert administrator.post("/accounts/clinician/change", shut, "/accounts/clinician").status_code == 303
    assert clinician.get("/due").status_code == 303
    with site.clinic.house.database.reading() as session:
        entry = audit.of_object(session, "staff", site.clinic.staff["clinician"])[-1]
    assert (entry.action, entry.actor) == ("shut_account", site.clinic.staff["administrator"])
    assert entry.reason_hash is not None
    assert check(site.clinic.house.database).problems == ()


def test_a_reset_shows_a_link_once_and_the_old_password_is_dead(site: Site, administrator: Visitor) -> None:
    reset = {"move": "reset", "reason": "telephone lost"}
    page = administrator.post("/accounts/clinician/change", reset, "/accounts/clinician")
    found = re.search(r"invitation#([\w-]{22})", unescape(page.text))
    assert found is not None
    visitor = Visitor(site.app.test_client())
    assert visitor.post("/sign-in", {"login": "clinician", "password": PASSWORD}).status_code == 403
    accept(site, found[1])


def test_the_last_administrator_stays(administrator: Visitor) -> None:
    for sent in ({"move": "shut", "reason": "x"}, {"move": "reset", "reason": "x"}):
        page = administrator.post("/accounts/administrator/change", sent, "/accounts/administrator")
        assert "last administrator" in words(page, 400)
    held = re.findall(r'name="held" value="([^"]+)"', administrator.get("/accounts/administrator").text)
    take = administrator.post(
        "/accounts/administrator/change", {"move": "take", "held": held[0]}, "/accounts/administrator"
    )
    assert "last administrator" in words(take, 400)
    assert administrator.get("/accounts").status_code == 200


@pytest.mark.parametrize("sent", [{"move": "nothing"}, {"move": "take", "held": "somebody else's"},
                                  {"move": "give", "role": "clinician", "place": "site:nowhere"}])  # fmt: skip
def test_acts_on_what_is_not_there_are_404(administrator: Visitor, sent: dict[str, str]) -> None:
    assert administrator.post("/accounts/clinician/change", sent, "/accounts/clinician").status_code == 404
    assert administrator.get("/accounts/nobody").status_code == 404


def test_a_role_of_another_account_cannot_be_taken_through_this_one(administrator: Visitor) -> None:
    held = re.findall(r'name="held" value="([^"]+)"', administrator.get("/accounts/researcher").text)[0]
    answer = administrator.post("/accounts/clinician/change", {"move": "take", "held": held}, "/accounts/clinician")
    assert answer.status_code == 404
    assert "researcher" in administrator.text("/accounts/researcher")


def test_sites_are_added_renamed_closed_and_a_closed_one_takes_nobody(site: Site, signed_in: SignIn) -> None:
    administrator, coordinator = signed_in("administrator"), signed_in("coordinator")
    new = {"study": site.clinic.study_id, "name": " Westhaven ", "phone": ""}
    assert administrator.post("/sites/new", new, "/sites").status_code == 303
    assert "of this name" in words(administrator.post("/sites/new", {**new, "name": "westhaven"}, "/sites"), 400)
    assert administrator.post("/sites/new", {**new, "study": "nothing"}, "/sites").status_code == 404
    north = f"/sites/{site.clinic.sites['Northfield']}"
    code = site.clinic.enrol()
    assert administrator.post(north, {"move": "rename", "name": "North", "phone": "1"}, "/sites").status_code == 303
    assert administrator.post(north, {"move": "close"}, "/sites").status_code == 303
    assert coordinator.get(f"/patients/{code}").status_code == 200
    person = {"name": "B C", "birth_date-day": "1", "birth_date-month": "1", "birth_date-year": "1950",
              "sex": "male", "hospital_number": "9", "language": "en"}  # fmt: skip
    assert coordinator.post("/patients/enrol", person).status_code == 422
    administrator.post(north, {"move": "reopen"}, "/sites")
    assert coordinator.post("/patients/enrol", person).status_code == 303


def test_an_expired_invitation_says_so_and_can_be_made_again(site: Site, signed_in: SignIn) -> None:
    administrator = signed_in("administrator")
    secret = invite(administrator)
    site.clock.now += timedelta(days=8)
    administrator = signed_in("administrator")
    assert "link has ended" in administrator.text("/accounts")
    page = administrator.post("/accounts/keller/change", {"move": "invite"}, "/accounts/keller")
    assert secret not in page.text and "invitation#" in page.text
