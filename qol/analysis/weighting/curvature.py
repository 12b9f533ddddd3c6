"""The curvature of the penalised likelihood itself, by which the last steps to its top are few."""

import numpy as np

from qol.analysis.weighting.people import Flags, Floats
from qol.analysis.weighting.products import Products


def curvature(products: Products, counts: Floats, share: Floats, inverse: Floats, there: Flags) -> Floats:
    """Minus the derivative of the modified score of Firth's logistic regression, (b, p, p).

    counts, share (b, n); inverse (b, p, p) of the information; there (b, p). It is X'C(V + H(3V - 1/2))X +
    A'(K o K)A/2 with H the leverages, K = X I^-1 X' and A = CV(1 - 2 pi)X: the derivative of the leverages, worked out.
    """
    variance = share * (1 - share)
    leverage = variance * products.lengths(inverse)
    whole = products.information(counts * (variance + leverage * (3 * variance - 0.5)), there)
    return whole + _by_leverage(products.design, counts, variance * (1 - 2 * share), inverse)


def newton_steps(curvatures: Floats, score: Floats) -> tuple[Floats, Flags]:
    """Newton's step (b, p) along the score (b, p), and which samples have one (b,): where the curvature is that of a
    summit, with no direction in which the likelihood rises to both sides.
    """
    from scipy.linalg.lapack import dposv

    found, summit = np.zeros_like(score), np.zeros(len(score), dtype=bool)
    for sample, (bend, along) in enumerate(zip(curvatures, score, strict=True)):
        _, found[sample], fault = dposv(bend, along)
        summit[sample] = fault == 0
    return found, summit


def _by_leverage(design: Floats, counts: Floats, slope: Floats, inverse: Floats) -> Floats:
    """A'(K o K)A/2 over the people who were drawn, the most of any sample for all; who was not weighs nothing."""
    most = int((counts > 0).sum(axis=1).max())
    who = np.argpartition(-counts, most - 1, axis=1)[:, :most]
    rows = design[who]
    weights = np.take_along_axis(counts * slope, who, axis=1)
    both = rows @ inverse @ rows.transpose(0, 2, 1)
    np.square(both, out=both)
    turned = (rows * weights[:, :, None]).transpose(0, 2, 1)
    return np.asarray(turned @ both @ turned.transpose(0, 2, 1) / 2)
