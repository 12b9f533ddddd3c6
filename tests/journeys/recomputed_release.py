"""The numbers that only a release copy prints, computed again from the exported tables."""

from tests.journeys.exported_tables import Exported, Row
from tests.journeys.recomputed import KINDS, of


@of("n_at_least", "answer_n_at_least")
def in_steps_of_eight(data: Exported, row: Row) -> float:
    kind = row["kind"].removesuffix("_at_least")
    return KINDS[kind](data, {**row, "kind": kind}) // 8 * 8
