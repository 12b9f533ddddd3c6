"""Whether two groups have people alike at all: where their propensities lie, and the rule by which it is refused."""

from dataclasses import dataclass

import numpy as np

from qol.analysis.weighting.people import Flags, Floats

BINS = 20
LEAST_SHARE, LEAST_PEOPLE = 0.5, 10


@dataclass(frozen=True)
class Overlap:
    """Of each group (first, second) the propensities: lowest and highest, and how many lie in each of 20 equal parts of
    0 to 1, for a picture. within: how many lie where both groups have people, between the higher of the two lowest and
    the lower of the two highest. shared: the part that both histograms share, 0 to 1. concordance: how often a person
    of the first group has the higher propensity, 0.5 to 1 (the c statistic; 1: the groups are apart).
    """

    sizes: tuple[int, int]
    ranges: tuple[tuple[float, float], tuple[float, float]]
    counts: tuple[tuple[int, ...], tuple[int, ...]]
    within: tuple[int, int]
    shared: float
    concordance: float

    def lacking(self, groups: tuple[str, str]) -> tuple[str, ...]:
        """Why this is no overlap: fewer than ten people, or less than half, of a group where both have people."""
        return tuple(
            f"only {inside} of {size} people of {group} have a propensity that also occurs in the other group "
            f"({LEAST_PEOPLE} and half of the group are needed)"
            for inside, size, group in zip(self.within, self.sizes, groups, strict=True)
            if inside < LEAST_PEOPLE or inside < LEAST_SHARE * size
        )

    def sentence(self, groups: tuple[str, str]) -> str:
        """Where the propensities lie, in one sentence."""
        told = " and ".join(
            f"{inside} of {size} of {group} ({low:.2f} to {high:.2f})"
            for inside, size, group, (low, high) in zip(self.within, self.sizes, groups, self.ranges, strict=True)
        )
        return f"propensities that occur in both groups: {told}; c statistic {self.concordance:.2f}"


def overlap(propensity: Floats, first: Flags) -> Overlap:
    """Compare the propensities (n,) of both groups; each needs one person."""
    one, other = np.sort(propensity[first]), np.sort(propensity[~first])
    low, high = max(one[0], other[0]), min(one[-1], other[-1])
    edges = np.linspace(0, 1, BINS + 1)
    histograms = [np.histogram(values, edges)[0] for values in (one, other)]
    ranks = (np.searchsorted(other, one, "left") + np.searchsorted(other, one, "right")) / 2
    return Overlap(
        (one.size, other.size),
        ((float(one[0]), float(one[-1])), (float(other[0]), float(other[-1]))),
        (tuple(int(n) for n in histograms[0]), tuple(int(n) for n in histograms[1])),
        tuple(int(((values >= low) & (values <= high)).sum()) for values in (one, other)),  # type: ignore[arg-type]
        float(np.minimum(histograms[0] / one.size, histograms[1] / other.size).sum()),
        float(ranks.mean() / other.size),
    )
