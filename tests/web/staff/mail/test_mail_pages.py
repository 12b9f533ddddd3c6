"""A patient's address and consent, a link by mail, and what staff see of the messages."""

from datetime import timedelta

import pytest

from qol.storage import mails
from tests.study.clinic import TODAY
from tests.web.staff.conftest import Site, Visitor, words


@pytest.fixture
def code(site: Site) -> str:
    """A patient ten days after the decision for NOM."""
    found = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(found, "nom")
    return found


def _agree(coordinator: Visitor, code: str, address: str = "alan@example.org", agreed: str = "yes") -> str:
    answer = coordinator.post(f"/patients/{code}/mail", {"address": address, "agreed": agreed})
    return answer.location or words(answer, answer.status_code)


def test_address_and_consent_are_kept_and_shown(coordinator: Visitor, code: str) -> None:
    assert _agree(coordinator, code).endswith("saved=yes")
    page = coordinator.get(f"/patients/{code}/mail").text
    assert 'value="alan@example.org"' in page
    assert "Agreed on 12 March 2026." in page
    assert _agree(coordinator, code, agreed="").endswith("saved=yes")
    assert "Agreed on" not in coordinator.text(f"/patients/{code}/mail")


@pytest.mark.parametrize("address", ["alan", "a@b.org\nBcc: c@d.org", "a@b.org, c@d.org", ""])
def test_what_is_no_address_is_said_and_stays_in_the_field(coordinator: Visitor, code: str, address: str) -> None:
    answer = coordinator.post(f"/patients/{code}/mail", {"address": address, "agreed": "yes"})
    assert answer.status_code == 400
    assert "This was not done" in answer.text


def test_a_link_is_mailed_from_the_hand_over_page_and_logged(
    site: Site, coordinator: Visitor, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = f"/patients/{code}/hand-over/decision"
    assert "Send the link by e-mail" not in coordinator.text(place)
    _agree(coordinator, code)
    assert "Send the link by e-mail" in coordinator.text(place)
    answer = coordinator.post(f"/patients/{code}/mail/decision", {}, token_from=place)
    assert answer.location == f"/patients/{code}/mail"
    assert "To: alan@example.org" in capsys.readouterr().out
    page = coordinator.text(f"/patients/{code}/mail")
    assert "Link, sent by hand Coordinator Marlow Decision" in page
    assert "Printed, not sent" in page
    assert code in coordinator.text("/mail")
    assert "alan@" not in coordinator.get("/mail").text
    assert "No message." in coordinator.text("/mail?show=trouble")


def test_nobody_is_mailed_who_did_not_agree(coordinator: Visitor, code: str) -> None:
    place = f"/patients/{code}/hand-over/decision"
    answer = coordinator.post(f"/patients/{code}/mail/decision", {}, token_from=place)
    assert "has not agreed" in words(answer, 400)


def test_a_message_that_came_back_stands_on_the_patients_page(
    site: Site, coordinator: Visitor, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _agree(coordinator, code)
    coordinator.post(f"/patients/{code}/mail/decision", {}, token_from=f"/patients/{code}/hand-over/decision")
    assert capsys.readouterr().out
    with site.clinic.house.database.writing() as session:
        (row,) = mails.page(session, site.clinic.study_id, None, (), 0, 9)[0]
        mails.bounce(session, row.message_id, "5.1.1", site.clock())
    assert "Messages to this address came back." in coordinator.text(f"/patients/{code}")
    assert "Came back: the address does not work 5.1.1" in coordinator.text("/mail?show=trouble")
    assert "Send the link by e-mail" not in coordinator.text(f"/patients/{code}/hand-over/decision")


def test_another_sites_patient_has_no_mail_here(site: Site, coordinator: Visitor, code: str) -> None:
    other = site.clinic.enrol(site="Southmere")
    assert coordinator.get(f"/patients/{other}/mail").status_code == 404
    for place in (f"/patients/{other}/mail", f"/patients/{other}/mail/pre_treatment"):
        assert coordinator.post(place, {"address": "x@example.org"}, token_from="/patients/enrol").status_code == 404
