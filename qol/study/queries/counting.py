"""How many queries are open, for the head of a list that is looked at all day."""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from qol.storage import audit, patients
from qol.study.house import House
from qol.study.queries.standing import standing
from qol.study.scope import Scope

COSTLY = 0.5
"""Seconds of processor time: a count that took longer is not made again for every change."""
KEPT_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class _Counted:
    """A count, and of which state of the database."""

    open: int
    head: int
    day: date
    at: datetime
    seconds: float

    def serves(self, head: int, now: datetime) -> bool:
        """Whether nothing has changed, or so little time has passed that a costly count may stand."""
        same_day = self.day == now.astimezone().date()
        young = self.seconds > COSTLY and now - self.at < KEPT_FOR
        return same_day and (head == self.head or young)


_COUNTS: dict[object, _Counted] = {}
"""By database, study and sites."""


def open_count(house: House, scope: Scope, now: datetime) -> int:
    """How many queries of the account's sites are open; where counting is slow, as of five minutes ago at most."""
    place = (house.settings.database_url, house.settings.data_dir, scope.study_id, scope.site_ids)
    with house.database.reading() as session:
        head = audit.last(session)
        known = _COUNTS.get(place)
        if known is None or not known.serves(head, now):
            known = _COUNTS[place] = _counted(session, scope, head, now)
    return known.open


def _counted(session: Session, scope: Scope, head: int, now: datetime) -> _Counted:
    begun, today = time.process_time(), now.astimezone().date()
    found = patients.of_study(session, scope.study_id, scope.site_ids)
    every = standing(session, found, today).values()
    count = sum(query.state == "open" for of_patient in every for query in of_patient)
    return _Counted(count, head, today, now, time.process_time() - begun)
