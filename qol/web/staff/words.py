"""How staff pages say days, spans of days, roles and states."""

from collections.abc import Mapping
from datetime import date, datetime

from babel import Locale, dates
from flask import Flask

from qol import language
from qol.course.event_details import DETAIL_LABELS, DETAILS, LABELS, VALUE_LABELS
from qol.course.events import Event, EventKind
from qol.language import gettext, ngettext
from qol.study.paper import typed

ROLE_WORDS = {
    "coordinator": lambda: gettext("coordinator"),
    "clinician": lambda: gettext("clinician"),
    "researcher": lambda: gettext("researcher"),
    "administrator": lambda: gettext("administrator"),
}


def install(app: Flask) -> None:
    """Give the staff templates their filters."""
    app.jinja_env.filters.update(
        weekday=weekday,
        short_date=short_date,
        day_month=day_month,
        day_month_short=day_month_short,
        event_date=event_date,
        in_days=in_days,
        score=score,
        moment=moment,
        short_moment=short_moment,
        lower_first=lower_first,
        codes=typed.codes,
        code_list=lambda answers: " ".join(map(str, (*answers.scored_codes, *answers.not_applicable_codes))),
        role_name=role_name,
        event_name=event_name,
        event_details=event_details,
        row_name=lambda row: gettext(LABELS[EventKind(row.kind)]),
        row_details=lambda row: _details(EventKind(row.kind), row.details),
    )


def role_name(role: str) -> str:
    """What a role is called."""
    return ROLE_WORDS[role]() if role in ROLE_WORDS else role


def weekday(value: date) -> str:
    """Thursday."""
    return language.digits(dates.format_date(value, "EEEE", locale=_locale()))


def short_date(value: date) -> str:
    """12 Mar 2026."""
    return _day(value, "d MMM y", "yMMMd")


def day_month(value: date) -> str:
    """20 March."""
    return _day(value, "d MMMM", "MMMMd")


def day_month_short(value: date) -> str:
    """20 Feb."""
    return _day(value, "d MMM", "MMMd")


def event_date(value: date, precision: str) -> str:
    """10 Mar 2025, or Sep 2025 where only the month is known."""
    return _day(value, "MMM y", "yMMM") if precision == "month" else short_date(value)


def _day(value: date, english: str, skeleton: str) -> str:
    """A day as the language writes it; Babel's English is American, and the product writes the day first."""
    if language.present() == language.SOURCE:
        return dates.format_date(value, english, locale=_locale())
    return language.digits(dates.format_skeleton(skeleton, value, locale=_locale()))


def in_days(days: int | None) -> str:
    """In 8 days, today, 2 days ago."""
    if days is None:
        return ""
    if days == 0:
        return gettext("today")
    if days < 0:
        return ngettext("{n} day ago", "{n} days ago", -days).format(n=language.number(-days))
    return ngettext("in {n} day", "in {n} days", days).format(n=language.number(days))


def score(value: float | None, decimals: int = 0) -> str:
    """A score rounded for the eye; only templates round."""
    return "" if value is None else language.number(value, decimals)


def moment(value: datetime) -> str:
    """12 March 2026, 10:42, on the clock of the wall."""
    local = value.astimezone()
    return f"{language.long_date(local)}, {language.clock(local)}"


def short_moment(value: datetime, now: datetime) -> str:
    """10:42 today, 9 Mar on another day, on the clock of the wall."""
    local = value.astimezone()
    return language.clock(local) if local.date() == now.date() else day_month_short(local)


def lower_first(text: str) -> str:
    """A label inside a sentence."""
    return text if language.present() == "de" else text[:1].lower() + text[1:]  # German nouns are capitalized


def event_name(event: Event) -> str:
    """Resection."""
    return gettext(LABELS[event.kind])


def event_details(event: Event) -> str:
    """Operation: Low anterior resection; Anastomotic leak: No."""
    return _details(event.kind, event.details)


def _details(kind: EventKind, details: Mapping[str, str]) -> str:
    """Known details in their order, each with its label."""
    found = [(name, details[name]) for name in DETAILS.get(kind, {}) if details.get(name)]
    return "; ".join(
        f"{gettext(DETAIL_LABELS[name])}: {gettext(VALUE_LABELS.get((name, value), value))}" for name, value in found
    )


def _locale() -> Locale:
    """Every pattern here says the day before the month, so plain English will do."""
    return Locale.parse(language.present(), sep="-")
