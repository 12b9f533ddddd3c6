"""What the chart kit of the reports needs on a page: colours of the page's own tokens, digits of the reader."""

from functools import cache

from flask import Blueprint

from qol.language import direction, number
from qol.reports._paper import tokens
from qol.study.comparing.words import LEFT_TO_RIGHT, MINUS

COLOURS = {
    "ink": "ink", "soft": "ink-quiet", "rule": "chart-axis", "hair": "chart-grid", "paper": "sheet",
    "wash": "chart-state", "nom": "nom", "nom_strong": "nom-strong", "nom_mid": "nom-mid", "nom_light": "nom-light",
    "surgery": "surgery", "surgery_strong": "surgery-strong", "surgery_mid": "surgery-mid",
    "surgery_light": "surgery-light",
}  # fmt: skip
"""Colour of the kit -> token of the page, so that contrast and theme change with the page."""
LARGER = {"chart_digits": "3.3", "chart_grid": ".2", "chart_axis": ".3", "chart_outline": ".35"}
"""Digits and hairlines that are read on a telephone: a picture as wide as it is a third of the paper's scale."""


def add(blueprint: Blueprint) -> None:
    """The filters that the kit writes numbers with."""
    blueprint.add_app_template_filter(_num, "num")
    blueprint.add_app_template_filter(_tick, "tick")


@cache
def kit() -> dict[str, str]:
    """The kit's `t` on a page: measures of paper in its own units, colours as tokens."""
    return {**tokens(), **LARGER, **{name: f"var(--{token})" for name, token in COLOURS.items()}}


def _num(value: float, decimals: int = 0, signed: bool = False) -> str:
    shown = number(round(value, decimals) + 0.0, decimals).replace("-", MINUS)
    if not signed or round(value, decimals) <= 0:
        return shown
    return f"{LEFT_TO_RIGHT if direction() == 'rtl' else ''}+{shown}"


def _tick(value: float) -> str:
    return _num(value, 0 if value == round(value) else 2)
