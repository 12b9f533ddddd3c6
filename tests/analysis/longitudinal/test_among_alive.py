"""Independence estimating equations against R's geepack 1.3.9:

geeglm(FEV1 ~ RACE + SEX + AVISIT + ARMCD:AVISIT, id = USUBJID, data = d, corstr = "independence", weights = pw)
"""

import numpy as np
import pytest

from qol.analysis.longitudinal.among_alive import among_alive
from qol.analysis.longitudinal.followed import Followed
from qol.errors import AnalysisRefused
from tests.analysis.longitudinal.published import fev, invented

GEEPACK = {
    None: [
        (3.5401507926, 1.1253894695),
        (3.8707833435, 0.8983685464),
        (2.9293785250, 0.7145867860),
        (4.1521126328, 1.6823912429),
    ],
    "person": [
        (3.2507348248, 1.2578104446),
        (4.0128368447, 0.9411443497),
        (3.0553861675, 0.8014718036),
        (4.1527152863, 1.7756019899),
    ],
}


@pytest.mark.parametrize("weights", GEEPACK)
def test_estimates_and_robust_errors_equal_geepack(weights) -> None:
    found = among_alive(fev(weights), np.ones((200, 4)), "CR0").cells.differences()
    assert [(one.difference.estimate, one.difference.se) for one in found] == [
        (pytest.approx(estimate, rel=1e-8), pytest.approx(se, rel=1e-8)) for estimate, se in GEEPACK[weights]
    ]


def with_deaths() -> tuple[Followed, np.ndarray]:
    followed = invented(200, 4, 1)
    random = np.random.default_rng(5)
    death = np.where(followed.group == 1, random.integers(1, 8, 200), 9)
    alive = (np.arange(4) < death[:, None]).astype(float)
    alive[:10, 3] = np.nan
    outcome = np.where(alive == 1, followed.outcome, np.nan)
    return Followed(outcome, followed.group, followed.groups, followed.visits), alive


def test_without_covariates_the_means_are_those_of_the_living() -> None:
    followed, alive = with_deaths()
    for one in among_alive(followed, alive).cells.means():
        g, v = followed.groups.index(one.group), followed.visits.index(one.visit)
        assert one.mean.estimate == pytest.approx(np.nanmean(followed.outcome[followed.group == g, v]))


def test_the_share_alive_stands_beside_every_mean_and_counts_nobody_who_is_unknown() -> None:
    followed, alive = with_deaths()
    living = {(one.group, one.visit): one for one in among_alive(followed, alive).living}
    last = living["surgery", "month 18"]
    of = alive[followed.group == 1, 3]
    assert last.alive.count == int(np.nansum(of))
    assert last.alive.of + last.unknown == int((followed.group == 1).sum())
    assert last.unknown == int(np.isnan(of).sum()) > 0
    assert f"; unknown of {last.unknown}" in last.sentence()


def test_a_score_of_the_dead_is_refused() -> None:
    followed, alive = with_deaths()
    alive = alive.copy()
    alive[np.flatnonzero(~np.isnan(followed.outcome[:, 0]))[0], 0] = 0
    with pytest.raises(AnalysisRefused, match=r"1 scores are dated after a death \(month 0\)"):
        among_alive(followed, alive)
