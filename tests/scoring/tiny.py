"""Tiny instruments built in the test, one for each thing that scoring must do."""

from collections.abc import Mapping, Sequence
from typing import Any

from qol.instruments.definition import AnswerSet, Condition, Instrument, Item, Licence, Option, Page, Scale


def choice(name: str, *codes: int, not_applicable: tuple[int, ...] = ()) -> AnswerSet:
    options = [Option(code=code) for code in codes]
    options += [Option(code=code, not_applicable=True) for code in not_applicable]
    return AnswerSet(id=name, options=tuple(options))


FOUR = choice("four", 1, 2, 3, 4)
SEVEN = AnswerSet(id="seven", kind="scale", lowest=1, highest=7)
FIVE_OR_NINE = choice("five_or_nine", 1, 2, 3, 4, 5, not_applicable=(9,))
YES_NO = choice("yes_no", 1, 2)
WORDS = AnswerSet(id="words", kind="text")


def item(name: str, answers: AnswerSet = FOUR, ask_if: Condition | None = None, **more: Any) -> Item:
    return Item(id=name, label=name, answers=answers.id, ask_if=ask_if or {}, **more)


def linear(name: str, *items: str, needs: int = 1, **more: Any) -> Scale:
    return Scale(
        id=name, label=name, method="linear_0_100", items=items, needs=needs, needs_rule="number",
        lowest=0.0, highest=100.0, higher_means="worse", **more,
    )  # fmt: skip


def points(name: str, given: Mapping[str, Mapping[int, float]], needs: int, **more: Any) -> Scale:
    settings = {"method": "sum_of_points", "lowest": 0.0, "highest": 42.0} | more
    return Scale(
        id=name, label=name, items=tuple(given), points=given, needs=needs, needs_rule="number",
        higher_means="worse", **settings,
    )  # fmt: skip


def of_scales(name: str, method: str, scales: Mapping[str, bool], needs: int = 1, **more: Any) -> Scale:
    settings = {"lowest": 0.0, "highest": 100.0} | more
    return Scale(
        id=name, label=name, method=method, scales=scales, needs=needs, needs_rule="number", higher_means="better",
        **settings,
    )  # fmt: skip


def mean(name: str, scales: Mapping[str, bool], needs: int, **more: Any) -> Scale:
    return Scale(
        id=name, label=name, method="mean_of_scales", scales=scales, needs=needs, needs_rule="number",
        lowest=0.0, highest=100.0, higher_means="better", **more,
    )  # fmt: skip


def instrument(items: Sequence[Item], scales: Sequence[Scale], **more: Any) -> Instrument:
    pages = more.pop("pages", None) or (Page(section="Only", items=tuple(items)),)
    return Instrument(
        id="tiny", title="Tiny", short_title="Tiny", version="1.0", reference="none", missing_rule="none",
        licence=Licence(status="free"), language="en", answers=(FOUR, SEVEN, FIVE_OR_NINE, YES_NO, WORDS),
        pages=pages, scales=tuple(scales), **more,
    )  # fmt: skip


C30 = {
    "QL2": "29 30", "PF2": "1 2 3 4 5", "RF2": "6 7", "EF": "21 22 23 24", "CF": "20 25", "SF": "26 27",
    "FA": "10 12 18", "NV": "14 15", "PA": "9 19", "DY": "8", "SL": "11", "AP": "13", "CO": "16", "DI": "17",
    "FI": "28",
}  # fmt: skip


def qlq_c30() -> Instrument:
    """The QLQ-C30's structure, written here a second time and apart from its file."""
    scales = []
    for name, numbers in C30.items():
        items = [f"q{number}" for number in numbers.split()]
        turned = name in ("PF2", "RF2", "EF", "CF", "SF")
        scales.append(linear(name, *items, needs=(len(items) + 1) // 2, reversed=turned))
    parts = {name: name not in ("PF2", "RF2", "EF", "CF", "SF") for name in C30 if name not in ("QL2", "FI")}
    scales.append(mean("SUMMARY", parts, needs=13))
    return instrument([item(f"q{n}", SEVEN if n > 28 else FOUR) for n in range(1, 31)], scales)
