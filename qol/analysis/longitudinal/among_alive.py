"""The mean score of those who are alive, visit by visit, beside the share who are: no score stands for the dead."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from qol.analysis.longitudinal.cells import Cells
from qol.analysis.longitudinal.empirical_errors import Correction, EmpiricalErrors
from qol.analysis.longitudinal.followed import Followed
from qol.analysis.longitudinal.likelihood import At
from qol.analysis.longitudinal.repeated import Floats
from qol.analysis.proportion import Share, share
from qol.errors import AnalysisRefused


@dataclass(frozen=True)
class Living:
    """Of the people of a group whose state at a visit is known, how many are alive; `unknown` are not counted."""

    group: str
    visit: str
    alive: Share
    unknown: int

    def sentence(self) -> str:
        """The figures in one sentence."""
        more = f"; unknown of {self.unknown}" if self.unknown else ""
        return f"{self.group} at {self.visit}: alive {self.alive.sentence()}{more}"


@dataclass(frozen=True, eq=False)
class AmongAlive:
    """cells: means and differences among those alive. living: shares by group and visit."""

    cells: Cells
    living: tuple[Living, ...]

    def sentence(self) -> str:
        """The model in words."""
        rows = self.cells.followed.rows
        return (
            f"Independence estimating equations among those alive, {rows.rows} scores of {rows.people} people, "
            f"{self.cells.errors.words}; to be read beside the share alive."
        )


def among_alive(followed: Followed, alive: Floats, correction: Correction = "CR2") -> AmongAlive:
    """Generalised estimating equations, identity link, independence, group by visit with covariates.

    alive (n, t): 1, 0, NaN where nobody knows. The estimand is the mean of those alive at each visit (Kurland &
    Heagerty, Biostatistics 2005;6:241-258: independence is what makes it so; a correlated working model would impute
    scores of the dead). Scores missing among the living: at random given the covariates, or give the inverse of the
    probability of an answer as weights. Equal to R's geepack::geeglm(corstr = "independence") with CR0.
    Raises AnalysisRefused for a score of somebody who is dead.
    """
    _refuse_scores_of_the_dead(followed, alive)
    rows = followed.rows
    first = At(rows, np.eye(len(followed.visits)), restricted=False)
    left = rows.outcome - rows.design @ first.beta
    variance = float((rows.weights * left**2).sum() / rows.rows)
    at = At(rows, np.eye(len(followed.visits)) * variance, restricted=False)
    errors = EmpiricalErrors(at, correction)
    return AmongAlive(Cells(followed, at.beta, errors), tuple(_living(followed, alive)))


def _living(followed: Followed, alive: Floats) -> Iterator[Living]:
    for g, group in enumerate(followed.groups):
        for v, visit in enumerate(followed.visits):
            states = alive[followed.group == g, v]
            known = ~np.isnan(states)
            yield Living(group, visit, share(int(states[known].sum()), int(known.sum())), int((~known).sum()))


def _refuse_scores_of_the_dead(followed: Followed, alive: Floats) -> None:
    wrong = ~np.isnan(followed.outcome) & (alive == 0)
    if wrong.any():
        visits = ", ".join(
            visit for visit, any_ in zip(followed.visits, wrong.any(axis=0).tolist(), strict=True) if any_
        )
        raise AnalysisRefused([f"{int(wrong.sum())} scores are dated after a death ({visits}); correct the record."])
