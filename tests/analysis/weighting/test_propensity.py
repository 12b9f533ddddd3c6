"""Propensity models of many redrawn samples: each at the summit of its own likelihood, and all of them soon."""

import time

import numpy as np
import pytest

from qol.analysis.weighting.curvature import curvature, newton_steps
from qol.analysis.weighting.people import Flags, Floats
from qol.analysis.weighting.products import Products, inverted
from qol.analysis.weighting.propensity import propensity


def redrawn(people: int, traits: int, samples: int, seed: int) -> tuple[Floats, Flags, Floats]:
    """A design of numbers and of categories of a few people, the group of each, and redrawn counts."""
    random = np.random.default_rng(seed)
    numbers = random.normal(size=(people, traits))
    rare = np.zeros((people, 6))
    for column in range(6):
        rare[random.choice(people, 3 + 2 * column, replace=False), column] = 1
    first = random.random(people) < 1 / (1 + np.exp(-0.8 * numbers[:, 0]))
    design = np.column_stack([np.ones(people), numbers, (rare - rare.mean(0)) / rare.std(0)])
    return design, first, random.multinomial(people, np.full(people, 1 / people), samples).astype(float)


def modified_score(design: Floats, first: Flags, counts: Floats, beta: Floats) -> tuple[Floats, Floats]:
    """Firth's score of one sample and the matrix by which a scoring step divides it, written out."""
    share = 1 / (1 + np.exp(-design @ beta))
    variance = share * (1 - share)
    inverse = np.linalg.pinv(design.T @ (design * (counts * variance)[:, None]), hermitian=True)
    leverage = variance * np.einsum("ij,jk,ik->i", design, inverse, design)
    score = design.T @ (counts * (first - share + leverage * (0.5 - share)))
    return score, design.T @ (design * (counts * variance * (1 + leverage))[:, None])


def by_plain_scoring(design: Floats, first: Flags, counts: Floats) -> Floats:
    """Propensities of one sample after as many scoring steps as it takes."""
    there = np.ptp(design[counts > 0], axis=0) > 0
    there[0] = True
    mine, beta = design[:, there], np.zeros(int(there.sum()))
    for _ in range(2000):
        score, spread = modified_score(mine, first, counts, beta)
        step = np.linalg.pinv(spread, hermitian=True) @ score
        beta = beta + step * min(1.0, 5 / max(np.abs(step).max(), 1e-300))
        if np.abs(step).max() < 1e-12:
            break
    return np.asarray(1 / (1 + np.exp(-mine @ beta)))


def test_few_steps_lead_where_many_do() -> None:
    design, first, counts = redrawn(110, 12, 60, 3)
    fits = propensity(design, first, counts, firth=True)
    assert fits.settled.all()
    for sample, drawn in enumerate(counts):
        plain = by_plain_scoring(design, first, drawn)[drawn > 0]
        assert fits.propensity[sample][drawn > 0] == pytest.approx(plain, abs=1e-6)


def test_the_curvature_is_how_the_modified_score_changes() -> None:
    design, first, counts = redrawn(90, 6, 1, 4)
    counts = counts + 1
    beta, there = np.random.default_rng(5).normal(0, 0.3, design.shape[1]), np.ones((1, design.shape[1]), dtype=bool)
    share = 1 / (1 + np.exp(-design @ beta))
    products = Products(design)
    inverse, rough = inverted(products.information(counts * share * (1 - share), there), there)
    found = curvature(products, counts, share[None], inverse, there)[0]
    assert not rough[0]
    for column in range(design.shape[1]):
        aside = np.eye(design.shape[1])[column] * 1e-6
        ahead, behind = (modified_score(design, first, counts[0], beta + sign * aside)[0] for sign in (1, -1))
        assert -(ahead - behind) / 2e-6 == pytest.approx(found[column], rel=1e-5, abs=1e-5)


def test_newton_steps_are_taken_on_summits_alone() -> None:
    bends = np.stack([np.diag([2.0, 1.0]), np.diag([2.0, -1.0])])
    found, summit = newton_steps(bends, np.ones((2, 2)))
    assert summit.tolist() == [True, False]
    assert found[0] == pytest.approx([0.5, 1.0])


def test_columns_that_say_the_same_in_a_sample_leave_its_propensities_alone() -> None:
    design, first, counts = redrawn(100, 5, 20, 6)
    twice = np.column_stack([design, design[:, 1]])
    once, doubled = (propensity(columns, first, counts, firth=True) for columns in (design, twice))
    assert doubled.settled.all()
    drawn = counts > 0
    assert doubled.propensity[drawn] == pytest.approx(once.propensity[drawn], abs=1e-6)


def test_samples_in_blocks_are_what_each_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    design, first, counts = redrawn(100, 8, 30, 7)
    whole = propensity(design, first, counts, firth=True)
    monkeypatch.setattr("qol.analysis.weighting.propensity.AT_ONCE", 700)
    parts = propensity(design, first, counts, firth=True)
    assert parts.propensity[counts > 0] == pytest.approx(whole.propensity[counts > 0], abs=1e-8)


def test_two_thousand_refits_of_a_clinic_take_a_second_or_two() -> None:
    design, first, counts = redrawn(144, 21, 2000, 8)
    began = time.process_time()
    fits = propensity(design, first, counts, firth=True)
    assert time.process_time() - began < 10  # on a machine with nothing else to do it is one
    assert fits.settled.mean() > 0.99
