import pandas as pd

from qol.analysis.completeness import completeness, valid_forms
from tests.analysis.frames import NOM, rows

PATIENTS = pd.DataFrame({"patient": list("abcde"), "group": ["nom"] * 4 + ["surgery"]})
VISITS = pd.DataFrame(
    {
        "patient": list("abcde"), "visit": "month_12", "expected": [True, True, False, True, True],
        "reason": ["", "no form in the window", "died before", "", ""],
    }
)  # fmt: skip


def items(patient: str, states: list[str], instrument: str = "qlq_c30", names: str = "q") -> pd.DataFrame:
    return rows(
        *({"item": f"{names}{n}", "state": state, "text": None} for n, state in enumerate(states, 1)),
        patient=patient, instrument=instrument,
    )  # fmt: skip


def test_a_form_with_half_of_its_asked_items_answered_is_valid() -> None:
    half, less = ["answered"] * 2 + ["declined"] * 2, ["answered"] + ["declined"] * 2
    found = valid_forms(pd.concat([items("a", half), items("b", less)]))
    assert list(found["patient"]) == ["a"]


def test_items_routed_away_are_not_asked_and_code_9_is_an_answer() -> None:
    states = ["chosen_not_applicable", "declined", "not_applicable", "not_applicable", "not_applicable"]
    assert list(valid_forms(items("a", states))["patient"]) == ["a"]


def test_of_our_own_questionnaire_only_the_core_decides() -> None:
    core = items("a", ["declined", "declined", "answered"], "treatment_satisfaction")
    module = items("a", ["answered"] * 6, "treatment_satisfaction", names="n")
    assert valid_forms(pd.concat([core, module])).empty


def test_both_denominators_are_given_with_the_reasons() -> None:
    valid = valid_forms(pd.concat([items(p, ["answered"]) for p in "ade"]))
    told = completeness(PATIENTS, VISITS, valid, NOM, "month_12")
    assert (told.entered, told.expected, told.valid) == (4, 3, 2)
    assert (told.of_expected.count, told.of_expected.of) == (2, 3)
    assert (told.of_entered.count, told.of_entered.of) == (2, 4)
    assert told.not_done == (("no form in the window", 1),)
    assert "1 no form in the window" in told.sentence()


def test_a_form_that_nobody_expected_is_counted_and_not_put_into_the_expected_share() -> None:
    told = completeness(PATIENTS, VISITS, valid_forms(items("c", ["answered"])), NOM, "month_12")
    assert (told.valid, told.unexpected, told.of_expected.count) == (1, 1, 0)
