import pandas as pd

from qol.analysis.decision import flags, how_decided
from tests.analysis.frames import NOM, SURGERY, rows


def said(**answers: tuple[str, int, int]) -> pd.DataFrame:
    given = [
        {"patient": patient, "group": group, "item": item, "value": float(value)}
        for patient, (group, d1, d2) in answers.items() for item, value in (("d1", d1), ("d2", d2))
    ]  # fmt: skip
    return rows(*given, instrument="treatment_satisfaction", visit="decision", state="answered")


ITEMS = said(a=("nom", 3, 2), b=("nom", 2, 1), c=("surgery", 3, 1), d=("surgery", 3, 3), e=("surgery", 1, 4))


def test_both_offered_is_a_choice_and_the_wish_is_met_by_the_group() -> None:
    found = flags(ITEMS).set_index("patient")
    assert list(found["choice"]) == [True, False, True, True, False]
    assert list(found["wish_met"]) == ["yes", "no", "yes", "open", "unsure"]


def test_choice_and_wish_are_counted_by_group() -> None:
    patients = pd.DataFrame({"patient": list("abcde"), "group": ["nom", "nom", "surgery", "surgery", "surgery"]})
    nom, surgery = (how_decided(ITEMS, patients, group) for group in (NOM, SURGERY))
    assert (nom.both_offered, nom.asked, nom.wish["yes"]) == (1, 2, 1)
    assert (surgery.both_offered, surgery.asked) == (2, 3)
    assert "1 of 3 had wanted what they got" in surgery.sentence()


def test_the_first_answer_counts_since_memory_bends_towards_the_choice_made() -> None:
    again = pd.concat([said(a=("nom", 3, 2)), said(a=("nom", 3, 1)).assign(form="later", visit="month_3")])
    assert list(flags(again)["wish_met"]) == ["yes"]
