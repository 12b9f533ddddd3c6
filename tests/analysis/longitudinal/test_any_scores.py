"""Whatever the scores are, a model gives finite figures or a sentence; never a traceback, a warning or a NaN."""

import numpy as np
import pytest

from qol.analysis.longitudinal.followed import Covariate, Followed
from qol.analysis.longitudinal.mixed_model import MixedModel, mixed_model
from qol.errors import AnalysisRefused

KINDS = {
    "a single item with four answers": lambda random, scores: np.round(np.clip(scores, 0, 100) / 33.3) * 33.3,
    "nearly all at the ceiling": lambda random, scores: np.where(random.random(scores.shape) < 0.1, 80.0, 100.0),
    "all the same": lambda random, scores: np.full(scores.shape, 50.0),
    "a first visit at which all are the same": lambda random, scores: np.where(
        np.indices(scores.shape)[1], scores, 9.0
    ),
    "every visit repeats the first": lambda random, scores: np.repeat(scores[:, :1], scores.shape[1], axis=1),
    "floor and ceiling": lambda random, scores: np.clip(3 * scores - 100, 0, 100),
    "hardly any differences between people": lambda random, scores: scores - scores.mean(axis=1, keepdims=True),
    "very large": lambda random, scores: scores * 1e9,
}


def people(kind: str, seed: int) -> Followed:
    random = np.random.default_rng(seed)
    n, t = int(random.integers(3, 50)), int(random.integers(1, 6))
    scores = KINDS[kind](random, 60 + random.normal(0, 15, (n, 1)) + random.normal(0, 10, (n, t)))
    scores[random.random((n, t)) < random.choice([0.0, 0.2, 0.5])] = np.nan
    covariates = (Covariate("age", random.normal(size=n)),) if seed % 2 else ()
    weights = random.uniform(0.1, 1, n) if seed % 3 == 0 else None
    return Followed(scores, random.integers(0, 2, n), ("a", "b"), tuple("12345"[:t]), covariates, weights)


def fitted(followed: Followed, errors: str) -> MixedModel | None:
    """The model, or None where it was refused in sentences."""
    try:
        return mixed_model(followed, errors)
    except AnalysisRefused as refused:
        return None if all(str(problem).endswith(".") for problem in refused.problems) else pytest.fail(str(refused))


@pytest.mark.parametrize("kind", KINDS)
def test_any_scores_give_finite_figures_or_a_sentence(kind: str) -> None:
    for seed in range(3):
        model = fitted(people(kind, seed), "CR2" if seed % 3 == 0 else "model")
        for one in model.differences() if model else ():
            assert np.isfinite(list(vars(one.difference).values())).all(), (kind, seed)
            assert one.difference.se > 0


def test_visits_at_which_all_scores_are_the_same_are_named() -> None:
    followed = people("a first visit at which all are the same", 4)
    with pytest.raises(AnalysisRefused, match=r"All scores at visit 1 are the same \(9\); leave this visit out\."):
        mixed_model(followed)
