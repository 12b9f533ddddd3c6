"""The staff's side of tablets and of requests for a new link."""

import re
from datetime import date

from qol.study.collection.asking_for_a_link import ask
from qol.study.collection.handing_over import open_ways
from tests.study.clinic import NOW, TODAY
from tests.web.staff.conftest import Site, Visitor, words


def test_a_tablet_is_announced_with_a_code_that_is_shown_once(site: Site, coordinator: Visitor) -> None:
    shown = coordinator.post("/tablets", {"name": "Waiting room", "site": site.clinic.sites["Northfield"]})
    code = re.search(r'class="code">(\d{3} \d{3})<', shown.text)
    assert code is not None
    assert "waits for its code" in words(shown)
    assert code[1] not in coordinator.text("/tablets")
    device = Visitor(site.app.test_client())
    assert device.post("/tablet/enrol", {"code": code[1]}).status_code == 303
    assert "12 March 2026" in coordinator.text("/tablets")


def test_a_tablet_is_renamed_and_withdrawn(site: Site, coordinator: Visitor) -> None:
    shown = coordinator.post("/tablets", {"name": "Waiting room", "site": site.clinic.sites["Northfield"]})
    place = re.search(r'action="(/tablets/[0-9a-f-]{36})"', shown.text)
    assert place is not None
    assert coordinator.post(place[1], {"name": "By the window"}, "/tablets").status_code == 303
    assert 'value="By the window"' in coordinator.get("/tablets").text
    assert "a name of at most 60" in words(coordinator.post(place[1], {"name": " "}, "/tablets"), 400)
    assert coordinator.post(place[1], {"move": "withdraw"}, "/tablets").status_code == 303
    assert "By the window" not in coordinator.get("/tablets").text


def test_tablets_of_another_site_do_not_exist(site: Site, coordinator: Visitor) -> None:
    elsewhere = coordinator.post("/tablets", {"name": "Mine?", "site": site.clinic.sites["Southmere"]})
    assert elsewhere.status_code == 404
    assert "Southmere" not in coordinator.text("/tablets")
    rule = coordinator.post("/tablets/rule", {"site": site.clinic.sites["Southmere"], "only": "yes"}, "/tablets")
    assert rule.status_code == 404


def test_the_rule_of_a_site_is_said_and_changed(site: Site, coordinator: Visitor) -> None:
    assert "open on any device" in coordinator.text("/tablets")
    coordinator.post("/tablets/rule", {"site": site.clinic.sites["Northfield"], "only": "yes"}, "/tablets")
    assert "open on its enrolled tablets only" in coordinator.text("/tablets")


def test_who_asks_for_a_link_stands_in_the_work_list_until_one_is_given(site: Site, coordinator: Visitor) -> None:
    clinic = site.clinic
    code = clinic.enrol()
    clinic.decided(code)
    ask(clinic.house.database, code, date(1949, 11, 17), "192.0.2.1", NOW)
    assert "Asks for a new link Alan Dunmore" in coordinator.text("/due")
    open_ways(clinic.house, clinic.scope(), code, "decision", "link", "en", TODAY, NOW)
    assert "Asks for a new link" not in coordinator.text("/due")


def test_a_request_can_be_settled_in_another_way(site: Site, coordinator: Visitor) -> None:
    clinic = site.clinic
    code = clinic.enrol()
    ask(clinic.house.database, code, date(1949, 11, 17), "192.0.2.1", NOW)
    assert coordinator.post(f"/patients/{code}/link-request", {}, "/due").status_code == 303
    assert "Asks for a new link" not in coordinator.text("/due")
