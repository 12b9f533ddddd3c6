"""What is known of people before the decision, as covariates of a model."""

import numpy as np
import pandas as pd

from qol.analysis.longitudinal.followed import Covariate
from qol.course.analysis_plan import CODED, NUMBERS


def covariate(name: str, values: pd.Series) -> Covariate:
    """One covariate of the vocabulary: a number, or words in the order of its codes, NaN where it is not known.

    Sites, which have no codes of their own, stand in alphabetical order. Words that nobody has are left out.
    """
    if name in NUMBERS:
        return Covariate(name, np.asarray(values, dtype=np.float64))
    there = {str(one) for one in values.dropna()}
    order = CODED.get(name) or tuple(sorted(there))
    words = tuple(word for word in order if word in there)
    places = {word: float(place) for place, word in enumerate(words)}
    return Covariate(name, np.asarray(values.map(places), dtype=np.float64), words)
