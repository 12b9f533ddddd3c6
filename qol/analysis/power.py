"""How many people a comparison needs, and how likely it is to find a difference with those it has."""

import math
from dataclasses import dataclass

LEVEL, WANTED = 0.05, 0.8


@dataclass(frozen=True)
class Power:
    """Of a two-sided t test at 5 % on (effective) sizes of two groups; power 0 to 1."""

    sizes: tuple[float, float]
    difference: float
    sd: float
    power: float

    def sentence(self) -> str:
        """In one sentence; it says nothing about the difference that was found."""
        return (
            f"With {self.sizes[0]:.0f} and {self.sizes[1]:.0f} people (effective sizes) and SD {self.sd:g}, a true "
            f"difference of {self.difference:g} is found with a probability of {100 * self.power:.0f} % "
            f"(two-sided 5 %); {100 * WANTED:.0f} % needs {needed(self.difference, self.sd)} in each group."
        )


def power(first: float, second: float, difference: float, sd: float) -> Power:
    """Exact, by the noncentral t; both tails count. Equal to R's power.t.test(strict = TRUE) where sizes are equal.

    Raises ValueError unless both sizes are above 1 and difference and sd above 0.
    """
    from scipy.special import nctdtr, stdtrit

    if min(first, second) <= 1 or not difference > 0 or not sd > 0:
        raise ValueError("power needs more than one person in each group, and a difference and an SD above 0")
    df = first + second - 2
    centre = difference / (sd * math.sqrt(1 / first + 1 / second))
    limit = float(stdtrit(df, 1 - LEVEL / 2))
    found = 1 - float(nctdtr(df, centre, limit)) + float(nctdtr(df, centre, -limit))
    return Power((first, second), difference, sd, found)


def needed(difference: float, sd: float) -> int:
    """The smallest size of each of two equal groups with 80 % power (at SD 20: 64 for 10 points, 253 for 5)."""
    low, high = 1, 2
    while power(high, high, difference, sd).power < WANTED:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        enough = power(middle, middle, difference, sd).power >= WANTED
        low, high = (low, middle) if enough else (middle, high)
    return high


def detectable(first: float, second: float, sd: float) -> float:
    """The smallest true difference that two (effective) sizes find with 80 % power, in units of `sd`.

    Raises ValueError as `power` does.
    """
    from scipy.optimize import brentq

    def lacks(difference: float) -> float:
        return power(first, second, difference, sd).power - WANTED

    high = sd
    while lacks(high) < 0:
        high *= 2
    return float(brentq(lacks, 1e-9 * sd, high, xtol=1e-9 * sd))
