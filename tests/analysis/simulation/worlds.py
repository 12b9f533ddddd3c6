"""How cohorts come about: who chooses non-operative management, what they answer, whose tumour regrows, who stops.

The truth is the difference at the last visit, NOM minus surgery, whatever happens after the decision: regrowth is part
of the strategy. Its effect is the same for everybody, so all weightings aim at the same number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

VISITS = 4
COVARIATES = ("age", "height", "stage_3", "baseline")
EFFECT = np.array([4.0, 5.0, 6.0, 6.0])
"""Points by which NOM is better at each visit while nothing regrows."""
REGROWTH = 0.08
"""Share of the remaining NOM patients whose tumour regrows before each visit; from then it costs REGROWTH_COST."""
REGROWTH_COST = 8.0
OFTEN = np.array([0.6, 0.4, -0.5, 0.5])
"""Log odds of NOM by each covariate; SLOPES are those of the scores on them."""
SLOPES = np.array([-2.0, 1.5, -4.0, 9.0])


@dataclass(frozen=True)
class World:
    """confounded: whether the choice depends on covariates. hidden: slope of an unmeasured one. missing: of scores."""

    name: str
    confounded: bool
    missing: Literal["none", "at_random", "not_at_random"]
    hidden: float = 0.0

    @property
    def truth(self) -> float:
        """Difference at the last visit, all patients of both strategies."""
        return float(EFFECT[-1] - REGROWTH_COST * (1 - (1 - REGROWTH) ** VISITS))


WORLDS = {
    world.name: world
    for world in (
        World("alike", confounded=False, missing="none"),
        World("confounded", confounded=True, missing="none"),
        World("at_random", confounded=True, missing="at_random"),
        World("not_at_random", confounded=True, missing="not_at_random"),
        World("hidden", confounded=True, missing="none", hidden=4.0),
    )
}


@dataclass(frozen=True, eq=False)
class Cohort:
    """covariates (n, 4) as COVARIATES; nom (n,) 1 or 0; scores (n, t), NaN where missing; regrown (n, t)."""

    covariates: np.ndarray
    nom: np.ndarray
    scores: np.ndarray
    regrown: np.ndarray
    seed: int


def cohorts(world: World, seeds: range, people: int) -> Iterator[Cohort]:
    """One cohort a seed, always the same one."""
    lags = np.abs(np.subtract.outer(np.arange(VISITS), np.arange(VISITS)))
    root = np.linalg.cholesky(15.0**2 * (0.4 + 0.6 * 0.7**lags))
    for seed in seeds:
        random = np.random.default_rng([seed, sorted(WORLDS).index(world.name) if world.name in WORLDS else 99])
        covariates = random.standard_normal((people, len(COVARIATES)))
        covariates[:, 2] = covariates[:, 2] > 0.3
        hidden = random.standard_normal(people)
        odds = (covariates @ OFTEN - 0.5 * OFTEN[2]) * world.confounded + 0.8 * hidden * (world.hidden > 0)
        nom = (random.random(people) < 1 / (1 + np.exp(-odds))).astype(np.int64)
        regrown = (random.random((people, VISITS)) < REGROWTH).cumsum(axis=1).astype(bool) & (nom == 1)[:, None]
        scores = 65 + (covariates @ SLOPES + world.hidden * hidden)[:, None] + nom[:, None] * EFFECT
        scores = scores - REGROWTH_COST * regrown + random.standard_normal((people, VISITS)) @ root.T
        gone = _gone(world, scores, nom, random)
        yield Cohort(covariates, nom, np.where(gone, np.nan, scores), regrown, seed)


def _gone(world: World, scores: np.ndarray, nom: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Who has stopped answering by each visit; everybody answers the first.

    At random: the score seen before decides, more so in one group. Not at random: the score that would have come does.
    """
    chance = random.random(scores.shape)
    if world.missing == "none":
        return np.zeros(scores.shape, dtype=bool)
    decides = np.roll(scores, 1, axis=1) if world.missing == "at_random" else scores
    slope = np.where(nom == 1, 0.02, 0.06)[:, None]
    stops = chance < 1 / (1 + np.exp(2.2 + slope * (decides - 65)))
    stops[:, 0] = False
    return stops.cumsum(axis=1).astype(bool)
