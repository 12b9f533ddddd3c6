"""A run of a table's rows with its scores: what one thread, or one process of a cluster, is given to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from qol.instruments.definition import Instrument
from qol.scoring.needed import Sources
from qol.scoring.problems import Problems
from qol.scoring.scores import score
from qol.scoring.table_run import below, beside, read_answers, read_facts, with_codes


@dataclass(frozen=True)
class Wishes:
    """How a table is to be scored.

    prefix: before the item ids in the names of columns; score_prefix: before the scale ids. stated: facts that hold
    for all rows. long: one row a scale. impossible_is_missing: count answers that are not on offer as missing.
    scales: those that are written, all of them without one.
    """

    prefix: str = ""
    score_prefix: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)
    long: bool = False
    impossible_is_missing: bool = False
    scales: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """What is done to every run of one table. typed: the output has types, so answers given as text become codes."""

    instrument: Instrument
    where: Sources
    wishes: Wishes
    typed: bool

    @property
    def items(self) -> frozenset[str]:
        """The columns that are items."""
        return frozenset(self.where.items.values())

    @property
    def short_of(self) -> Mapping[str, tuple[str, ...]]:
        """Scales that stay empty because the table holds a short form -> the columns that it lacks."""
        prefix = self.wishes.prefix
        return {scale: tuple(prefix + item for item in items) for scale, items in self.where.short_of.items()}


@dataclass(frozen=True)
class ScoredRun:
    """A run with scores, None where it holds what cannot be scored; and what was found in it."""

    table: pa.Table | None
    rows: int
    problems: Problems


def scored_run(task: Task, run: pa.Table, first: int) -> ScoredRun:
    """Scores a run of rows whose first one stands at `first` (from 0) in its table."""
    problems = Problems()
    answers = read_answers(task.instrument, task.where, run, first, problems)
    facts = read_facts(task.instrument, task.where, run, first, problems)
    if problems.answers and not task.wishes.impossible_is_missing:
        return ScoredRun(None, run.num_rows, problems)
    scores = score(task.instrument, answers, facts, run.num_rows).only(task.wishes.scales)
    if task.wishes.long:
        kept = [name for name in run.column_names if name not in task.items]
        return ScoredRun(below(run, scores, first, kept), run.num_rows, problems)
    if task.typed:
        run = with_codes(task.instrument, task.where, run, answers)
    return ScoredRun(beside(run, scores, task.wishes.score_prefix), run.num_rows, problems)
