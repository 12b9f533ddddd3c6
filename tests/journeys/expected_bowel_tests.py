"""The rows of the declared test of the bowel as they must read."""

from collections.abc import Sequence

from tests.journeys import recomputed_bowel_tests
from tests.journeys.expected_rows import NAMES, compute, visits
from tests.journeys.exported_tables import Exported
from tests.journeys.printed_pages import Num, Page, Part
from tests.journeys.recomputed import LEAST, bowel

LABELS = {"major": "Major LARS, of people without a stoma", "composite": "Stoma or major LARS, of everybody"}


def cross_out(data: Exported, sheets: Sequence[Page]) -> None:
    """Cross out both rows. Fails for one that reads otherwise."""
    for page in sheets:
        if "by the declared test" in page.text:
            labels = {label.lower(): visit for visit, label in visits(data)}
            at = next(visit for label, visit in labels.items() if f"Bowel at {label} by the declared test" in page.text)
            for item in LABELS:
                page.cross_out(_row(data, at, item))
            for group in data.groups:
                count, whole, _ = recomputed_bowel_tests.counts(data, {"visit": at, "item": "major"}, group)
                page.cross_out([NAMES[group], Num(count), "/", Num(whole), ",", Num(100 * count / whole, 1), "%"])
                page.cross_out(_outside(data, at, group))


def _outside(data: Exported, visit: str, group: str) -> list[Part]:
    told = bowel(data, visit, group)
    return [NAMES[group], Num(told["permanent"]), "with a permanent and", Num(told["temporary"]),
            "with a temporary stoma,", Num(told["left_out"]), "without a score or with an unknown stoma"]  # fmt: skip


def _row(data: Exported, visit: str, item: str) -> list[Part]:
    what = {"instrument": "lars", "visit": visit, "item": item}
    told = [recomputed_bowel_tests.counts(data, what, group) for group in data.groups]
    parts: list[Part] = [LABELS[item]]
    for count, whole, _ in told:
        parts += [Num(count), "/", Num(whole), ",", Num(100 * count / whole, 1), "%"]
    parts += [Num(told[0][2]), "/", Num(told[1][2])]
    if min(whole for _, whole, _ in told) < LEAST:
        parts.append("too few")
    else:
        kinds = [f"tested_difference{end}" for end in ("", "_lower", "_upper")]
        found = [compute(data, kind, what) for kind in kinds]
        parts += [Num(found[0], 0, signed=True), "(", Num(found[1]), "to", Num(found[2]), ")"]
    counted, whole = sum(one[0] for one in told), sum(one[1] for one in told)
    if counted in (0, whole):
        return [*parts, "no p value"]
    p = compute(data, "tested_p", what)
    return [*parts, "p < 0.001"] if p < 0.001 else [*parts, "p =", Num(p, 3)]
