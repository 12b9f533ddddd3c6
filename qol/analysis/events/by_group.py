"""Times to an event in several groups: curves, people at risk, medians, test, hazard ratio, time free of the event."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qol.analysis.events.aalen_johansen import cumulative_incidence
from qol.analysis.events.cox import Cox, cox
from qol.analysis.events.curve import Curve, Median, median
from qol.analysis.events.kaplan_meier import RestrictedDifference, common_horizon, kaplan_meier, restricted_difference
from qol.analysis.events.log_rank import LogRank, log_rank
from qol.analysis.events.times import COMPETING, EVENT, Floats, Times
from qol.errors import AnalysisRefused

CENSORED_THERE = (
    "Medians, the share free of the event and what compares the groups take people with a competing event as censored "
    "at it; the share to whom the event happened does not."
)


@dataclass(frozen=True, eq=False)
class OneGroup:
    """One group's times."""

    label: str
    times: Times

    @property
    def events(self) -> int:
        """People to whom it happened."""
        return int((self.times.state == EVENT).sum())

    @property
    def competing(self) -> int:
        """People to whom something else happened first."""
        return int((self.times.state == COMPETING).sum())

    @cached_property
    def free(self) -> Curve:
        """Kaplan-Meier."""
        return kaplan_meier(self.times)

    @cached_property
    def happened(self) -> Curve:
        """Aalen-Johansen: the cumulative incidence of the event."""
        return cumulative_incidence(self.times)

    @property
    def median(self) -> Median:
        """Of the Kaplan-Meier curve."""
        return median(self.free)

    def sentence(self, unit: str) -> str:
        """Who and what, in one sentence."""
        other = f", {self.competing} with a competing event before" if self.competing else ""
        return f"{self.label}: {self.events} of {self.times.n} people{other}; {self.median.sentence(unit)}"


@dataclass(frozen=True, eq=False)
class ByGroup:
    """The groups in their order; unit: of the times, in words. With weights there is no log-rank test.

    Everything that compares is None where it cannot be computed; `refused` says why.
    """

    groups: tuple[OneGroup, ...]
    unit: str
    tested: LogRank | None
    ratio: Cox | None
    restricted: RestrictedDifference | None
    refused: tuple[str, ...]

    def at_risk(self, when: Floats) -> NDArray[np.int64]:
        """People at risk (g, len(when)), for under the axis."""
        return np.stack([group.times.people_at_risk(when) for group in self.groups])

    def sentences(self) -> tuple[str, ...]:
        """Groups, then what compares them, then what was refused."""
        told = [group.sentence(self.unit) for group in self.groups]
        if self.restricted:
            told.append(self.restricted.sentence(self.unit))
        told += [found.sentence() for found in (self.tested, self.ratio) if found]
        if any(group.competing for group in self.groups):
            told.append(CENSORED_THERE)
        return (*told, *self.refused)


def by_group(times: Times, group: NDArray[np.int64], labels: tuple[str, ...], unit: str) -> ByGroup:
    """Describe and compare; group (n,) are places among `labels`. The hazard ratio is each group against the last.

    The restricted mean difference is given for two groups without weights, up to the last time to which both are
    followed.
    """
    groups = tuple(OneGroup(label, times.of(group == place)) for place, label in enumerate(labels))
    refused: list[str] = []
    tested = ratio = None
    if len(labels) < 2:
        return ByGroup(groups, unit, None, None, None, ())
    empty = [one.label for one in groups if not one.times.n]
    if empty:
        return ByGroup(groups, unit, None, None, None, (f"Nobody is in {', '.join(empty)}: nothing is compared.",))
    try:
        tested = None if times.weights is not None else log_rank(times, group)
        ratio = _ratio(times, group, labels)
    except AnalysisRefused as no:
        refused += str(no).splitlines()
    pair = None
    if len(groups) == 2 and times.weights is None:
        first, second = (one.times for one in groups)
        pair = restricted_difference(first, second, common_horizon((first, second)))
    return ByGroup(groups, unit, tested, ratio, pair, tuple(refused))


def _ratio(times: Times, group: NDArray[np.int64], labels: tuple[str, ...]) -> Cox:
    columns = (group[:, None] == np.arange(len(labels) - 1)).astype(np.float64)
    return cox(times, columns, tuple(f"{label} against {labels[-1]}" for label in labels[:-1]))
