"""Visits that recur: one written visit stands for a row of visits, a cycle apart, up to its termination."""

from collections.abc import Iterator

from qol.course.protocol_parts import Offset, Visit

MOST = 40
"""Recurrences of one visit; more is a slip of the pen."""

SHIFTED = ("start", "due", "overdue", "expired")


def problem(cycle: Offset, termination: Offset, first: Visit) -> str:
    """What is wrong with a recurrence, in words; empty where nothing is."""
    if cycle.days <= 0:
        return "`cycle_length` must be longer than nothing"
    if termination.days < first.due.days:
        return f"`termination` {termination} lies before the first target day, {first.due}"
    if (termination.days - first.due.days) / cycle.days >= MOST:
        return f"it would recur more than {MOST} times; take a longer `cycle_length` or an earlier `termination`"
    if cycle.unit != first.due.unit and first.due.amount:
        return f"`cycle_length` must be in {first.due.unit}, as `due` is"
    return ""


def recurring(first: Visit, cycle: Offset, termination: Offset) -> Iterator[Visit]:
    """The written visit, then `<id>_2`, `<id>_3` and so on, each a cycle later, while the target day is in time.

    termination: the last target day, from the same clock. Windows are those of the written visit, moved as a whole.
    """
    number = 0
    while True:
        moved = first if number == 0 else _moved(first, cycle, number)
        if moved.due.days > termination.days:
            return
        yield moved
        number += 1


def _moved(first: Visit, cycle: Offset, number: int) -> Visit:
    offsets = {name: _later(getattr(first, name), cycle, number) for name in SHIFTED}
    late = first.late and _later(first.late, cycle, number)
    due = offsets["due"]
    return Visit.model_validate(
        {
            **dict(first), **offsets, "late": late, "id": f"{first.id}_{number + 1}",
            "label": f"{first.label} ({due})",
        }
    )  # fmt: skip


def _later(offset: Offset, cycle: Offset, number: int) -> Offset:
    """An offset so many cycles later; of mixed units it is written in days."""
    if offset.unit == cycle.unit:
        return Offset(amount=offset.amount + number * cycle.amount, unit=offset.unit)
    return Offset(amount=offset.days + Offset(amount=number * cycle.amount, unit=cycle.unit).days, unit="days")
