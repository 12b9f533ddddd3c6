import numpy as np
import pytest

from qol.analysis.longitudinal.fitting import curvature, fit, rough_covariance
from qol.analysis.longitudinal.likelihood import At
from qol.analysis.longitudinal.structures import FALL_BACKS, RANDOM_INTERCEPT, UNSTRUCTURED, Structure
from tests.analysis.longitudinal.published import invented

ALL = [*FALL_BACKS, RANDOM_INTERCEPT]


def by_hand(followed, sigma: np.ndarray, restricted: bool) -> float:
    """The deviance from whole matrices, as a textbook writes it."""
    rows = followed.rows
    places = [np.flatnonzero(seen) for seen in rows.seen]
    blocks = [sigma[np.ix_(seen, seen)] / np.sqrt(np.outer(w, w)) for seen, w in zip(places, (
        rows.weights[i, seen] for i, seen in enumerate(places)), strict=True)]  # fmt: skip
    whole = np.zeros((rows.rows, rows.rows))
    at = 0
    for block in blocks:
        whole[at : at + len(block), at : at + len(block)] = block
        at += len(block)
    x = np.concatenate([rows.design[i, seen] for i, seen in enumerate(places)])
    y = np.concatenate([rows.outcome[i, seen] for i, seen in enumerate(places)])
    inverse = np.linalg.inv(whole)
    gram = x.T @ inverse @ x
    left = y - x @ np.linalg.solve(gram, x.T @ inverse @ y)
    free = len(y) - (x.shape[1] if restricted else 0)
    said = np.linalg.slogdet(whole)[1] + left @ inverse @ left + free * np.log(2 * np.pi)
    return said + (np.linalg.slogdet(gram)[1] if restricted else 0)


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_deviance_is_that_of_the_textbook(restricted: bool, weighted: bool) -> None:
    followed = invented(30, 4, 1)
    if weighted:
        object.__setattr__(followed, "weights", np.random.default_rng(2).uniform(0.5, 2, (30, 4)))
    sigma = rough_covariance(followed.rows)
    assert At(followed.rows, sigma, restricted).deviance == pytest.approx(by_hand(followed, sigma, restricted))


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("structure", ALL, ids=lambda one: one.id)
def test_slopes_and_curvatures_are_those_of_small_steps(structure: Structure, restricted: bool) -> None:
    rows = invented(40, 4, 3).rows
    theta = structure.start(rough_covariance(rows)) + 0.1

    def slope(theta: np.ndarray) -> np.ndarray:
        at = At(rows, structure.matrix(theta, 4), restricted)
        return structure.slopes(theta, 4).reshape(theta.size, -1) @ at.slope.ravel()

    steps = 1e-5 * np.eye(theta.size)
    small = [
        At(rows, structure.matrix(theta + s, 4), restricted).deviance
        - At(rows, structure.matrix(theta - s, 4), restricted).deviance
        for s in steps
    ]
    assert slope(theta) == pytest.approx(np.array(small) / 2e-5, abs=1e-4)
    bent = np.array([slope(theta + s) - slope(theta - s) for s in steps]) / 2e-5
    at = At(rows, structure.matrix(theta, 4), restricted)
    assert curvature(at, structure, theta) == pytest.approx(bent, abs=1e-4)


@pytest.mark.parametrize("structure", ALL, ids=lambda one: one.id)
def test_a_structure_starts_near_the_covariance_it_is_given(structure: Structure) -> None:
    exact = structure.matrix(structure.start(np.diag([4.0, 4, 4]) @ (0.4 + 0.6 * np.eye(3))), 3)
    if structure.id == "autoregressive":
        assert exact[0, 1] == pytest.approx(1.6)
    else:
        assert exact == pytest.approx(np.diag([4.0, 4, 4]) @ (0.4 + 0.6 * np.eye(3)))


def test_the_end_does_not_depend_on_where_the_search_begins() -> None:
    from qol.analysis.longitudinal.fitting import _score, _search

    rows = invented(120, 4, 4).rows
    start = UNSTRUCTURED.start(np.eye(4) * 150.0)
    ends = [At(rows, UNSTRUCTURED.matrix(climb(rows, UNSTRUCTURED, start, True)[0], 4), True).deviance
            for climb in (_score, _search)]  # fmt: skip
    assert ends == pytest.approx([fit(rows, UNSTRUCTURED).at.deviance] * 2, abs=1e-6)
