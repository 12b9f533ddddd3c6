"""Multiple imputation of missing scores from the mixed model: joint normal, missing at random."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qol.analysis.longitudinal.fitting import Fit
from qol.analysis.longitudinal.followed import Followed
from qol.analysis.longitudinal.likelihood import At
from qol.analysis.longitudinal.mixed_model import MixedModel, mixed_model
from qol.analysis.longitudinal.repeated import Floats

TRIES = 50


@dataclass(frozen=True, eq=False)
class Imputed:
    """Several completions of the same scores. outcomes (m, n, t), NaN where nothing was to be imputed.

    filled (n, t): which scores were imputed. after_dropout (n, t): those of them after the last visit seen.
    """

    followed: Followed
    model: MixedModel
    outcomes: Floats
    filled: NDArray[np.bool_]
    after_dropout: NDArray[np.bool_]
    seed: int

    def completed(self, number: int, shift: Floats | None = None) -> Followed:
        """One completion, `shift` (n, t) added to what was imputed."""
        moved = self.outcomes[number] if shift is None else self.outcomes[number] + np.where(self.filled, shift, 0.0)
        return replace(self.followed, outcome=moved)

    def sentence(self) -> str:
        """What was done, in words."""
        return (
            f"{len(self.outcomes)} imputations of {int(self.filled.sum())} missing scores from the "
            f"{self.model.fit.structure.words} mixed model, missing at random, seed {self.seed}."
        )


def impute(followed: Followed, seed: int, times: int = 20, wanted: NDArray[np.bool_] | None = None) -> Imputed:
    """Draw parameters, then scores given the scores that were seen, `times` times.

    Parameters: covariance from the normal approximation of its likelihood, on the scale on which every draw is one;
    coefficients given it (Rubin 1987, ch. 5; Carpenter & Kenward 2013, ch. 3). wanted (n, t): which missing scores to
    fill, all by default; give False after a death, of which nothing here knows. Nothing is filled where a covariate
    is unknown. The model is fitted without weights, which belong to the analysis of the completed scores. Same seed,
    same scores.
    """
    model = mixed_model(replace(followed, weights=None))
    random = np.random.default_rng(seed)
    known = ~np.isnan(followed.design).any(axis=2)
    seen = ~np.isnan(followed.outcome) & known
    filled = np.isnan(followed.outcome) & known & (True if wanted is None else wanted)
    outcomes = np.stack([_drawn(followed, model.fit, seen, filled, random) for _ in range(times)])
    last = np.where(seen, np.arange(seen.shape[1]), -1).max(axis=1)
    after = filled & (np.arange(seen.shape[1]) > last[:, None])
    return Imputed(followed, model, outcomes, filled, after, seed)


def _drawn(
    followed: Followed, fit: Fit, seen: NDArray[np.bool_], filled: NDArray[np.bool_], random: np.random.Generator
) -> Floats:
    """One completion (n, t)."""
    sigma, beta = _parameters(fit, random)
    means = np.where(np.isnan(followed.design), 0.0, followed.design) @ beta
    patterns, which = np.unique(seen, axis=0, return_inverse=True)
    both = patterns[:, :, None] & patterns[:, None, :]
    own = np.eye(len(sigma))
    inverses = np.where(both, np.linalg.inv(np.where(both, sigma, own)), 0.0)
    slopes = sigma @ inverses
    rest = np.where(~patterns[:, :, None] & ~patterns[:, None, :], sigma - slopes @ sigma, own)
    roots = np.linalg.cholesky(rest)
    left = np.where(seen, followed.outcome - means, 0.0)
    which = which.reshape(-1)
    noise = random.standard_normal(means.shape)
    guess = means + ((slopes[which] @ left[:, :, None]) + (roots[which] @ noise[:, :, None]))[:, :, 0]
    return np.where(filled, guess, followed.outcome)


def _parameters(fit: Fit, random: np.random.Generator) -> tuple[Floats, Floats]:
    """A covariance and coefficients from their approximate posterior.

    A draw that is no covariance is drawn again; only the Toeplitz shape can give one.
    """
    root = np.linalg.cholesky(2 * np.linalg.inv(fit.bend))
    for _ in range(TRIES):
        theta = fit.theta + root @ random.standard_normal(fit.theta.size)
        at = At(fit.at.data, fit.structure.matrix(theta, len(fit.at.sigma)), fit.at.restricted)
        try:
            beta = at.beta + np.linalg.cholesky(at.covariance) @ random.standard_normal(at.beta.size)
        except np.linalg.LinAlgError:
            continue
        return at.sigma, np.asarray(beta)
    return fit.at.sigma, fit.at.beta
