"""When something was, as a patient says it: months by name."""

from qol.language import gettext, long_date, month
from qol.reports._summary.history import History, Sitting
from qol.reports._summary.person import PersonShown


def moment(sitting: Sitting) -> str:
    """Month and year of an occasion; the name of the visit where the study knows no dates."""
    return month(sitting.on) if sitting.on else sitting.label


def day_of(sitting: Sitting) -> str:
    """The day of an occasion; the name of the visit where the study knows no dates."""
    return long_date(sitting.on) if sitting.on else sitting.label


def heads(before: Sitting | None, now: Sitting) -> tuple[str, ...]:
    """The two occasions at the head of columns: by month, by day where both were in the same one."""
    shown = [one for one in (before, now) if one is not None]
    named = tuple(moment(one) for one in shown)
    return named if len(set(named)) == len(named) else tuple(day_of(one) for one in shown)


def title(past: History, person: PersonShown, demonstration: bool) -> str:
    """The document's title: what it is, whose, of when, and whether the patient is invented."""
    who, when = person.name or person.code or past.patient, day_of(past.now) if past.now else ""
    said = " · ".join(part for part in (gettext("What you told us"), who, when) if part)
    return f"{said} · {gettext('Synthetic demonstration data: invented patients')}" if demonstration else said
