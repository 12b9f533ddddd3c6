import pytest

from qol.analysis.bowel import Bowel, bowel, composite_difference
from qol.analysis.occasions import counted
from tests.analysis.frames import NOM, SURGERY, rows

FORMS = rows(
    {"patient": "kept"}, {"patient": "minor"}, {"patient": "major"}, {"patient": "gap"}, {"patient": "no_form"},
    {"patient": "permanent", "stoma": "yes", "stoma_intent": "permanent"},
    {"patient": "temporary", "stoma": "yes", "stoma_intent": "temporary"},
    {"patient": "unsaid", "stoma": "yes"}, {"patient": "unknown", "stoma": None},
    {"patient": "other", "group": "surgery", "stoma": "yes", "stoma_intent": "permanent"},
    {"patient": "late", "visit": "month_24"},
)  # fmt: skip
SCORES = rows(
    {"patient": "kept", "band": "none"}, {"patient": "minor", "band": "minor"}, {"patient": "major", "band": "major"},
    {"patient": "gap", "band": "", "outcome": "missing"}, {"patient": "late", "band": "major", "visit": "month_24"},
    instrument="lars", scale="total",
).fillna({"outcome": "scored"})  # fmt: skip


def told() -> Bowel:
    return bowel(counted(FORMS), counted(SCORES), NOM, "month_12")


def test_everybody_seen_is_counted_once() -> None:
    b = told()
    assert (b.none, b.minor, b.major) == (1, 1, 1)
    assert (b.permanent, b.temporary, b.unrecorded) == (1, 1, 1)
    assert (b.gaps, b.unknown) == (2, 1)
    assert b.seen == 9


def test_people_with_a_stoma_are_named_and_not_in_the_denominator_of_lars() -> None:
    assert told().major_share.sentence().startswith("1/3, 33 %")


def test_stoma_or_major_lars_leaves_gaps_out_and_names_them() -> None:
    assert (told().stoma_or_major.count, told().stoma_or_major.of) == (4, 6)
    assert "left out: 2 without a stoma and without a score, 1 whose stoma is not known" in told().sentence()


def test_a_stoma_in_any_form_of_the_visit_holds() -> None:
    forms = rows(
        {"patient": "a"}, {"patient": "a", "instrument": "qlq_cr29", "stoma": "yes", "stoma_intent": "temporary"}
    )
    assert bowel(forms, SCORES.iloc[:0], NOM, "month_12").temporary == 1


def test_the_difference_of_the_composite_is_first_minus_second() -> None:
    first = Bowel("nom", "m", 2, 1, 0, 7, 10, 20, 0, 0)
    second = Bowel("surgery", "m", 6, 3, 0, 7, 3, 11, 0, 0)
    found = composite_difference(first, second)
    assert found is not None
    assert found.estimate == pytest.approx(10 / 40 - 16 / 30)


def test_too_few_people_give_no_difference() -> None:
    assert composite_difference(told(), bowel(FORMS, SCORES, SURGERY, "month_12")) is None
