"""The pages of dated events."""

import re

from tests.web.staff.conftest import Site, Visitor, words


def _date(prefix: str, day: str, month: str, year: str) -> dict[str, str]:
    return {f"{prefix}-on-day": day, f"{prefix}-on-month": month, f"{prefix}-on-year": year}


def test_a_decision_is_recorded_with_reason_offer_and_preference(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    sent = _date("new0", "12", "3", "2026") | {
        "new0-strategy": "nom", "new0-offered": "both", "new0-preferred": "nom", "new0-reason": "complete response",
    }  # fmt: skip
    answer = coordinator.post(f"/patients/{code}/events/change?add=decision", sent)
    assert answer.status_code == 303
    page = coordinator.text(answer.location)
    assert "Strategy: Non-operative management" in page
    assert "Reason: complete response" in page
    assert "Options really offered: Both" in page
    assert "NOM since 12 March 2026" in coordinator.text(f"/patients/{code}")


def test_a_month_without_its_day_is_marked_and_asked_about(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    sent = _date("new0", "", "1", "2026")
    coordinator.post(f"/patients/{code}/events/change?add=neoadjuvant_end", sent)
    assert "Jan 2026 counted from the 15th" in coordinator.text(f"/patients/{code}/events")
    page = coordinator.text(f"/patients/{code}")
    assert "Only the month is known. Days are counted from the 15th." in page
    assert "Enter the day" in page


def test_an_impossible_set_comes_back_with_its_sentences_and_what_was_typed(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    answer = coordinator.post(f"/patients/{code}/events/change?add=stoma_closed", _date("new0", "1", "3", "2026"))
    page = words(answer, 422)
    assert "This cannot be true together" in page
    assert "Nothing was saved." in page
    assert 'value="2026"' in answer.text
    assert "No event is recorded yet." in coordinator.text(f"/patients/{code}/events")


def test_a_doubtful_set_is_saved_after_it_was_looked_at(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    address = f"/patients/{code}/events/change?add=decision&add=resection"
    sent = _date("new0", "10", "3", "2026") | {"new0-strategy": "nom", "new1-operation": "lar"}
    sent |= _date("new1", "11", "3", "2026")
    page = words(coordinator.post(address, sent), 409)
    assert "Is this right?" in page
    assert "It is right: save" in page
    assert coordinator.post(address, sent | {"checked": "yes"}).status_code == 303


def test_a_correction_asks_for_its_reason_and_shows_the_earlier_version(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    site.clinic.decided(code, "nom")
    events = coordinator.get(f"/patients/{code}/events").text
    event_id = re.findall(r'name="correct" value="([^"]+)"', events)[1]
    address = f"/patients/{code}/events/change?correct={event_id}"
    sent = _date("old0", "3", "3", "2026") | {"old0-strategy": "surgery"}
    assert "Say why this is corrected." in words(coordinator.post(address, sent), 422)
    assert coordinator.post(address, sent | {"reason": "letter of 5 March"}).status_code == 303
    page = coordinator.text(f"/patients/{code}/events")
    assert "1 earlier version" in page
    assert "Then corrected: letter of 5 March" in page


def test_an_event_without_a_date_or_its_detail_is_refused(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    page = words(coordinator.post(f"/patients/{code}/events/change?add=decision", {}), 422)
    assert "Type the month and the year" in page
    assert "Choose one." in page


def test_a_clinician_reads_events_and_changes_none(site: Site, as_role) -> None:
    code = site.clinic.enrol()
    clinician = as_role("clinician")
    assert "Add what happened" not in clinician.text(f"/patients/{code}/events")
    assert clinician.get(f"/patients/{code}/events/change?add=decision").status_code == 403


def test_an_unknown_kind_leads_back_to_the_list(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    answer = coordinator.get(f"/patients/{code}/events/change?add=miracle")
    assert answer.location == f"/patients/{code}/events"
