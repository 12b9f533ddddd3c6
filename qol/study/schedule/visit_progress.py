"""How far a patient's visits have come, from the assessments that were opened for them."""

from collections.abc import Mapping, Sequence

from qol.course.due import Progress
from qol.storage.assessments import IN_ERROR
from qol.storage.tables import Assessment


def progress_of(assessment: Assessment) -> Progress | None:
    """Progress of one assessment; None while nothing was answered, or where nothing of it counts."""
    if assessment.closed_as == IN_ERROR:
        return None
    if assessment.submitted_at is not None:
        whole = assessment.closed_as in (None, "completed")
        return Progress("completed" if whole else "partially_completed", assessment.on_date)
    if assessment.started_at is None or assessment.closed_as == "expired":
        return None
    return Progress("in_progress", assessment.on_date)


def progress_by_visit(assessments: Sequence[Assessment]) -> Mapping[str, Progress]:
    """Visit -> progress, of the visits that were begun; the furthest where one visit was opened twice."""
    furthest = ("in_progress", "partially_completed", "completed")
    found: dict[str, Progress] = {}
    for assessment in assessments:
        progress = progress_of(assessment)
        if assessment.visit_id is None or progress is None:
            continue
        before = found.get(assessment.visit_id)
        if before is None or furthest.index(progress.state) >= furthest.index(before.state):
            found[assessment.visit_id] = progress
    return found
