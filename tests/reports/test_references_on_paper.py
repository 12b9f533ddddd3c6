"""Of published numbers only confirmed ones reach paper, each on the side of its threshold that matters."""

from dataclasses import replace

import pytest

from qol.instruments.references import Reference, References
from qol.reports import group_comparison, patient_summary
from tests.reports.cohort import few_scales, only, references, study


def page(patient: str, known: References) -> str:
    return patient_summary.document(only(study(), patient), known, patient).html


def first_of(group: str) -> str:
    rows = study().patients
    return str(rows[rows["group"] == group]["patient"].iloc[0])


def unconfirmed() -> References:
    known = references()
    return replace(known, found=tuple(one.model_copy(update={"confirmed": False}) for one in known.found))


def test_an_unconfirmed_number_is_on_no_patients_page() -> None:
    patient = first_of("nom")
    assert "dotted: threshold 83" in page(patient, references())
    for number in ("threshold 83", "threshold 71", "Giesinger", "Juul"):
        assert number not in page(patient, unconfirmed())


def test_an_unconfirmed_number_is_on_no_comparison() -> None:
    assert "18.8 %" in group_comparison.document(few_scales(study()), references()).html
    printed = group_comparison.document(few_scales(study()), unconfirmed()).html
    assert "18.8 %" not in printed
    assert "Juul" not in printed


def test_ranges_and_slots_are_the_number_of_no_scale_and_on_no_page() -> None:
    known = references()
    assert len(known.ranges) >= 5
    assert len(known.slots) >= 12
    for text in (page(first_of("surgery"), known), group_comparison.document(few_scales(study()), known).html):
        assert "Musoro" not in text
        assert "Cocks" not in text


@pytest.mark.parametrize(
    ("side", "below", "at", "above"),
    [
        ("below", True, False, False),
        ("at_most", True, True, False),
        ("at_least", False, True, True),
        ("above", False, False, True),
    ],
)
def test_a_threshold_is_reached_on_its_own_side(side: str, below: bool, at: bool, above: bool) -> None:
    threshold = fatigue(side)
    assert (threshold.reached(49), threshold.reached(50), threshold.reached(51)) == (below, at, above)


def fatigue(side: str, value: float = 50) -> Reference:
    """A threshold for fatigue that nobody published."""
    return Reference.model_validate(
        {
            "instrument": "qlq_c30", "scale": "FA", "kind": "threshold", "statistic": "invented", "value": float(value),
            "side": side, "population": "nobody", "source": "invented", "confirmed": True,
        }
    )  # fmt: skip


def test_a_symptom_deserves_a_word_above_its_threshold_and_not_below() -> None:
    known = replace(references(), found=(*references().found, fatigue("above", 30)))
    scores = study().scores
    fatigues = scores[(scores["instrument"] == "qlq_c30") & (scores["scale"] == "FA")].groupby("patient")["value"]
    calm = [str(patient) for patient, most in fatigues.max().items() if most < 30][:6]
    tired = [str(patient) for patient, least in fatigues.min().items() if least > 30][:6]
    assert len(calm) == len(tired) == 6
    assert not any(leads(patient, known) for patient in calm)
    assert any(leads(patient, known) for patient in tired)  # five lines at most, so not everybody's


def leads(patient: str, known: References) -> bool:
    """Whether the line on tiredness begins with the score of fatigue."""
    return ", threshold 30" in page(patient, known)
