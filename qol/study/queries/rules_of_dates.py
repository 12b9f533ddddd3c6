"""Days of forms against windows, events and persons: one function a rule."""

from collections.abc import Iterator
from datetime import date

from qol.course.events import Event, EventKind
from qol.course.windows import assign
from qol.study.queries.case import CameForm, QueryCase
from qol.study.queries.finding import Finding

YOUNGEST, OLDEST = 18, 105
"""Ages at enrolment beyond which a birth date is asked back; a choice of the product, no rule of the field."""


def _days(case: QueryCase) -> Iterator[CameForm]:
    """One form of each assessment that has a day of its own; imported days are what they are."""
    if case.dates_known:
        first = {form.assessment_id: form for form in reversed(case.forms)}
        yield from (form for form in reversed(first.values()) if form.on is not None and not form.imported)


def outside_every_window(case: QueryCase) -> Iterator[Finding]:
    """A form that was kept as unscheduled: its day lies in no window."""
    for form in _days(case):
        if form.visit_id is None and form.on is not None:
            yield _of(form, "outside_every_window", {"on": form.on.isoformat()})


def other_window(case: QueryCase) -> Iterator[Finding]:
    """By the timeline as it is now, the day of a form lies in another visit's window, or in none."""
    for form in _days(case):
        visit = case.visit(form)
        if visit is None or form.on is None:
            continue
        found = assign(case.protocol, case.timeline, form.on)
        if form.visit_id not in (found.visit_id, *found.also_satisfies):
            label = case.protocol.visit_by_id[found.visit_id].label if found.visit_id else ""
            facts = {"on": form.on.isoformat(), "kept": visit.id, "now": found.visit_id or ""}
            yield _of(
                form, "other_window", facts, since=max(form.came_on, case.last_change), kept=visit.label, now=label
            )


def before_its_event(case: QueryCase) -> Iterator[Finding]:
    """A form of a visit that follows an event, completed before that event."""
    for form in _days(case):
        visit = case.visit(form)
        if visit is None or visit.kind != "event" or form.on is None:
            continue
        event = case.timeline.first(EventKind(visit.clock))
        if event and form.on < event.earliest:
            facts = {"on": form.on.isoformat(), "event": event.kind, "event_on": event.on.isoformat()}
            yield _of(form, "before_its_event", facts, since=max(form.came_on, case.last_change))


def before_enrolment(case: QueryCase) -> Iterator[Finding]:
    """A form completed before the patient was enrolled."""
    for form in _days(case):
        if form.on is not None and form.on < case.timeline.enrolled:
            facts = {"on": form.on.isoformat(), "enrolled": case.timeline.enrolled.isoformat()}
            yield _of(form, "before_enrolment", facts)


def after_leaving(case: QueryCase) -> Iterator[Finding]:
    """A form completed after the patient died or withdrew."""
    for form in _days(case):
        for event in case.timeline.of(EventKind.DEATH, EventKind.WITHDRAWAL):
            if form.on is not None and form.on > event.latest:
                facts = {"on": form.on.isoformat(), "event": event.kind, "event_on": event.on.isoformat()}
                yield _of(form, "after_leaving", facts, since=max(form.came_on, _known(case, event)), more=event.kind)


def twice_at_one_visit(case: QueryCase) -> Iterator[Finding]:
    """Two forms of one instrument count for one visit."""
    found: dict[tuple[str, str], list[CameForm]] = {}
    for form in case.forms:
        if form.visit_id is not None:
            found.setdefault((form.visit_id, form.instrument.id), []).append(form)
    for (visit, instrument), forms in found.items():
        if len({form.assessment_id for form in forms}) > 1:
            latest = max(forms, key=lambda form: (form.came_on, form.id))
            label = case.protocol.visit_by_id[visit].label if visit in case.protocol.visit_by_id else visit
            yield Finding(
                "twice_at_one_visit", f"{visit} {instrument}", latest.came_on,
                {"forms": " ".join(sorted(form.id for form in forms))},
                {"visit": label, "form": latest.instrument.short_title}, form_id=latest.id, visit_id=visit,
            )  # fmt: skip


def age(case: QueryCase) -> Iterator[Finding]:
    """An age at enrolment that no patient of such a study has."""
    if case.born is None or not case.dates_known:
        return
    on = case.timeline.enrolled
    years = on.year - case.born.year - ((on.month, on.day) < (case.born.month, case.born.day))
    if not YOUNGEST <= years <= OLDEST:
        yield Finding("age", "age", on, {"years": str(years)}, {"years": str(years)})


def _known(case: QueryCase, event: Event) -> date:
    return max((one.recorded_on for one in case.events if one.event == event), default=event.on)


def _of(
    form: CameForm, kind: str, facts: dict[str, str], since: date | None = None, more: str = "", **said: str
) -> Finding:
    subject = f"{form.assessment_id} {more}".strip()
    words = {"on": form.on.isoformat() if form.on else "", "form": form.instrument.short_title, **said}
    return Finding(kind, subject, since or form.came_on, facts, words, form_id=form.id, visit_id=form.visit_id)
