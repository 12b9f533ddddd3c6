"""Two shares compared by the declared test: denominators, exclusions and interval before the p value."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from qol.analysis.proportion import Share, ShareDifference, share, share_difference

Test = Literal["fisher", "chi_square"]
WORDS: dict[Test, str] = {"fisher": "Fisher's exact test", "chi_square": "chi-square test without correction"}


@dataclass(frozen=True)
class SharesTested:
    """First and second group. excluded: people of each group who are in no denominator; p two-sided, 0 to 1.

    apart: the difference with Newcombe's interval, None below ten people in a group. p is None where nobody or
    everybody has what is counted, or a group is empty.
    """

    what: str
    groups: tuple[str, str]
    shares: tuple[Share, Share]
    excluded: tuple[int, int]
    apart: ShareDifference | None
    test: Test
    p: float | None

    def sentence(self) -> str:
        """Everything a reader needs to check it, in one sentence."""
        told = " against ".join(
            f"{one.sentence()} in {group}" for one, group in zip(self.shares, self.groups, strict=True)
        )
        left = " and ".join(f"{n} of {group}" for n, group in zip(self.excluded, self.groups, strict=True))
        apart = f"; difference {self.apart.sentence()}" if self.apart else "; too few for an interval of the difference"
        p = "no p value" if self.p is None else "p<0.001" if self.p < 0.001 else f"p={self.p:.3f}"
        return f"{self.what}: {told}; not in the denominators: {left}{apart}; {WORDS[self.test]}, as declared, {p}"


def compare_shares(
    what: str,
    groups: tuple[str, str],
    counts: tuple[tuple[int, int], tuple[int, int]],
    test: Test,
    excluded: tuple[int, int] = (0, 0),
) -> SharesTested:
    """counts: (count, of) of the first and second group. Only the declared test is computed: never the better of two.

    Fisher: two-sided, tables no likelier than the one seen, equal to R's fisher.test; chi_square: Pearson's without
    continuity correction, equal to R's chisq.test(correct = FALSE). Raises ValueError where a count exceeds its `of`.
    """
    one, other = (share(count, of) for count, of in counts)
    return SharesTested(
        what, groups, (one, other), excluded, share_difference(one, other), test, _p(one, other, test)
    )  # fmt: skip


def _p(one: Share, other: Share, test: Test) -> float | None:
    counted, whole = one.count + other.count, one.of + other.of
    if 0 in (one.of, other.of) or counted in (0, whole):
        return None
    if test == "fisher":
        from scipy.stats import fisher_exact

        counts = [[one.count, one.of - one.count], [other.count, other.of - other.count]]
        return float(fisher_exact(np.array(counts)).pvalue)
    from scipy.special import chdtrc

    cross = one.count * (other.of - other.count) - other.count * (one.of - one.count)
    return float(chdtrc(1, whole * cross**2 / (one.of * other.of * counted * (whole - counted))))
