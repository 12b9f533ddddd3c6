"""Invented people of two groups whose choice and outcome depend on what is known of them, or on what is not."""

import numpy as np
import pandas as pd

from qol.analysis.longitudinal.followed import Covariate
from qol.analysis.weighting.people import People

TRUE = 4.0
STAGES = ("I", "II", "III")


def cohort(people: int, seed: int, pull: float = 1.0, hidden: float = 0.0) -> tuple[People, pd.DataFrame]:
    """pull: how strongly age, height and stage decide; hidden: how strongly frailty, which nobody recorded, does.

    Truth: first minus second is 4 points for everybody; a tenth of the heights is not recorded.
    """
    random = np.random.default_rng(seed)
    age, height = random.normal(65, 10, people), random.normal(6, 2, people)
    stage, frail = random.integers(0, 3, people), random.normal(0, 1, people)
    linear = pull * (0.05 * (age - 65) - 0.3 * (height - 6) - 0.5 * (stage - 1)) - hidden * frail
    first = random.random(people) < 1 / (1 + np.exp(-linear))
    noise = random.normal(0, 14, people)
    outcome = 60 + TRUE * first - 0.4 * (age - 65) + 2 * (height - 6) - 3 * stage - 8 * frail * (hidden > 0) + noise
    outcome[random.random(people) < 0.1] = np.nan
    unknown = random.random(people) < 0.1
    covariates = (
        Covariate("age", age),
        Covariate("height", np.where(unknown, np.nan, height)),
        Covariate("stage", stage.astype(float), STAGES),
    )
    told = People(first, ("nom", "surgery"), covariates)
    return told, pd.DataFrame({
        "first": first.astype(int), "age": age, "height": np.where(unknown, np.nan, height), "frail": frail,
        "stage": np.array(STAGES)[stage], "outcome": outcome,
    })  # fmt: skip
