from qol.analysis.occasions import counted, unscheduled
from tests.analysis.frames import rows


def test_only_answered_forms_count() -> None:
    forms = rows({"patient": "a"}, {"patient": "b", "status": "partial"}, {"patient": "c", "status": "open"},
                 {"patient": "d", "status": "not_done"})  # fmt: skip
    assert list(counted(forms)["patient"]) == ["a", "b"]


def test_of_two_attempts_at_a_visit_the_last_counts() -> None:
    forms = rows({"attempt": 1}, {"attempt": 2}, {"attempt": 1, "instrument": "lars"})
    assert list(counted(forms)["form"]) == ["p1-month_12-qlq_c30-2", "p1-month_12-lars-1"]


def test_a_form_outside_every_window_is_counted_apart() -> None:
    forms = rows({"patient": "a"}, {"patient": "b", "visit": None}, {"patient": "c", "visit": None, "status": "open"})
    assert list(counted(forms)["patient"]) == ["a"]
    assert unscheduled(forms) == 1


def test_a_form_after_regrowth_also_stands_for_the_calendar_visit_that_it_falls_into() -> None:
    forms = rows({"visit": "regrowth", "also_visit": "month_12"}, {"patient": "p2"})
    found = counted(forms)
    assert sorted(zip(found["patient"], found["visit"], strict=True)) == [
        ("p1", "month_12"), ("p1", "regrowth"), ("p2", "month_12"),
    ]  # fmt: skip


def test_a_form_of_the_visit_itself_goes_before_one_that_only_stands_for_it() -> None:
    forms = rows({"visit": "regrowth", "also_visit": "month_12", "form": "event"}, {"form": "own"})
    found = counted(forms)
    assert list(found.loc[found["visit"] == "month_12", "form"]) == ["own"]


def test_of_two_forms_that_an_import_put_into_one_window_the_later_counts() -> None:
    forms = rows(
        {"form": "late", "study_day": 60}, {"form": "early", "study_day": 40}, {"form": "no day", "study_day": None}
    )
    assert list(counted(forms)["form"]) == ["late"]


def test_of_two_event_forms_that_stand_for_one_visit_the_later_counts() -> None:
    event = {"visit": "regrowth", "also_visit": "month_12"}
    forms = rows(
        event | {"form": "a", "study_day": 300}, event | {"visit": "resection_3m", "form": "b", "study_day": 390}
    )
    found = counted(forms)
    assert list(found.loc[found["visit"] == "month_12", "form"]) == ["b"]


def test_counting_twice_changes_nothing() -> None:
    once = counted(rows({"visit": "regrowth", "also_visit": "month_12"}, {"patient": "p2"}))
    assert counted(once).equals(once)
