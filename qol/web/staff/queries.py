"""Open queries of a patient: what the record leaves in doubt, each in a title and a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from qol.course.due import DueState
from qol.course.event_details import LABELS
from qol.language import gettext
from qol.study.patients.patient_record import Record
from qol.web.staff.words import day_month, short_date


@dataclass(frozen=True)
class Query:
    """Something for staff to settle; event_id where a correction of one event would settle it."""

    title: str
    sentence: str
    event_id: str | None = None
    english: bool = False
    """Whether the sentence comes from the timeline's own rules, which speak English only."""


def queries(record: Record) -> tuple[Query, ...]:
    """Contradictions first, then what is doubtful, days not known, visits without a form."""
    return (*_contradictions(record), *_unexpected(record), *_doubtful(record), *_months(record), *_missed(record))


def _contradictions(record: Record) -> Iterator[Query]:
    for scores in record.scores:
        for item in scores.contradictions:
            when = day_month(scores.on) if scores.on else scores.label
            yield Query(
                gettext("Answer and record differ: {label}").format(label=item.label),
                gettext(
                    "{when}: the answer says {fact} {answered}, the record {fact} {recorded}. "
                    "The answer chose the questions."
                ).format(when=when, fact=item.fact, answered=item.answered, recorded=item.recorded),
            )


def _unexpected(record: Record) -> Iterator[Query]:
    for scores in record.scores:
        if scores.unexpected:
            when = day_month(scores.on) if scores.on else scores.label
            sentence = gettext("%(when)s: %(items)s. What was typed is kept; it is neither scored nor exported.")
            said = sentence % {"when": when, "items": ", ".join(scores.unexpected)}
            yield Query(gettext("Answered on paper though not asked"), said)


def _doubtful(record: Record) -> Iterator[Query]:
    for sentence in record.course.doubtful:
        yield Query(gettext("Is this right?"), sentence, english=True)


def _months(record: Record) -> Iterator[Query]:
    for item in record.course.events:
        if item.event.precision == "month":
            yield Query(
                gettext("Day of: {event}").format(event=gettext(LABELS[item.event.kind])),
                gettext("Only the month is known. Days are counted from the 15th."),
                item.event_id,
            )


def _missed(record: Record) -> Iterator[Query]:
    for visit in record.visits:
        if visit.state == DueState.EXPIRED and visit.window:
            yield Query(
                gettext("{visit}, no form").format(visit=visit.visit.label),
                gettext("The window closed on {day}.").format(day=short_date(visit.window.closes)),
            )
