"""Strata hold everybody once, by what was recorded at the decision and by what patients told first."""

import pandas as pd

from qol.analysis.comparing.view_strata import NOT_KNOWN, divided, strata
from qol.analysis.study_data import Group

GROUPS = (Group("nom", "NOM"), Group("surgery", "Surgery"))
PEOPLE = pd.DataFrame(
    {
        "patient": ["a", "b", "c", "d"],
        "group": ["nom", "nom", "surgery", "surgery"],
        "offered": ["both", "nom", "surgery", None],
        "response": ["complete", None, "incomplete", "complete"],
        "clinical_t": [None] * 4,
    }
)


def told(*answers: tuple[str, str, int, int]) -> pd.DataFrame:
    """Patient, group, answer to d2 and day."""
    return pd.DataFrame(
        {
            "patient": patient, "group": group, "visit": "decision", "also_visit": None, "form": f"f{place}",
            "instrument": "treatment_satisfaction", "item": "d2", "state": "answered", "value": value,
            "study_day": day, "status": "completed", "attempt": 1,
        }
        for place, (patient, group, value, day) in enumerate(answers)
    )  # fmt: skip


def words(items: pd.DataFrame, kind: str) -> dict[str, tuple[set[str], tuple[int, int]]]:
    return {one.word: (set(one.people), one.sizes) for one in strata(PEOPLE, items, GROUPS, kind)}  # type: ignore[arg-type]


def test_either_way_alone_is_one_and_what_is_not_recorded_stands_last() -> None:
    found = words(told(("a", "nom", 2, 1)), "offered")
    assert found == {"both": ({"a"}, (1, 0)), "one": ({"b", "c"}, (1, 1)), NOT_KNOWN: ({"d"}, (0, 1))}
    assert list(found)[-1] == NOT_KNOWN


def test_a_wish_is_met_by_the_own_strategy_and_who_told_nothing_is_counted() -> None:
    items = told(("a", "nom", 2, 1), ("b", "nom", 1, 1), ("c", "surgery", 4, 1))
    found = words(items, "wish")
    assert {word: people for word, (people, _) in found.items()} == {
        "yes": {"a"}, "no": {"b"}, "open": {"c"}, NOT_KNOWN: {"d"}
    }  # fmt: skip


def test_every_kind_holds_each_person_once() -> None:
    items = told(("a", "nom", 3, 1))
    for kind in ("response", "clinical_t", "offered", "wish"):
        people = [one for found, _ in words(items, kind).values() for one in found]
        assert sorted(people) == ["a", "b", "c", "d"]


def test_nothing_is_divided_by_what_nobody_recorded() -> None:
    assert divided(PEOPLE, told(("a", "nom", 2, 1)), GROUPS) == ("response", "offered", "wish")
