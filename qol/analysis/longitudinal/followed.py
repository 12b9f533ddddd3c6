"""People of several groups followed over visits: what a model of repeated measures is asked about."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from qol.analysis.longitudinal.repeated import Floats, Places, Repeated, repeated
from qol.errors import AnalysisRefused


@dataclass(frozen=True, eq=False)
class Covariate:
    """values (n,) or (n, t), NaN where unknown; with words they are places among the words.

    by_visit: whether its effect may differ between visits.
    """

    name: str
    values: Floats
    words: tuple[str, ...] = ()
    by_visit: bool = False


@dataclass(frozen=True, eq=False)
class Followed:
    """outcome (n, t), NaN where missing; group (n,), places among `groups`; weights (n,) or (n, t) or none.

    A row takes part where outcome, covariates and weight are all known; nothing is imputed.
    """

    outcome: Floats
    group: Places
    groups: tuple[str, ...]
    visits: tuple[str, ...]
    covariates: tuple[Covariate, ...] = ()
    weights: Floats | None = None

    @property
    def cells(self) -> int:
        """How many pairs of group and visit there are; they are the first columns of the design."""
        return len(self.groups) * len(self.visits)

    @cached_property
    def rows(self) -> Repeated:
        """The rows that take part, with a column a group and visit and centred columns for the covariates.

        Centred where least-squares means are wanted: numbers at the mean of the rows that take part, words at
        equal shares of each, as R's emmeans does. Raises AnalysisRefused with everything that cannot be estimated.
        """
        found = repeated(self.outcome, self.design, self.weights)
        self._refuse(found)
        return found

    @cached_property
    def design(self) -> Floats:
        """The columns of the model (n, t, p), NaN where a covariate is unknown."""
        visits = np.eye(len(self.visits))
        groups = np.eye(len(self.groups))[self.group]
        cells = groups[:, None, :, None] * visits[None, :, None, :]
        cells = cells.reshape(*self.outcome.shape, self.cells)
        return np.concatenate([cells, *(column for _, column in self._columns())], axis=2)

    def names(self) -> tuple[str, ...]:
        """A name for each column of the design."""
        cells = [f"{group} at {visit}" for group in self.groups for visit in self.visits]
        return (*cells, *(name for name, _ in self._columns()))

    def counts(self) -> Places:
        """Rows that take part, by group and visit (g, t)."""
        return self._counted(self.rows)

    @cached_property
    def _taking_part(self) -> np.ndarray:
        known = ~np.isnan(self.outcome)
        for covariate in self.covariates:
            known = known & ~np.isnan(self._wide(covariate.values))
        if self.weights is not None:
            weights = self._wide(self.weights)
            known = known & (weights > 0)
        return np.asarray(known)

    def _wide(self, values: Floats) -> Floats:
        return np.broadcast_to(values[:, None] if values.ndim == 1 else values, self.outcome.shape)

    def _columns(self) -> Iterator[tuple[str, Floats]]:
        for covariate in self.covariates:
            values = self._wide(covariate.values)
            for name, column in _centred(covariate, values, self._taking_part):
                if not covariate.by_visit:
                    yield name, column[:, :, None]
                    continue
                for place, visit in enumerate(self.visits):
                    here = np.arange(len(self.visits)) == place
                    yield (
                        f"{name} at {visit}",
                        np.where(here, column, np.where(np.isnan(column), np.nan, 0))[:, :, None],
                    )

    def _counted(self, rows: Repeated) -> Places:
        cells = rows.design[:, :, : self.cells].sum(axis=(0, 1))
        return np.asarray(cells.reshape(len(self.groups), len(self.visits)).round(), dtype=np.int64)

    def _refuse(self, rows: Repeated) -> None:
        """Everything that leaves a coefficient open, at once."""
        counts = self._counted(rows)
        faults = [
            f"Nobody of group {group} has a complete row at visit {visit}; leave this visit out."
            for group, seen in zip(self.groups, counts, strict=True)
            for visit, count in zip(self.visits, seen, strict=True)
            if count == 0
        ]
        faults += self._same(rows)
        faults += self._open(rows) if not faults else []
        if faults:
            raise AnalysisRefused(faults)

    def _same(self, rows: Repeated) -> Iterator[str]:
        """Visits whose scores do not differ between people."""
        for place, visit in enumerate(self.visits):
            scores = rows.outcome[rows.seen[:, place], place]
            if scores.size > 1 and np.ptp(scores) == 0:
                yield f"All scores at visit {visit} are the same ({scores[0]:g}); leave this visit out."

    def _open(self, rows: Repeated) -> Iterator[str]:
        flat = rows.scaled[:, :, :-1].reshape(-1, rows.design.shape[2])
        sizes = np.sqrt((flat**2).sum(axis=0))
        triangle = np.abs(np.diag(np.linalg.qr(flat / np.where(sizes > 0, sizes, 1), mode="r")))
        for name, left in zip(self.names(), triangle, strict=False):
            if left < 1e-9:
                yield f"Covariate {name} says nothing beyond group, visit and the covariates before it; leave it out."
        if rows.rows <= flat.shape[1]:
            yield f"{rows.rows} complete rows are too few for {flat.shape[1]} coefficients."


def _centred(covariate: Covariate, values: Floats, taking_part: np.ndarray) -> Iterator[tuple[str, Floats]]:
    """A number less its mean over the rows that take part, or a column for each word but the first."""
    if not covariate.words:
        mean = values[taking_part].mean() if taking_part.any() else 0.0
        yield covariate.name, values - mean
    for place, word in enumerate(covariate.words[1:], 1):
        share = 1 / len(covariate.words)
        yield f"{covariate.name} {word}", np.where(np.isnan(values), np.nan, (values == place) - share)
