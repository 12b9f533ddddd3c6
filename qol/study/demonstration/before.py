"""What is known of invented patients before the decision, and how the decision leans on it: the confounding.

Low and small tumours, and people in poorer health, lean to NOM. The same health colours every score before and
after the decision, so that the groups differ without any treatment.
"""

from collections.abc import Mapping
from math import exp, log

import numpy as np

from qol.study.demonstration.chance import Chance

RESPONSES = ("complete", "near_complete", "incomplete")
RESPONSE_SHARES = (0.38, 0.30, 0.32)
NOM_GIVEN_RESPONSE: Mapping[str, float] = {"complete": 0.62, "near_complete": 0.42, "incomplete": 0.06}
"""The probability of NOM for somebody of average health with a tumour of average height and stage."""

LEAN_BY_HEIGHT, LEAN_BY_FITNESS, LEAN_BY_CONTENT, LEAN_BY_STAGE = -0.10, -0.35, 0.15, -0.25
"""On the log odds of NOM: a centimetre of height, a standard deviation of a trait, a step of clinical T."""
MIDDLE_HEIGHT, MIDDLE_STAGE = 6.2, 3
UNKNOWN = 0.03


def before(chance: Chance, traits: Mapping[str, float]) -> dict[str, str]:
    """Everything that would be known before the decision, by the codes of the vocabulary."""
    rng = chance.rng
    height = float(np.clip(rng.normal(MIDDLE_HEIGHT, 2.6), 0, 15))
    low = height < 5
    return {
        "clinical_t": chance.one_of(("2", "3", "4"), (0.27, 0.59, 0.14)),
        "clinical_n": chance.one_of(("0", "1", "2"), (0.37, 0.39, 0.24)),
        "clinical_m": "0",
        "treatment_intent": "curative",
        "tumour_height": f"{height:.1f}".removesuffix(".0"),
        "intended_operation": chance.one_of(("lar", "apr"), (0.35, 0.65) if low else (0.92, 0.08)),
        "performance_status": str(int(np.clip(round(0.5 - 0.7 * traits["fitness"]), 0, 3))),
        "comorbidity": str(int(np.clip(round(rng.normal(0.9 - 0.6 * traits["fitness"], 0.8)), 0, 6))),
        "radiotherapy": chance.one_of(("short_course", "long_course", "boost"), (0.4, 0.5, 0.1)),
        "chemotherapy": chance.one_of(("none", "induction", "consolidation"), (0.45, 0.15, 0.4)),
        "oxaliplatin": chance.one_of(("no", "yes"), (0.5, 0.5)),
    }


def known_of(chance: Chance, whole: Mapping[str, str]) -> dict[str, str]:
    """The part of it that somebody wrote down."""
    return {name: value for name, value in whole.items() if not chance.happens(UNKNOWN)}


def chance_of_nom(response: str, whole: Mapping[str, str], traits: Mapping[str, float]) -> float:
    """The probability of NOM, 0 to 1, given the response and what is known before the decision."""
    middle = NOM_GIVEN_RESPONSE[response]
    odds = (
        log(middle / (1 - middle))
        + LEAN_BY_HEIGHT * (float(whole["tumour_height"]) - MIDDLE_HEIGHT)
        + LEAN_BY_STAGE * (int(whole["clinical_t"]) - MIDDLE_STAGE)
        + LEAN_BY_FITNESS * traits["fitness"]
        + LEAN_BY_CONTENT * traits["content"]
    )
    return 1 / (1 + exp(-odds))
