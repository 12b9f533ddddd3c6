"""The words over the line of time: one row below the other, so that none touches another or crosses a line."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from qol.reports._summary.history import History
from qol.reports._summary.room import BOLDER, width
from qol.reports._words import short_day

LEFT, RIGHT = 10.0, 172.0
SIZE = 6.4
LINE = 12.6
ROWS = (0.2, 2.9, 5.6, 8.3)
"""Where words stand above the line, in millimetres from the top. Later events stand lower, or would cross words."""

NAMES = {
    "response_assessment": "response", "decision": "decision", "regrowth": "local regrowth",
    "local_excision": "local excision",
    "resection": "resection", "local_recurrence": "local recurrence", "stoma_formed": "stoma",
    "stoma_closed": "stoma closed",
    "metastasis": "metastasis", "metastasis_treatment": "metastasis treated", "withdrawal": "withdrawn",
    "death": "died",
}  # fmt: skip
STRONG = ("decision", "regrowth", "local_excision", "resection", "metastasis", "death", "withdrawal")
ANSWERS = {
    "complete": "complete response",
    "near_complete": "near-complete response",
    "incomplete": "incomplete response",
}


@dataclass(frozen=True)
class Said:
    """Words over the chart; `end` places them to the left of their line."""

    left: float
    top: float
    words: str
    strong: str
    end: bool


class Scale:
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


def zero_words(past: History, scale: Scale) -> tuple[Said | None, tuple[tuple[float, str], ...]]:
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


def event_words(
    past: History, scale: Scale
) -> tuple[tuple[tuple[float, float], ...], tuple[Said, ...], tuple[str, ...]]:
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
        said.append(
            Said(
                x - 0.7 if end else x + 0.7,
                ROWS[level],
                rest if strong else f"{name} {rest}",
                name if strong else "",
                end,
            )
        )
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


def _words(row: Mapping[Hashable, object], on: date) -> tuple[str, str]:
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
