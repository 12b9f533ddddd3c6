"""One patient's occasions: what was answered when, what was not, and where each stands on the axis of time."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from qol.analysis.occasions import COUNTED
from qol.analysis.study_data import StudyData
from qol.course.clocks import DAYS_A_MONTH
from qol.reports._visits import SHORT, axis_unit

EVENT_SHORT = {"regrowth": "regr.", "resection": "op", "stoma_closed": "cl"}


@dataclass(frozen=True)
class Sitting:
    """One occasion. at: on the axis of time, None where nothing says when. answered: False for a visit that was
    expected and brought no form. kind: baseline, calendar, event or unscheduled."""

    key: str
    visit: str | None
    label: str
    short: str
    kind: str
    at: float | None
    on: date | None
    answered: bool
    regular: bool = True
    """A visit of the calendar or a baseline, or a form that also answered one."""


@dataclass(frozen=True)
class History:
    """Everything known of one patient, in the order of time. now: the sitting that the page is about.

    before: the sitting that it is compared with: the last answered one of the calendar or a baseline, else the
    last one. axis: what the axis counts, in words. zero: the date on which the axis is 0.
    """

    data: StudyData
    patient: str
    person: Mapping[Hashable, object]
    events: pd.DataFrame
    forms: pd.DataFrame
    items: pd.DataFrame
    scores: pd.DataFrame
    visits: pd.DataFrame
    sittings: tuple[Sitting, ...]
    now: Sitting | None
    before: Sitting | None
    axis: str
    unit: str
    zero: date | None

    def value(self, sitting: Sitting | None, instrument: str, scale: str) -> float | None:
        """The score of one scale at one sitting, None where there is none."""
        row = self.score_row(sitting, instrument, scale)
        return None if row is None or row["outcome"] != "scored" else float(row["value"])

    def score_row(self, sitting: Sitting | None, instrument: str, scale: str) -> Mapping[Hashable, Any] | None:
        """Everything about one scale at one sitting."""
        return None if sitting is None else self._scores.get((sitting.key, instrument, scale))

    @cached_property
    def _scores(self) -> Mapping[tuple[str, str, str], Mapping[Hashable, Any]]:
        """Looked up hundreds of times a page, so kept by key: a filter on a table takes milliseconds."""
        rows = self.scores[["assessment", "instrument", "scale", "value", "outcome"]].to_dict("records")
        return {(row["assessment"], row["instrument"], row["scale"]): row for row in rows}

    def answers(self, sitting: Sitting | None, instrument: str) -> Mapping[str, tuple[str, int | None]]:
        """Item -> state and code, at one sitting."""
        return {} if sitting is None else self._answers.get((sitting.key, instrument), {})

    @cached_property
    def _answers(self) -> Mapping[tuple[str, str], Mapping[str, tuple[str, int | None]]]:
        found: dict[tuple[str, str], dict[str, tuple[str, int | None]]] = {}
        columns = (self.items[name] for name in ("assessment", "instrument", "item", "state", "value"))
        for assessment, instrument, item, state, value in zip(*columns, strict=True):
            code = None if pd.isna(value) else int(value)
            found.setdefault((assessment, instrument), {})[str(item)] = (str(state), code)
        return found

    def state(self, sitting: Sitting | None, column: str) -> str | None:
        """A state on the day of a sitting: rectum, stoma, stoma_intent, strategy."""
        if sitting is None:
            return None
        said = (row[column] for row in self._forms if row["assessment"] == sitting.key)
        return next((str(value) for value in said if not pd.isna(value)), None)

    @cached_property
    def _forms(self) -> Sequence[Mapping[Hashable, Any]]:
        return self.forms.to_dict("records")

    def stoma(self, sitting: Sitting | None) -> str | None:
        """With or without a stoma on that day, by the patient's own word where the form asks."""
        for instrument in self.data.instruments.values():
            for item in instrument.items.values():
                if item.sets == "stoma":
                    state, code = self.answers(sitting, instrument.id).get(item.id, ("", None))
                    if state == "answered" and code is not None and code in item.sets_by:
                        return item.sets_by[code]
        return self.state(sitting, "stoma")

    @property
    def anything(self) -> bool:
        """Whether any question was answered at this visit: without answers nothing reassuring may be said."""
        here = self.items[self.items["assessment"] == self.now.key] if self.now else self.items.iloc[:0]
        return bool((here["state"] == "answered").any())

    def first(self, kind: str) -> date | None:
        """The date of the first event of a kind."""
        return self._first.get(kind)

    @cached_property
    def _first(self) -> Mapping[str, date]:
        """Asked for dozens of times a page."""
        found: dict[str, date] = {}
        for kind, on in zip(self.events["event"], self.events["on"], strict=True):
            if isinstance(on, str):
                found[str(kind)] = min(date.fromisoformat(on), found.get(str(kind), date.max))
        return found


def history(data: StudyData, patient: str, visit: str | None = None) -> History:
    """Gather one patient; `visit` names the visit that the page is about, else the latest answered one."""
    mine = {
        name: frame[frame["patient"] == patient]
        for name, frame in (("events", data.events), ("visits", data.visits), ("forms", data.forms),
                            ("items", data.items), ("scores", data.scores))
    }  # fmt: skip
    person = data.patients[data.patients["patient"] == patient].iloc[0].to_dict()
    answered = {
        name: _last_attempt(mine[name][mine[name]["status"].isin(COUNTED)]) for name in ("forms", "items", "scores")
    }
    zero, axis = _clock(data, answered["forms"], mine["events"], person)
    unit = axis_unit(data) if data.dates_known or answered["forms"]["months"].notna().any() else "days"
    sittings = _sittings(data, answered["forms"], mine["visits"], zero, unit)
    now = _now(sittings, visit)
    return History(
        data, patient, person, mine["events"], answered["forms"], answered["items"], answered["scores"],
        mine["visits"], sittings, now, _before(sittings, now), f"{unit} after {axis}", unit, zero,
    )  # fmt: skip


def _last_attempt(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    return rows[rows["attempt"] == rows.groupby(["assessment", "instrument"])["attempt"].transform("max")]


def _clock(
    data: StudyData, forms: pd.DataFrame, events: pd.DataFrame, person: Mapping[Hashable, object]
) -> tuple[date | None, str]:
    """Day zero of the axis: the study clock, where it has started; else enrolment."""
    dated = forms[forms["on_date"].notna() & forms["study_day"].notna()]
    words = {"neoadjuvant_end": "the end of neoadjuvant treatment", "decision": "the decision"}
    clock = str(data.protocol.study_clock)
    if not dated.empty:
        row = dated.iloc[0]
        zero = date.fromisoformat(str(row["on_date"])) - timedelta(days=int(row["study_day"]))
        return zero, words.get(clock, clock.replace("_", " "))
    started = events.loc[events["event"] == clock, "on"].dropna()
    if len(started):
        return date.fromisoformat(str(min(started))), words.get(clock, clock.replace("_", " "))
    enrolled = person.get("enrolled_on")
    if forms["study_day"].notna().any():
        return None, words.get(clock, clock.replace("_", " "))
    return (date.fromisoformat(str(enrolled)) if isinstance(enrolled, str) else None), "enrolment"


def _sittings(
    data: StudyData, forms: pd.DataFrame, visits: pd.DataFrame, zero: date | None, unit: str
) -> tuple[Sitting, ...]:
    kinds = {visit.id: visit.kind for visit in data.protocol.visits}
    first: dict[str, Mapping[Hashable, Any]] = {}
    for row in forms.to_dict("records"):
        first.setdefault(str(row["assessment"]), row)
    found = [_answered(row, kinds, zero, unit) for row in first.values()]
    done = set(forms["visit"].dropna()) | set(forms["also_visit"].dropna() if "also_visit" in forms else ())
    missed = visits[visits["status"].eq("expired") & visits["expected"].astype(bool) & ~visits["visit"].isin(done)]
    found += [_missed(row, data, zero, unit) for row in missed.to_dict("records")]
    order = {visit.id: number for number, visit in enumerate(data.protocol.visits)}
    return tuple(sorted(found, key=lambda s: (s.at is None, s.at or 0.0, order.get(s.visit or "", 99))))


def _answered(row: Mapping[Hashable, Any], kinds: Mapping[str, str], zero: date | None, unit: str) -> Sitting:
    on = date.fromisoformat(str(row["on_date"])) if isinstance(row["on_date"], str) else None
    day = int(row["study_day"]) if pd.notna(row["study_day"]) else (on - zero).days if on and zero else None
    visit = str(row["visit"]) if isinstance(row["visit"], str) else None
    label = str(row["visit_label"]) if visit else "Outside every visit"
    return Sitting(
        str(row["assessment"]), visit, label, short(visit, label), kinds.get(visit or "", "unscheduled"),
        _at(day, unit), on, True,
        kinds.get(visit or "", "") in ("calendar", "baseline") or isinstance(row.get("also_visit"), str),
    )  # fmt: skip


def _missed(row: Mapping[Hashable, object], data: StudyData, zero: date | None, unit: str) -> Sitting:
    """A visit that brought no form stands at its target: by its date, else by its place on the study clock."""
    visit, label = str(row["visit"]), str(row["visit_label"])
    due = date.fromisoformat(str(row["due"])) if isinstance(row["due"], str) else None
    planned = data.protocol.visit_by_id.get(visit)
    day = (due - zero).days if due and zero else None
    if day is None and planned is not None and planned.clock == data.protocol.study_clock:
        day = planned.due.days
    kind = planned.kind if planned is not None else "calendar"
    return Sitting(f"missed-{visit}", visit, label, short(visit, label), kind, _at(day, unit), due, False)


def _at(day: int | None, unit: str) -> float | None:
    return None if day is None else day / (DAYS_A_MONTH if unit == "months" else 1)


def short(visit: str | None, label: str) -> str:
    """A visit at the head of a narrow column: Pre, Dec, 12, regr., op+3."""
    if visit is None:
        return "extra"
    if visit in SHORT:
        return SHORT[visit]
    for start, word in EVENT_SHORT.items():
        if visit.startswith(start):
            months = "".join(c for c in visit.removeprefix(start) if c.isdigit())
            return f"{word}+{months}" if months else word
    digits = "".join(c for c in label if c.isdigit())
    return digits or label[:5]


def _now(sittings: tuple[Sitting, ...], visit: str | None) -> Sitting | None:
    """The latest answered sitting; one without a day only where there is no other: it may be early."""
    answered = [s for s in sittings if s.answered and (visit is None or s.visit == visit)]
    dated = [s for s in answered if s.at is not None]
    return (dated or answered)[-1] if answered else None


def _before(sittings: tuple[Sitting, ...], now: Sitting | None) -> Sitting | None:
    """The sitting to compare with: of the calendar or a baseline first, an event's or an extra one else."""
    if now is None:
        return None
    earlier = [s for s in sittings[: sittings.index(now)] if s.answered]
    regular = [s for s in earlier if s.regular]
    kept = regular or earlier
    return kept[-1] if kept else None
