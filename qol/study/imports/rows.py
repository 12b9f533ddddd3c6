"""Reads the forms of a table: every cell checked, every refused row named with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qol.errors import ImportRefused, MissingColumns
from qol.instruments.definition import Instrument
from qol.study.imports.plan import ImportPlan
from qol.tables import read_table

Cells = Mapping[str, str | None]
SHOWN = 50
"""How many refused rows are listed; how many more there are is said."""


@dataclass(frozen=True)
class FormRow:
    """One form of the table. number: its row, the first below the head being 2."""

    number: int
    patient: str
    on_date: date | None
    day: int | None
    group: str | None
    died_on: date | None
    died: int | None
    facts: Mapping[str, str]
    answers: Mapping[str, int | None]


class _Refusals:
    """Reasons, row by row."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, row: int, reason: str) -> None:
        self.found.append(f"row {row}: {reason}")

    def raise_any(self) -> None:
        if self.found:
            more = len(self.found) - SHOWN
            shown = self.found[:SHOWN] + ([f"and {more} more"] if more > 0 else [])
            raise ImportRefused([*shown, "Nothing was imported. Mend these rows and import the file again."])


def read_rows(path: Path, instrument: Instrument, plan: ImportPlan, today: date) -> tuple[FormRow, ...]:
    """The forms of a CSV or Parquet file.

    Raises MissingColumns naming all of them, and ImportRefused with every refused row and its reason.
    """
    table = read_table(path)
    columns = {str(name): table[name].tolist() for name in table.columns}
    _require(instrument, plan, columns)
    refusals = _Refusals()
    rows = [
        _row(number + 2, {name: _text(values[number]) for name, values in columns.items()}, instrument, plan, today,
             refusals)
        for number in range(len(table))
    ]  # fmt: skip
    _one_group(rows, refusals)
    _no_twins(rows, refusals)
    refusals.raise_any()
    if not rows:
        raise ImportRefused(["The file holds no rows."])
    return tuple(rows)


def _text(cell: object) -> str | None:
    text = "" if cell is None else str(cell).strip()
    return None if text in ("", "nan", "NaN", "NA") else text


def _require(instrument: Instrument, plan: ImportPlan, columns: Mapping[str, object]) -> None:
    closed = [item for item in instrument.items if instrument.answers_of(item).kind != "text"]
    named = [plan.patient, plan.date, plan.day, plan.group, plan.death]
    absent = [name for name in (*named, *closed) if name is not None and name not in columns]
    if absent:
        raise MissingColumns(
            f"These columns are not in the file: {', '.join(absent)}. It has: {', '.join(columns) or 'none'}."
        )


def _row(
    number: int, cells: Cells, instrument: Instrument, plan: ImportPlan, today: date, refusals: _Refusals
) -> FormRow:
    patient = cells[plan.patient]
    if patient is None:
        refusals.add(number, f"no patient in column {plan.patient}")
    return FormRow(
        number=number,
        patient=patient or "",
        on_date=_date(number, cells, plan.date, today, refusals),
        day=_whole(number, cells, plan.day, refusals),
        group=_group(number, cells, plan, refusals),
        died_on=_date(number, cells, plan.death, today, refusals) if plan.date else None,
        died=_whole(number, cells, plan.death, refusals) if plan.day else None,
        facts=_facts(number, cells, instrument, refusals),
        answers={
            item: _answer(number, cells[item], instrument, item, refusals)
            for item in instrument.items
            if instrument.answers_of(item).kind != "text"
        },
    )


def _date(number: int, cells: Cells, column: str | None, today: date, refusals: _Refusals) -> date | None:
    text = cells[column] if column else None
    if text is None:
        return None
    try:
        on = date.fromisoformat(text[:10])
    except ValueError:
        refusals.add(number, f"{column} {text!r} is no date; write 2026-03-31")
        return None
    if on > today:
        refusals.add(number, f"{column} {text} lies in the future")
    return on


def _whole(number: int, cells: Cells, column: str | None, refusals: _Refusals) -> int | None:
    text = cells[column] if column else None
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value or abs(value) > 36_600 or value != int(value):
        refusals.add(number, f"{column} {text!r} is no whole number of days")
        return None
    return int(value)


def _group(number: int, cells: Cells, plan: ImportPlan, refusals: _Refusals) -> str | None:
    value = cells[plan.group] if plan.group else None
    if plan.group is None:
        return None
    if value is None or value not in plan.groups:
        refusals.add(number, f"{plan.group} {value!r} is none of {', '.join(plan.groups)}")
        return None
    return plan.groups[value]


def _facts(number: int, cells: Cells, instrument: Instrument, refusals: _Refusals) -> dict[str, str]:
    facts = {}
    for name, values in instrument.facts.items():
        value = cells.get(name)
        if value is None:
            continue
        if value not in values:
            refusals.add(number, f"{name} {value!r} is none of {', '.join(values)}")
        facts[name] = value
    return facts


def _answer(number: int, text: str | None, instrument: Instrument, item: str, refusals: _Refusals) -> int | None:
    if text is None:
        return None
    answers = instrument.answers_of(item)
    codes = (*answers.scored_codes, *answers.not_applicable_codes)
    try:
        code = float(text)
    except ValueError:
        code = float("nan")
    if code not in codes:
        refusals.add(number, f"{item} {text!r} is no answer of {instrument.short_title} ({_said(codes)})")
        return None
    return int(code)


def _said(codes: tuple[int, ...]) -> str:
    return f"{codes[0]} to {codes[-1]}" if len(codes) > 2 else ", ".join(map(str, codes))


def _one_group(rows: list[FormRow], refusals: _Refusals) -> None:
    """A patient belongs to one group."""
    first: dict[str, FormRow] = {}
    for row in rows:
        before = first.setdefault(row.patient, row)
        if row.patient and before.group != row.group:
            other = f"in row {before.number} in {before.group}"
            refusals.add(row.number, f"patient {row.patient} is in group {row.group}, {other}")


def _no_twins(rows: list[FormRow], refusals: _Refusals) -> None:
    """A patient has one form a day; forms without a day are kept apart by their row."""
    seen: dict[tuple[str, date | None, int | None], int] = {}
    for row in rows:
        if row.on_date is None and row.day is None:
            continue
        key = (row.patient, row.on_date, row.day)
        if key in seen:
            refusals.add(row.number, f"a second form of patient {row.patient} for the day of row {seen[key]}")
        seen.setdefault(key, row.number)
