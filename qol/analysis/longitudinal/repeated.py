"""Repeated measures of people in padded arrays, one place a visit, and the patterns in which visits were missed."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Repeated:
    """n people, t visits, p columns of the model; whatever is not `seen` is zero and takes no part.

    outcome (n, t); design (n, t, p); seen (n, t); weights (n, t), positive, the precision of a row against the
    others: the covariance of a person's rows is W^-1/2 S W^-1/2.
    """

    outcome: Floats
    design: Floats
    seen: NDArray[np.bool_]
    weights: Floats

    @property
    def rows(self) -> int:
        """How many outcomes there are."""
        return int(self.seen.sum())

    @property
    def people(self) -> int:
        """People with at least one outcome."""
        return int(self.seen.any(axis=1).sum())

    @cached_property
    def patterns(self) -> tuple[NDArray[np.bool_], Places, Places]:
        """The patterns of visits seen (k, t), each person's pattern (n,), and how many people have it (k,)."""
        found, which, counts = np.unique(self.seen, axis=0, return_inverse=True, return_counts=True)
        return found, which.reshape(-1), counts

    def by_pattern(self, of_people: Floats) -> Floats:
        """Sums over the people of each pattern (k, ...) of what each person has (n, ...)."""
        _, which, counts = self.patterns
        ordered = of_people[np.argsort(which, kind="stable")]
        return np.asarray(np.add.reduceat(ordered, np.cumsum(counts) - counts, axis=0))

    @cached_property
    def scaled(self) -> Floats:
        """Design and outcome side by side times the root of the weights, (n, t, p + 1)."""
        both = np.concatenate([self.design, self.outcome[:, :, None]], axis=2)
        return np.asarray(both * np.sqrt(self.weights)[:, :, None], dtype=np.float64)

    @cached_property
    def log_weights(self) -> float:
        """Sum of the logarithms of the weights of what was seen."""
        return float(np.log(self.weights[self.seen]).sum())

    def with_outcome(self, outcome: Floats) -> "Repeated":
        """The same rows with another outcome of theirs."""
        return replace(self, outcome=np.where(self.seen, outcome, 0.0))


def repeated(outcome: Floats, design: Floats, weights: Floats | None = None) -> Repeated:
    """Rows are seen where outcome, design and weight are all there and the weight is positive.

    outcome (n, t), NaN where missing; design (n, t, p); weights (n,) or (n, t), one each by default. People without
    any row are left out.
    """
    given = np.ones_like(outcome) if weights is None else weights
    given = np.broadcast_to(given[:, None] if given.ndim == 1 else given, outcome.shape)
    seen = ~(np.isnan(outcome) | np.isnan(design).any(axis=2) | np.isnan(given)) & (given > 0)
    kept = seen.any(axis=1)
    seen = seen[kept]
    return Repeated(
        np.where(seen, outcome[kept], 0.0),
        np.where(seen[:, :, None], design[kept], 0.0),
        seen,
        np.where(seen, given[kept], 1.0),
    )
