"""Who is at this device: the session behind the cookie, and what it may still do."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Response, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from qol.errors import DatabaseBusy
from qol.storage import assessments
from qol.study.collection import sitting
from qol.study.collection.sitting import Sitting, Standing
from qol.web.access import PATIENT, Keeper
from qol.web.house import house, now

COOKIE = "qol_survey"
LOCKED_MAY = frozenset({"survey.break_", "survey.lock", "survey.at_home", "survey.settings", "survey.choose"})
"""What a locked tablet still shows: no question, no answer."""
SENT_MAY = frozenset({"survey.finished", "survey.submit"})
"""What is left after sending: the thanks, and the same receipt for a second press of the button."""
THANKS_FOR = timedelta(minutes=15)


def present() -> Sitting | None:
    """The sitting of this request, read once."""
    if "survey_sitting" not in g:
        g.survey_sitting = _find()
    found: Sitting | None = g.survey_sitting
    return found


def present_patient() -> Sitting:
    """The sitting of a request that the gate has let through."""
    found = present()
    if found is None:
        raise LookupError("no patient at this device")
    return found


def is_open() -> bool:
    """Whether questions may be shown."""
    found = present()
    return found is not None and found.standing is Standing.OPEN


def held() -> Iterable[str]:
    """The patient's role while the session is open; locked or just sent, for a few pages only."""
    found = present()
    if found is None:
        return ()
    if found.standing is Standing.OPEN:
        return (PATIENT,)
    if found.standing is Standing.LOCKED:
        return (PATIENT,) if request.endpoint in LOCKED_MAY else ()
    return (PATIENT,) if request.endpoint in SENT_MAY and is_just_sent(found) else ()


def refused() -> ResponseReturnValue:
    """Where somebody goes whose session does not open the page: thanks, code pad, or the way in at home."""
    from qol.web.survey.receipts import say_in_json

    return say_in_json(redirect(way_in(), 303))


def way_in() -> str:
    """The address that opens something again on this device."""
    found = present()
    if found is None:
        return url_for("survey.link", closed="yes")
    if found.standing is Standing.ENDED and is_just_sent(found):
        return url_for("survey.finished")
    return url_for("survey.tablet") if found.on_tablet else url_for("survey.link", closed="yes")


def is_just_sent(of: Sitting) -> bool:
    """Whether the session ended because its answers were sent, a few minutes ago."""
    if of.ended_at is None or now() - of.ended_at > THANKS_FOR:
        return False
    with house().database.reading() as rows:
        return assessments.by_id(rows, of.assessment_id).submitted_at is not None


def let_in(answer: Response, token: str) -> Response:
    """Give the device its cookie; it ends with the browser, the session behind it by its own rules."""
    secure = house().settings.production
    answer.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=secure)
    session.clear()  # forms of whoever was at this device before end with the change of person
    return answer


def preferences() -> Mapping[str, Any]:
    """Text size, contrast and language of this session, or what was chosen before anything was open."""
    found = present()
    return found.preferences if found is not None and is_still_theirs(found) else chosen_before_opening()


def is_still_theirs(found: Sitting) -> bool:
    """Whether the page belongs to the patient of a sitting: until it ends, and for the thanks after that."""
    return found.standing is not Standing.ENDED or request.endpoint in SENT_MAY


def chosen_before_opening() -> Mapping[str, Any]:
    """What was chosen on this device while no session was open; never what the patient before chose."""
    chosen = session.get("display", {})
    return chosen if isinstance(chosen, dict) else {}


def choose_before_opening(**chosen: str) -> None:
    """Keep a choice on this device until something is opened."""
    session["display"] = {**chosen_before_opening(), **chosen}


def _find() -> Sitting | None:
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    with house().database.reading() as rows:
        found = sitting.find(rows, token, now())
    if found is not None and sitting.is_worth_noting(found, now()):
        with suppress(DatabaseBusy), house().database.writing() as rows:  # a page can be read without it
            sitting.note_presence(rows, found, now())
    return found


keeper = Keeper(roles=frozenset({PATIENT}), held=held, refused=refused)
