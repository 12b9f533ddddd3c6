"""The mixed model of a scale over the scheduled visits, with and without the declared weights."""

from dataclasses import dataclass

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.cohort import Cohort
from qol.analysis.longitudinal.mixed_model import MixedModel, mixed_model
from qol.analysis.weighting.people import Floats
from qol.errors import AnalysisRefused


@dataclass(frozen=True, eq=False)
class CourseOfScale:
    """The fitted model, or why there is none. left_out: visits without scores in a group."""

    choice: Choice
    model: MixedModel | None
    left_out: tuple[str, ...]
    why: tuple[str, ...] = ()

    @property
    def weighted(self) -> bool:
        """Whether people were weighted."""
        return self.model is not None and self.model.followed.weights is not None


def course_of_scale(cohort: Cohort, choice: Choice, weights: Floats | None = None) -> CourseOfScale:
    """Visit by strategy with the baseline score by visit, unstructured covariance with its fall-backs.

    weights (n,): as `Weighed.weights`; then the errors are empirical (CR2), else Satterthwaite's.
    """
    followed, left_out = cohort.followed(choice, weights)
    if not followed.visits:
        return CourseOfScale(choice, None, left_out, ("no visit has different scores in both groups",))
    try:
        return CourseOfScale(choice, mixed_model(followed, "model" if weights is None else "CR2"), left_out)
    except AnalysisRefused as no:
        return CourseOfScale(choice, None, left_out, tuple(str(no).splitlines()))
