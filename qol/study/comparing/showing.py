"""Showing the comparison to staff: the first one is remembered for good, each look and download is in the audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from qol.analysis.comparing.view import Question, View
from qol.analysis.comparing.views import Views
from qol.analysis.one_set import NoSuchSet
from qol.analysis.plan_standing import PlanStanding
from qol.storage import audit, studies
from qol.study.comparing.asking import asked
from qol.study.comparing.cuts import computing, views
from qol.study.comparing.drawing_again import PATIENCE, PATIENCE_OF_FILES, Again
from qol.study.house import House
from qol.study.results.plan_locking import note_comparison, shown
from qol.study.scope import Scope


@dataclass(frozen=True, eq=False)
class Shown:
    """A view with everything that can be chosen beside it. refused: why the set that was asked for is not shown."""

    views: Views
    question: Question
    view: View
    refused: str = ""


def before_the_first(house: House, scope: Scope) -> PlanStanding | None:
    """Where the plan stands, when nobody has compared the groups and it is not locked: looking now cannot be undone."""
    standing = shown(house, scope).standing
    return standing if standing.compared_at is None and standing.plan_hash and standing.lock is None else None


def show(house: House, scope: Scope, said: Mapping[str, str], now: datetime, action: str) -> Shown | None:
    """What is asked for, of the data as they are; None where the study has no scores. action: read, csv, png, pdf.

    Raises NotTwoGroups where the study has not two groups.
    """
    again, refused = of_study(house, scope, now, said)
    found, patience = again.views, PATIENCE if action == "read" else PATIENCE_OF_FILES
    with computing():
        question = asked(found, said)
    ready = question is not None and again.wait(question, patience)
    with computing():
        view = None if question is None else found.view(question, weighted=ready)
    noted(house, scope, now, action)
    return None if question is None or view is None else Shown(found, question, view, refused)


def of_study(house: House, scope: Scope, now: datetime, said: Mapping[str, str]) -> tuple[Again, str]:
    """The views of the study in the set that is asked for, which is remembered as a comparison from here on.

    Beside them why another set is shown than was asked for; empty where it is that one.
    """
    with house.database.reading() as session:
        name = studies.by_id(session, scope.study_id).name
    note_comparison(house, name, now, scope.staff_id)
    return _of_the_set(house, scope.study_id, now, said.get("set") or None)


def noted(house: House, scope: Scope, now: datetime, action: str) -> None:
    """A look or a download stands in the audit, without values."""
    with house.database.writing() as session:
        audit.append(
            session, at=now, actor=scope.staff_id, action=f"comparison.{action}",
            object_kind="study", object_id=scope.study_id,
        )  # fmt: skip


def _of_the_set(house: House, study_id: str, now: datetime, wanted: str | None) -> tuple[Again, str]:
    """The views of a set of stage and intent; of the usual one, with the reason, where it cannot be compared."""
    try:
        return views(house, study_id, now, wanted), ""
    except NoSuchSet as no:
        return views(house, study_id, now), str(no)
