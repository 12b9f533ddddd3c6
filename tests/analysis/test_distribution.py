from pathlib import Path

import pandas as pd
import pytest

from qol.analysis.distribution import distribution
from qol.instruments.library import Library
from tests.analysis.frames import NOM, SURGERY, rows

OWN = Library(Path(__file__).parents[2] / "instruments")["treatment_satisfaction"]


def answers(*given: tuple[str, float | None, str]) -> pd.DataFrame:
    made = (
        {"patient": f"p{n}", "group": group, "value": value, "state": state}
        for n, (group, value, state) in enumerate(given)
    )
    return rows(*made, instrument=OWN.id, item="q5")


def test_every_answer_is_counted_in_its_order_and_empty_ones_stay() -> None:
    told = distribution(OWN, "q5", answers(("nom", 5, "answered"), ("nom", 2, "answered"), ("nom", 5, "answered")), NOM)
    assert list(told.counts.items()) == [(1, 0), (2, 1), (3, 0), (4, 0), (5, 2)]
    assert told.share(5) == pytest.approx(2 / 3)


def test_code_9_and_skipped_stand_beside_the_answers_never_among_them() -> None:
    given = answers(("nom", 4, "answered"), ("nom", 9, "chosen_not_applicable"), ("nom", None, "declined"),
                    ("nom", None, "not_reached"), ("nom", None, "not_applicable"))  # fmt: skip
    told = distribution(OWN, "q5", given, NOM)
    assert (told.answered, told.applies) == (1, 3)
    assert (told.skipped, told.said_not_applicable, told.not_asked) == (2, 1, 1)
    assert "answered 1 of 3 to whom it applies, 2 skipped, 1 said it does not apply yet" in told.sentence()


def test_the_other_group_is_not_counted() -> None:
    assert distribution(OWN, "q5", answers(("nom", 4, "answered")), SURGERY).answered == 0


def test_nobody_has_no_share() -> None:
    assert distribution(OWN, "q5", answers(("surgery", 4, "answered")), NOM).share(4) is None


def test_an_answer_that_is_not_offered_is_a_fault() -> None:
    with pytest.raises(ValueError, match="answer 7 is not one of"):
        distribution(OWN, "q5", answers(("nom", 7, "answered")), NOM)
