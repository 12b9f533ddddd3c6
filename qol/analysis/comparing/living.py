"""Whether scores among those alive are the headline, and what they are at one visit beside the proportion alive."""

from dataclasses import dataclass

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.cohort import Cohort
from qol.analysis.comparing.declared import Compared
from qol.analysis.difference import LEAST
from qol.analysis.longitudinal.among_alive import AmongAlive, among_alive
from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.proportion import Share, share
from qol.analysis.weighting.weights import Method
from qol.errors import AnalysisRefused


@dataclass(frozen=True)
class NotAmongAlive:
    """Why there are no means among those alive."""

    why: tuple[str, ...]


@dataclass(frozen=True)
class Deaths:
    """Share (0 to 1) of the first and second group who died by the primary visit, of those whose state then is known.

    None where nobody's is. Who has not come to the visit yet could not have died by it, and is not counted.
    limit: the share from which the plan makes the scores among those alive the headline.
    """

    dead: tuple[float | None, float | None]
    limit: float
    stage_4: bool

    @property
    def many(self) -> bool:
        """Whether they reach the limit in either group."""
        return any(one is not None and one >= self.limit for one in self.dead)

    @property
    def lead(self) -> bool:
        """Whether the headline is of those alive: everybody has metastases, or deaths are many."""
        return self.stage_4 or self.many


@dataclass(frozen=True)
class AliveAt:
    """A scale among those alive at one visit, first minus second group; living, n: first and second group.

    difference: None where a group has fewer than ten scores or nothing can be estimated; why then says so.
    weighted: whether under weights.
    """

    living: tuple[Share, Share]
    n: tuple[int, int]
    difference: Estimate | None
    weighted: bool
    why: tuple[str, ...] = ()


def deaths(cohort: Cohort) -> Deaths:
    """Deaths by the plan's primary visit."""
    visit = cohort.plan.primary_visit
    both = living(cohort, visit) if visit in cohort.visits else None
    first, second = (None if one.share is None else 1 - one.share for one in both) if both else (None, None)
    speaks = cohort.data.speaks_of
    return Deaths((first, second), cohort.plan.death_share, speaks is not None and speaks.stage_4)


def living(cohort: Cohort, visit: str) -> tuple[Share, Share]:
    """Who of the first and second group is alive at a visit of the cohort, of those whose state is known."""
    states = cohort.alive[:, cohort.visits.index(visit)]
    first, second = (states[side & (states == states)] for side in (cohort.first, ~cohort.first))
    return share(int(first.sum()), first.size), share(int(second.sum()), second.size)


def among_alive_of(compared: Compared, choice: Choice, method: Method) -> AmongAlive | NotAmongAlive:
    """Estimating equations of a scale over the visits; under weights only where they can be trusted."""
    cohort = compared.cohort
    if method != "none" and compared.weighed(method).refusals:
        return NotAmongAlive(compared.weighed(method).refusals)
    followed, _ = cohort.followed(choice, None if method == "none" else compared.weighed(method).weights)
    if not followed.visits:
        return NotAmongAlive(("no visit has different scores in both groups",))
    states = cohort.alive[:, [cohort.visits.index(visit) for visit in followed.visits]]
    try:
        return among_alive(followed, states)
    except AnalysisRefused as no:
        return NotAmongAlive(tuple(str(no).splitlines()))


def alive_at(cohort: Cohort, found: AmongAlive | NotAmongAlive, visit: str) -> AliveAt:
    """One visit of it; the visit must be one of the cohort's."""
    both = living(cohort, visit)
    if isinstance(found, NotAmongAlive):
        return AliveAt(both, (0, 0), None, weighted=False, why=found.why)
    followed = found.cells.followed
    weighted = followed.weights is not None
    if visit not in followed.visits:
        return AliveAt(both, (0, 0), None, weighted, ("the visit has no different scores in both groups",))
    second, first = (int(n) for n in followed.counts()[:, followed.visits.index(visit)])
    if min(first, second) < LEAST:
        return AliveAt(both, (first, second), None, weighted, (f"fewer than {LEAST} scores in a group",))
    difference = next(one.difference for one in found.cells.differences() if one.visit == visit)
    return AliveAt(both, (first, second), difference, weighted)
