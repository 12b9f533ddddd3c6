"""The data cut behind the screen of the comparison, kept until something of the study changes.

Reading and scoring a study takes seconds, and so does the bootstrap: switching from scale to scale must not. One cut is
kept a process, in memory alone; whoever asks after a change gets a new one.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from qol.analysis.comparing.views import Views
from qol.storage import audit, studies
from qol.study.comparing.drawing_again import Again
from qol.study.house import House
from qol.study.results.cut import study_data

LOOKING = (
    "audit.exported", "comparison.", "export.", "own_data", "patient.read", "report.", "sign_", "survey.opened",
)  # fmt: skip
"""How acts begin in the audit that change nothing of a study's data."""
OLDEST = timedelta(hours=1)


@dataclass
class _Kept:
    """The newest cut of this process."""

    key: tuple[object, ...] = ()
    again: Again | None = None
    lock: Lock = field(default_factory=Lock)


_KEPT = _Kept()


def views(house: House, study_id: str, now: datetime) -> Again:
    """The views of a study with their bootstraps: those kept, or of the data as they are now.

    One is made at a time, so that researchers who switch fast never take more than one processor from the patients.
    """
    key = (house.settings.database_url, str(house.settings.data_dir), study_id, now.date(), _changed(house))
    with _KEPT.lock:
        found = _KEPT.again
        if found is None or _KEPT.key != key or not found.views.data.cut <= now < found.views.data.cut + OLDEST:
            if found is not None:
                found.wanted = False
            _KEPT.key, _KEPT.again = (), None  # a failure leaves nothing old behind
            with house.database.reading() as session:
                name = studies.by_id(session, study_id).name
            found = Again(Views(study_data(house, name, now)))
            _KEPT.key, _KEPT.again = key, found
        return found


def computing() -> Lock:
    """Held while numbers are computed: one view at a time in a process."""
    return _KEPT_NUMBERS


_KEPT_NUMBERS = Lock()


def _changed(house: House) -> int:
    """The last act in the audit that may have changed data."""
    with house.database.reading() as session:
        return audit.last_but(session, LOOKING)
