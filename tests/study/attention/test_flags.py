"""Marked answers raise a flag for whoever looks, until they were seen; flags follow corrections."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from qol.errors import AccessRefused, NotFound
from qol.storage import audit
from qol.study.attention.flags import Flag
from qol.study.attention.seeing import see, watch, watch_patient
from qol.study.corrections.in_error import mark as mark_in_error
from qol.study.corrections.reasons import ReasonGiven
from qol.study.results.cut import study_data
from qol.study.scope import Scope
from tests.study.attention.marking import mark
from tests.study.clinic import NOW, Clinic
from tests.study.corrections.answered import LATER, answered, corrected, form_of

SITES = {"clinician": "Northfield", "coordinator": "Southmere"}
"""Where somebody holds which role."""


@pytest.fixture
def code(staffed: Clinic) -> str:
    """A patient who answered everything with the second answer."""
    mark(staffed)
    return answered(staffed)


def only(clinic: Clinic, code: str) -> Flag:
    (flag,) = watch_patient(clinic.house, clinic.scope(), code).flags
    return flag


def look(clinic: Clinic, code: str, sites: Mapping[str, str] = SITES) -> None:
    def may(role: str) -> Scope:
        return clinic.scope(sites[role], login="clinician")

    see(clinic.house, clinic.scope(None, login="clinician"), may, code, only(clinic, code).place, LATER)


def test_an_answer_that_the_protocol_marks_raises_a_flag(staffed: Clinic, code: str) -> None:
    flag = only(staffed, code)
    assert (flag.item, flag.code, flag.says, flag.visit) == ("q24", 2, "Feels low", "Decision")
    assert flag.look_by == flag.raised_at + timedelta(days=2)


def test_no_flag_while_the_protocol_marks_nothing(staffed: Clinic) -> None:
    code = answered(staffed)
    found = watch_patient(staffed.house, staffed.scope(), code)
    assert (found.attention, found.flags) == (None, ())


def test_no_flag_below_the_limit(staffed: Clinic) -> None:
    mark(staffed, at_least=3)
    assert watch_patient(staffed.house, staffed.scope(), answered(staffed)).flags == ()


def test_it_is_overdue_after_the_deadline_and_no_longer_once_it_was_seen(staffed: Clinic, code: str) -> None:
    flag = only(staffed, code)
    assert [flag.state(flag.look_by + timedelta(seconds=s)) for s in (0, 1)] == ["waiting", "overdue"]
    look(staffed, code)
    assert only(staffed, code).state(flag.look_by + timedelta(days=30)) == "seen"


def test_who_saw_it_and_when_is_kept_and_audited(staffed: Clinic, code: str) -> None:
    look(staffed, code)
    look(staffed, code)
    (saw,) = only(staffed, code).seen
    assert (saw.by, saw.at) == (staffed.staff["clinician"], LATER)
    form = form_of(staffed, code, "qlq_c30")
    with staffed.house.database.reading() as session:
        (entry,) = audit.of_object(session, "form", f"{form.id}/q24/1")
    assert (entry.action, entry.actor) == ("attention.seen", staffed.staff["clinician"])


def test_only_the_role_that_the_protocol_names_may_say_so_and_only_where_it_is_held(staffed: Clinic, code: str) -> None:
    with pytest.raises(AccessRefused, match="another role"):
        look(staffed, code, {"clinician": "Southmere", "coordinator": "Northfield"})
    assert only(staffed, code).seen == ()


def test_flags_follow_corrections(staffed: Clinic, code: str) -> None:
    look(staffed, code)
    corrected(staffed, code, "qlq_c30", {"q24": "4"})
    worse = only(staffed, code)
    assert (worse.code, worse.version, worse.seen, worse.raised_at) == (4, 2, (), LATER)
    corrected(staffed, code, "qlq_c30", {"q24": "1"})
    assert watch_patient(staffed.house, staffed.scope(), code).flags == ()


def test_a_form_entered_in_error_raises_no_flag(staffed: Clinic, code: str) -> None:
    form, why = form_of(staffed, code, "qlq_c30"), ReasonGiven("wrong_patient")
    mark_in_error(staffed.house, staffed.scope(), code, form.id, why, LATER, whole_visit=False)
    assert watch_patient(staffed.house, staffed.scope(), code).flags == ()


def test_a_flag_of_another_site_is_not_there(staffed: Clinic, code: str) -> None:
    assert watch(staffed.house, staffed.scope("Southmere")).flags == ()
    with pytest.raises(NotFound):
        see(
            staffed.house, staffed.scope("Southmere"), lambda _: staffed.scope(None), code,
            only(staffed, code).place, NOW,
        )  # fmt: skip


def test_the_dataset_says_when_flags_were_raised_and_seen(staffed: Clinic, code: str) -> None:
    (row,) = study_data(staffed.house, None, LATER).attention.to_dict("records")
    assert (row["state"], row["item"], row["seen_on"]) == ("waiting", "q24", None)
    late = study_data(staffed.house, None, LATER + timedelta(days=3)).attention
    assert late["state"].tolist() == ["overdue"]
    look(staffed, code)
    corrected(staffed, code, "qlq_c30", {"q24": "1"})
    (row,) = study_data(staffed.house, None, LATER).attention.to_dict("records")
    assert (row["state"], row["seen_on"]) == ("corrected", LATER.date().isoformat())
