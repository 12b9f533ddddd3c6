"""The analysis plan on its page: what is declared, where it stands, locked once and for good."""

from qol.study.results.plan_locking import note_comparison
from tests.study.clinic import NOW
from tests.web.staff.conftest import Site, Visitor


def test_a_plan_is_shown_line_by_line_and_locked_once(site: Site, as_role) -> None:
    researcher: Visitor = as_role("researcher")
    page = researcher.text("/plan")
    assert "is not locked; every comparison is exploratory" in page
    assert "least_effective_size 20" in page
    assert researcher.post("/plan/lock", {}, "/plan").status_code == 303
    assert "was locked on 12 March 2026, before the groups were first compared" in researcher.text("/plan")
    assert "Lock this plan" not in researcher.text("/plan")
    again = researcher.post("/plan/lock", {}, "/patients")
    assert again.status_code in (400, 409)  # the page has no form any more


def test_a_plan_locked_after_the_first_comparison_says_so_for_ever(site: Site, as_role) -> None:
    note_comparison(site.clinic.house, None, NOW.replace(day=11))
    researcher: Visitor = as_role("researcher")
    assert "They were compared already" in researcher.text("/plan")
    assert researcher.post("/plan/lock", {}, "/plan").status_code == 303
    assert "after the groups were first compared on 11 March 2026" in researcher.text("/plan")


def test_a_clinician_reads_the_plan_and_cannot_lock_it(as_role) -> None:
    clinician: Visitor = as_role("clinician")
    assert "Lock this plan" not in clinician.text("/plan")
    assert clinician.post("/plan/lock", {}, "/plan").status_code == 403
