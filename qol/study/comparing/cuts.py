"""The data cut behind the screen of the comparison, kept until something of the study changes.

Reading and scoring a study takes seconds, and so does the bootstrap: switching from scale to scale must not. One cut is
kept a process, in memory alone; whoever asks after a change gets a new one.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from qol.analysis.comparing.views import Views
from qol.analysis.one_set import in_one_set, spoken_of
from qol.analysis.study_data import StudyData
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
    """The newest cut of this process; again: by the set of stage and intent."""

    key: tuple[object, ...] = ()
    data: StudyData | None = None
    again: dict[str, Again] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_KEPT = _Kept()


def views(house: House, study_id: str, now: datetime, disease_set: str | None = None) -> Again:
    """The views of a study with their bootstraps: those kept, or of the data as they are now.

    One is made at a time, so that researchers who switch fast never take more than one processor from the patients.
    disease_set: of which stage and intent, see `one_set`. Raises NoSuchSet.
    """
    key = (house.settings.database_url, str(house.settings.data_dir), study_id, now.date(), _changed(house))
    with _KEPT.lock:
        if _KEPT.data is None or _KEPT.key != key or not _KEPT.data.cut <= now < _KEPT.data.cut + OLDEST:
            for old in _KEPT.again.values():
                old.wanted = False
            _KEPT.key, _KEPT.data, _KEPT.again = (), None, {}  # a failure leaves nothing old behind
            with house.database.reading() as session:
                name = studies.by_id(session, study_id).name
            _KEPT.key, _KEPT.data = key, study_data(house, name, now)
        chosen = spoken_of(_KEPT.data, disease_set).chosen
        if chosen not in _KEPT.again:
            _KEPT.again[chosen] = Again(Views(in_one_set(_KEPT.data, disease_set)))
        return _KEPT.again[chosen]


def computing() -> Lock:
    """Held while numbers are computed: one view at a time in a process."""
    return _KEPT_NUMBERS


_KEPT_NUMBERS = Lock()


def _changed(house: House) -> int:
    """The last act in the audit that may have changed data."""
    with house.database.reading() as session:
        return audit.last_but(session, LOOKING)
