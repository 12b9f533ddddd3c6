"""A share with its interval, and the difference of two shares."""

import math
from dataclasses import dataclass

_Z = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """`count` of `of` people, with Wilson's 95 % interval (Wilson, J Am Stat Assoc 1927;22:209-212).

    share, lower, upper: 0 to 1; None where nobody is counted.
    """

    count: int
    of: int
    share: float | None
    lower: float | None
    upper: float | None

    def sentence(self) -> str:
        """The figures in one sentence, rounded as on paper."""
        if self.share is None or self.lower is None or self.upper is None:
            return "nobody"
        return (
            f"{self.count}/{self.of}, {100 * self.share:.0f} % "
            f"(95 % interval {100 * self.lower:.0f} to {100 * self.upper:.0f})"
        )


@dataclass(frozen=True)
class ShareDifference:
    """Share of the first group minus share of the second, -1 to 1, with Newcombe's hybrid score interval.

    Newcombe, Stat Med 1998;17:873-890, method 10: the Wilson limits of both shares combined. Unadjusted.
    """

    first: Share
    second: Share
    estimate: float
    lower: float
    upper: float

    @property
    def tells(self) -> bool:
        """Whether the 95 % interval leaves zero out."""
        return self.lower > 0 or self.upper < 0

    def sentence(self) -> str:
        """The figures in one sentence, in percentage points."""
        e, lo, up = (100 * x for x in (self.estimate, self.lower, self.upper))
        return f"{e:+.0f} percentage points (95 % interval {lo:.0f} to {up:.0f}), unadjusted"


def share(count: int, of: int) -> Share:
    """`count` of `of` with Wilson's interval. Raises ValueError unless 0 <= count <= of."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is not a share")
    if of == 0:
        return Share(count, of, None, None, None)
    p, z2 = count / of, _Z**2
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * math.sqrt(p * (1 - p) / of + z2 / (4 * of**2))
    return Share(count, of, p, max(0.0, middle - half), min(1.0, middle + half))


def share_difference(first: Share, second: Share, least: int = 10) -> ShareDifference | None:
    """First minus second; None where one of them rests on fewer than `least` people."""
    if min(first.of, second.of) < max(least, 1):
        return None
    p1, l1, u1 = _limits(first)
    p2, l2, u2 = _limits(second)
    estimate = p1 - p2
    lower = estimate - math.hypot(p1 - l1, u2 - p2)
    upper = estimate + math.hypot(u1 - p1, p2 - l2)
    return ShareDifference(first, second, estimate, lower, upper)


def _limits(of: Share) -> tuple[float, float, float]:
    """Share and limits of at least one person."""
    if of.share is None or of.lower is None or of.upper is None:
        raise ValueError("nobody is counted")
    return of.share, of.lower, of.upper
