"""Treatment and visits on one line of time: what was done above it, forms below it."""

from dataclasses import dataclass
from datetime import date, timedelta

from qol.reports._summary.history import History, short
from qol.reports._summary.room import width
from qol.reports._summary.strip_words import LEFT, NAMES, SIZE, Said, Scale, event_words, zero_words
from qol.reports._words import short_day

FORM_ROWS = (20.4, 23.2)
"""Where words stand under the forms, in millimetres from the top."""


@dataclass(frozen=True)
class Bar:
    """A time of treatment."""

    x1: float
    x2: float


@dataclass(frozen=True)
class Mark:
    """A form on the lower lane: done, missed or next."""

    x: float
    kind: str


@dataclass(frozen=True)
class Strip:
    """The whole line. strategy: the time under the decided strategy, with its mark, or None."""

    bars: tuple[Bar, ...]
    strategy: tuple[float, float, str] | None
    sticks: tuple[tuple[float, float], ...]
    """x and top of the thin lines that lead from an event to its words."""
    years: tuple[tuple[float, str], ...]
    quarters: tuple[float, ...]
    marks: tuple[Mark, ...]
    said: tuple[Said, ...]
    under: tuple[Said, ...]
    unnamed: tuple[str, ...]
    """Events for whose words there was no room."""
    today: float | None
    zero: float | None
    zero_said: Said | None
    alt: str


def strip(past: History) -> Strip | None:
    """The strip, or None where no date is known."""
    dates = [date.fromisoformat(str(on)) for on in past.events["on"].dropna()]
    dates += [s.on for s in past.sittings if s.on is not None]
    if not dates or not past.data.dates_known:
        return None
    following = next_visit(past)
    end = max([*dates, past.data.today, *([following[0]] if following else [])])
    scale = Scale(min(dates) - timedelta(days=12), end + timedelta(days=20))
    sticks, said, unnamed = event_words(past, scale)
    marks, under = _forms(past, scale, following)
    zero_said, years = zero_words(past, scale)
    return Strip(
        _bars(past, scale), _strategy(past, scale), sticks, years, scale.quarters(), marks, said, under, unnamed,
        scale.x(past.data.today), scale.x(past.zero) if past.zero else None, zero_said, _alt(past),
    )  # fmt: skip


def _bars(past: History, scale: Scale) -> tuple[Bar, ...]:
    """Neoadjuvant treatment and lines of drugs, from start to end; what has no end runs to the data cut."""
    bars = []
    for start, stop in (("neoadjuvant_start", "neoadjuvant_end"), ("systemic_start", "systemic_stop")):
        begun, ended = past.first(start), past.first(stop)
        if begun:
            bars.append(Bar(scale.x(begun), scale.x(ended or past.data.today)))
        elif ended:
            bars.append(Bar(max(scale.x(ended) - 3, LEFT), scale.x(ended)))
    return tuple(bars)


def _strategy(past: History, scale: Scale) -> tuple[float, float, str] | None:
    decided, group = past.first("decision"), str(past.person.get("group"))
    if decided is None or group not in ("nom", "surgery"):
        return None
    ends = [on for kind in ("death", "withdrawal") if (on := past.first(kind)) is not None]
    return scale.x(decided), scale.x(min([*ends, past.data.today])), group


def _forms(
    past: History, scale: Scale, following: tuple[date, str] | None
) -> tuple[tuple[Mark, ...], tuple[Said, ...]]:
    marks = [Mark(scale.x(s.on), "done" if s.answered else "missed") for s in past.sittings if s.on]
    words = [(scale.x(s.on), s.short if s.answered else f"{s.short}, no answer") for s in past.sittings if s.on]
    if following:
        marks.append(Mark(scale.x(following[0]), "next"))
        words.append((scale.x(following[0]), f"{following[1]}, due {short_day(following[0])}"))
    taken: list[float] = [-9.0, -9.0]
    said = []
    for x, text in sorted(words):
        long = width(text, SIZE) + 1.2
        left = min(max(x - long / 2, 0.0), 174 - long)
        level = next((i for i, end in enumerate(taken) if left >= end), None)
        if level is not None:
            taken[level] = left + long
            said.append(Said(round(left, 2), FORM_ROWS[level], text, "", False))
    return tuple(marks), tuple(said)


def next_visit(past: History) -> tuple[date, str] | None:
    """The day of the next visit that is due, with its short name; None where there is none."""
    rows = past.visits[
        past.visits["status"].isin(("upcoming", "due", "overdue")) & past.visits["due"].notna()
    ].sort_values("due")
    if rows.empty:
        return None
    row = rows.iloc[0]
    return date.fromisoformat(str(row["due"])), short(str(row["visit"]), str(row["visit_label"]))


def _alt(past: History) -> str:
    events = "; ".join(
        f"{NAMES.get(str(e), str(e).replace('_', ' '))} {short_day(date.fromisoformat(str(on)))}"
        for e, on in zip(past.events["event"], past.events["on"], strict=True) if isinstance(on, str)
    )  # fmt: skip
    forms = "; ".join(f"{s.label} {'answered' if s.answered else 'not answered'}" for s in past.sittings)
    return f"Timeline. {events}. Forms: {forms or 'none'}."
