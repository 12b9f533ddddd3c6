"""A part as it is shown on a page or on paper: its finding, its pictures, the tables behind them, its data."""

from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from qol.language import gettext, number

Name = Literal["answers", "bowel", "balance", "tests"]
NAMES: tuple[Name, ...] = ("answers", "bowel", "balance", "tests")
LEAST_P = 0.001


@dataclass(frozen=True)
class Line:
    """A row of a table; `head`: it names the rows below it and has no cells."""

    label: str
    cells: tuple[str, ...] = ()
    head: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """heads: of every column, that of the labels first. english: labels are in English, as the analysis says them."""

    caption: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    english: bool = False
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A picture of the chart kit: `shape` is what its macro takes. english: its labels are in English."""

    kind: Literal["bars", "norms", "balance", "overlap"]
    head: str
    shape: Any
    note: str = ""
    english: bool = False


@dataclass(frozen=True, eq=False)
class Part:
    """Everything of a part. said: sentences; why: refusals as the analysis says them, in English; frame: the data.

    pending: weighted numbers are being computed and left out.
    """

    name: Name
    title: str
    finding: str
    standing: str
    said: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    pending: bool = False


def name_of(name: str) -> str:
    """What a part is called on its link; `course` is the first one."""
    return {
        "course": gettext("Course and differences"),
        "answers": gettext("Satisfaction, regret and worry"),
        "bowel": gettext("LARS and stoma"),
        "balance": gettext("Balance and overlap"),
        "tests": gettext("Tests of the family"),
    }[name]


def exploratory() -> str:
    """What stands above everything that no plan declares."""
    return gettext("Exploratory: the plan does not declare this view.")


def p_value(p: float | None) -> str:
    """p = 0.012, or that it is below what is written."""
    if p is None:
        return gettext("no p value")
    if p < LEAST_P:
        return "p < " + number(LEAST_P, 3)
    return "p = " + number(p, 3)
