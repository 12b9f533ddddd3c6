"""Treatment and visits on one line of time: what was done above it, forms below it."""

from dataclasses import dataclass
from datetime import date, timedelta

from qol.reports._summary.history import History, short
from qol.reports._summary.room import BOLDER, width
from qol.reports._words import short_day

LEFT, RIGHT = 10.0, 172.0
SIZE = 6.4
LINE = 12.6
ROWS = (0.2, 2.9, 5.6, 8.3)
"""Where words stand above the line, in millimetres from the top; a later event may stand in a lower row only, else its line would cross words."""
FORM_ROWS = (20.4, 23.2)

NAMES = {
    "response_assessment": "response", "decision": "decision", "regrowth": "local regrowth", "local_excision": "local excision",
    "resection": "resection", "local_recurrence": "local recurrence", "stoma_formed": "stoma", "stoma_closed": "stoma closed",
    "metastasis": "metastasis", "metastasis_treatment": "metastasis treated", "withdrawal": "withdrawn", "death": "died",
}  # fmt: skip
STRONG = ("decision", "regrowth", "local_excision", "resection", "metastasis", "death", "withdrawal")
ANSWERS = {"complete": "complete response", "near_complete": "near-complete response", "incomplete": "incomplete response"}


@dataclass(frozen=True)
class Said:
    """Words over the chart; `end` places them to the left of their line."""

    left: float
    top: float
    words: str
    strong: str
    end: bool


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
    following = _next(past)
    end = max([*dates, past.data.today, *([following[0]] if following else [])])
    scale = _Scale(min(dates) - timedelta(days=12), end + timedelta(days=20))
    sticks, said, unnamed = _events(past, scale)
    marks, under = _forms(past, scale, following)
    zero_said, years = _zero(past, scale)
    return Strip(
        _bars(past, scale), _strategy(past, scale), sticks, years, scale.quarters(), marks, said, under, unnamed,
        scale.x(past.data.today), scale.x(past.zero) if past.zero else None, zero_said, _alt(past),
    )  # fmt: skip


class _Scale:
    """Dates to millimetres."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._unit = (RIGHT - LEFT) / max((last - first).days, 1)

    def x(self, on: date) -> float:
        return round(LEFT + (on - self.first).days * self._unit, 2)

    def years(self) -> tuple[tuple[float, str], ...]:
        starts = [date(year, 1, 1) for year in range(self.first.year, self.last.year + 1)]
        return tuple((max(self.x(start), LEFT), str(start.year)) for start in starts if self.x(start) < RIGHT - 8)

    def quarters(self) -> tuple[float, ...]:
        days = (date(year, month, 1) for year in range(self.first.year, self.last.year + 1) for month in (1, 4, 7, 10))
        return tuple(self.x(on) for on in days if self.first <= on <= self.last)


def _bars(past: History, scale: _Scale) -> tuple[Bar, ...]:
    """Neoadjuvant treatment and lines of drugs, from start to end; what has no end runs to the data cut."""
    bars = []
    for start, stop in (("neoadjuvant_start", "neoadjuvant_end"), ("systemic_start", "systemic_stop")):
        begun, ended = past.first(start), past.first(stop)
        if begun:
            bars.append(Bar(scale.x(begun), scale.x(ended or past.data.today)))
        elif ended:
            bars.append(Bar(max(scale.x(ended) - 3, LEFT), scale.x(ended)))
    return tuple(bars)


def _strategy(past: History, scale: _Scale) -> tuple[float, float, str] | None:
    decided, group = past.first("decision"), str(past.person.get("group"))
    if decided is None or group not in ("nom", "surgery"):
        return None
    ends = [on for kind in ("death", "withdrawal") if (on := past.first(kind)) is not None]
    return scale.x(decided), scale.x(min([*ends, past.data.today])), group


def _zero(past: History, scale: _Scale) -> tuple[Said | None, tuple[tuple[float, str], ...]]:
    """`clock 0` beside its line, and the years that leave room for it."""
    years = scale.years()
    if past.zero is None or not scale.first <= past.zero <= scale.last:
        return None, years
    x, long = scale.x(past.zero), width("clock 0", SIZE) + 1.4
    for start, end in ((x, False), (x - long, True)):
        if not any(start - 6.5 < year < start + long for year, _ in years):
            return Said(x - 0.7 if end else x + 0.7, LINE + 1.5, "clock 0", "", end), years
    kept = tuple((year, text) for year, text in years if not x - 6.5 < year < x + long)
    return Said(x + 0.7, LINE + 1.5, "clock 0", "", False), kept


def _events(past: History, scale: _Scale) -> tuple[tuple[tuple[float, float], ...], tuple[Said, ...], tuple[str, ...]]:
    """Words in the first row with room for them; to the left of their line where the right has none."""
    taken: list[list[tuple[float, float]]] = [[] for _ in ROWS]
    sticks: list[tuple[float, float]] = []
    said: list[Said] = []
    unnamed: list[str] = []
    rows = past.events[past.events["event"].isin(list(NAMES)) & past.events["on"].notna()].sort_values("on")
    for on, same_day in rows.groupby("on", sort=True):
        told = [_words(row, date.fromisoformat(str(on))) for row in same_day.to_dict("records")]
        name, rest = ", ".join(name for name, _ in told), told[0][1]
        strong = any(str(event) in STRONG for event in same_day["event"])
        x, long = scale.x(date.fromisoformat(str(on))), width(f"{name} {rest}", SIZE) * BOLDER + 1.4
        place = _place(x, long, taken)
        if place is None:
            sticks.append((x, LINE - 1.4))
            unnamed.append(f"{name} {rest}")
            continue
        level, end = place
        sticks.append((x, ROWS[level]))
        said.append(Said(x - 0.7 if end else x + 0.7, ROWS[level], rest if strong else f"{name} {rest}", name if strong else "", end))
    return tuple(sticks), tuple(said), tuple(unnamed)


def _place(x: float, long: float, taken: list[list[tuple[float, float]]]) -> tuple[int, bool] | None:
    """The first row, and side, where words touch no others and their line crosses none."""
    for level, used in enumerate(taken):
        if any(left <= x <= right for lower in taken[level + 1 :] for left, right in lower):
            continue
        for start, end in ((x, False), (x - long, True)):
            free = all(start > right or start + long < left for left, right in used)
            if free and start >= 0 and start + long <= 174.5:
                used.append((start, start + long))
                for lower in taken[level + 1 :]:
                    lower.append((x - 0.4, x + 0.4))
                return level, end
    return None


def _words(row: dict[str, object], on: date) -> tuple[str, str]:
    """Name of the event with what matters of its details, and its date."""
    details = dict(part.split(": ", 1) for part in str(row["details"]).split("; ") if ": " in part)
    kind = str(row["event"])
    name = NAMES[kind]
    if kind == "response_assessment":
        name = ANSWERS.get(details.get("result", ""), name)
    if kind == "decision" and details.get("strategy"):
        name = f"decision: {'NOM' if details['strategy'] == 'nom' else 'surgery'}"
    if kind == "resection" and details.get("operation") in ("lar", "apr"):
        name = {"lar": "low anterior resection", "apr": "abdominoperineal resection"}[details["operation"]]
    if kind == "stoma_formed" and details.get("intent"):
        name = f"{details['intent']} stoma"
    shown = f"{on:%b %Y}" if row["precision"] == "month" else short_day(on)
    return name, shown


def _forms(past: History, scale: _Scale, following: tuple[date, str] | None) -> tuple[tuple[Mark, ...], tuple[Said, ...]]:
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


def _next(past: History) -> tuple[date, str] | None:
    """The next visit that is due, with its short name."""
    rows = past.visits[past.visits["status"].isin(("upcoming", "due", "overdue")) & past.visits["due"].notna()].sort_values("due")
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
