"""The rows of the tables by stratum as they must read."""

from collections.abc import Sequence

from tests.journeys.expected_rows import compute
from tests.journeys.exported_tables import Exported, Row
from tests.journeys.printed_pages import Num, Page, Part
from tests.journeys.recomputed import LEAST
from tests.journeys.recomputed_strata import KINDS, SCALES, order, values

LABELS = {
    "response=complete": "complete", "response=near_complete": "near-complete", "response=incomplete": "incomplete",
    "offered=both": "both ways", "offered=one": "one way", "wish=yes": "got what they had wanted",
    "wish=no": "had wanted the other way", "wish=open": "both were fine, or did not know",
    "wish=not_known": "not told",
}  # fmt: skip
LETTERS = {"clinical_t": "cT", "clinical_n": "cN", "clinical_m": "cM"}
WISHES = (("yes", "had wanted what they got"), ("no", "had wanted the other way"), ("open", "both were fine"),
          ("unsure", "did not know"))  # fmt: skip


def cross_out(data: Exported, sheets: Sequence[Page]) -> None:
    """Cross out every row. Fails for one that reads otherwise, and where scales or strata are missing."""
    pages = [page for page in sheets if "Not randomised, exploratory. Differences NOM minus surgery" in page.text]
    left = [one for one in SCALES if any(len(_all(data, one, group)) for group in data.groups)] if pages else []
    for page in pages:
        while left and f"{data.scales[left[0]]['label']}, higher is" in page.text:
            for row in _rows(data, left.pop(0)):
                page.cross_out(row)
        if "What was offered and wanted before the decision" in page.text:
            for label, kind, answer in (("told us that both ways were offered", "both_offered", ""),
                                        *((label, "wished", answer) for answer, label in WISHES)):  # fmt: skip
                what = {"answer": answer}
                page.cross_out([label, *(Num(compute(data, kind, what | {"group": g})) for g in data.groups)])
    assert left == [], "every scale of satisfaction, regret and worry has its table"


def _all(data: Exported, scale: tuple[str, str], group: str) -> Sequence[float]:
    return list(data.scored(data.headline, *scale, group)["value"])


def _rows(data: Exported, scale: tuple[str, str]) -> list[list[Part]]:
    strata = ["", *(f"{kind}={word}" for kind in KINDS for word in order(data, kind))]
    return [_row(data, {"instrument": scale[0], "scale": scale[1], "visit": data.headline, "stratum": stratum})
            for stratum in strata]  # fmt: skip


def _row(data: Exported, what: Row) -> list[Part]:
    found = [values(data, what, group) for group in data.groups]
    parts: list[Part] = [_label(what["stratum"])]
    parts += [Num(compute(data, "stratum_people", what | {"group": group})) for group in data.groups]
    parts += [Num(len(found[0])), "/", Num(len(found[1]))]
    parts += [Num(scores.mean(), 1) if len(scores) else "–" for scores in found]
    if min(map(len, found)) < LEAST:
        return [*parts, "too few"]
    told = [compute(data, f"stratum_difference{end}", what) for end in ("", "_lower", "_upper")]
    return [*parts, Num(told[0], 1, signed=True), "(", Num(told[1], 1), "to", Num(told[2], 1), ")"]


def _label(stratum: str) -> str:
    kind, _, word = stratum.partition("=")
    letters = LETTERS.get(kind, "") if word != "not_known" else ""
    return LABELS.get(stratum) or (f"{letters}{word}" if letters else "not recorded" if kind else "everybody")
