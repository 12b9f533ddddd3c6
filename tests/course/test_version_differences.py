"""What a version changes, said before anybody follows it."""

import json

from qol.course.protocol import Protocol, from_canonical
from qol.course.version_differences import differences


def test_a_protocol_does_not_differ_from_itself_but_for_its_version(stage_1_3: Protocol) -> None:
    assert differences(stage_1_3, stage_1_3.model_copy(update={"version": "9.0", "id": "other"})) == ()


def test_changed_dropped_and_new_visits_wording_and_settings_are_said(stage_1_3: Protocol) -> None:
    body = stage_1_3.model_dump(mode="json")
    visits = {visit["id"]: visit for visit in body["visits"]}
    visits["month_3"]["start"] = {"amount": 2.5, "unit": "months"}
    visits["month_9"] = {**visits.pop("month_6"), "id": "month_9", "label": "Month 9"}
    changed = {"visits": list(visits.values()), "seconds_per_item": 12, "second_entry": "yes"}
    new = from_canonical(json.dumps({**body, **changed, "wording": {**body["wording"], "lars": "licensed"}}))
    said = {(one.part, one.name): (one.before, one.after) for one in differences(stage_1_3, new)}
    assert "2 months / 3 months" in said["visit", "Month 3"][0]
    assert "2.5 months / 3 months" in said["visit", "Month 3"][1]
    assert said["visit", "Month 9"][0] == said["visit", "Month 6"][1] == ""
    assert said["wording", "lars"] == ("paraphrase", "licensed")
    assert said["setting", "seconds_per_item"] == ("10.0", "12.0")
    assert said["setting", "second_entry"] == ("no", "yes")


def test_another_plan_report_or_condition_is_a_difference(stage_1_3: Protocol) -> None:
    body = stage_1_3.model_dump(mode="json")
    body["plan"]["primary_visit"] = "month_24"
    body["report"]["patient"] = body["report"]["patient"][:1]
    body["visits"][2]["instruments"][-1]["ask_if"] = {}
    parts = [(one.part, one.name) for one in differences(stage_1_3, from_canonical(json.dumps(body)))]
    assert parts == [("visit", "Month 3"), ("plan", ""), ("setting", "report")]
