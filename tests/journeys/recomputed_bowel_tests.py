"""The declared test of LARS and of stoma or major LARS, computed again."""

import math

from scipy import stats

from tests.journeys.exported_tables import Exported, Row
from tests.journeys.recomputed import bowel, of, per_cent, wilson
from tests.journeys.recomputed_weights import plan


def counts(data: Exported, row: Row, group: str) -> tuple[int, int, int]:
    """Counted, of how many, and how many of those seen are in neither."""
    told = bowel(data, row["visit"], group)
    names = ("major", "scored") if row["item"] == "major" else ("stoma_or_major", "known")
    return told[names[0]], told[names[1]], told["seen"] - told[names[1]]


@of("tested_count", "tested_of", "tested_outside", "tested_share")
def tested(data: Exported, row: Row) -> float:
    count, whole, outside = counts(data, row, row["group"])
    named = {"tested_count": count, "tested_of": whole, "tested_outside": outside}
    return named[row["kind"]] if row["kind"] in named else per_cent(count, whole)


@of("tested_difference", "tested_difference_lower", "tested_difference_upper", "tested_p")
def apart(data: Exported, row: Row) -> float:
    (a, m, _), (b, n, _) = (counts(data, row, group) for group in data.groups)
    if row["kind"] == "tested_p":
        table = [[a, m - a], [b, n - b]]
        if plan().get("categorical_test", "fisher") == "fisher":
            return float(stats.fisher_exact(table).pvalue)
        return float(stats.chi2_contingency(table, correction=False).pvalue)
    (l1, u1), (l2, u2), d = wilson(a, m), wilson(b, n), a / m - b / n
    lower, upper = d - math.hypot(a / m - l1, u2 - b / n), d + math.hypot(u1 - a / m, b / n - l2)
    return 100 * {"difference": d, "lower": lower, "upper": upper}[row["kind"].rpartition("_")[2]]
