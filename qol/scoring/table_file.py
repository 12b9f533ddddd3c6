"""A table file in, a table file with scores out, in runs of rows: memory does not grow with the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from qol.errors import TableError
from qol.instruments.definition import Instrument
from qol.scoring.needed import Sources, sources
from qol.scoring.problems import Problems
from qol.scoring.scores import score
from qol.scoring.table_run import LONG_COLUMNS, below, beside, read_answers, read_facts
from qol.tables import TableReader, open_table, writing


@dataclass(frozen=True)
class Wishes:
    """How a table is to be scored.

    prefix: before the item ids in the names of columns; score_prefix: before the scale ids. stated: facts that hold
    for all rows. long: one row a scale. impossible_is_missing: count answers that are not on offer as missing.
    """

    prefix: str = ""
    score_prefix: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)
    long: bool = False
    impossible_is_missing: bool = False


@dataclass(frozen=True)
class Done:
    """How many forms were scored, and in which columns how many answers were counted as missing.

    short_of: scales without any score because the table holds a short form -> the columns that it lacks.
    """

    forms: int
    impossible: Mapping[str, int]
    short_of: Mapping[str, tuple[str, ...]]


def score_file(
    instrument: Instrument,
    source: str | Path,
    target: str | Path,
    wishes: Wishes,
    progress: Callable[[TableReader], None] = lambda reader: None,
) -> Done:
    """Scores every row of a table; `-` is standard input or output. Where it is refused, nothing is written.

    Raises MissingColumns, ImpossibleAnswers and TableError, each naming everything found wrong. progress is
    called with the reader after every run of rows.
    """
    problems, rows = Problems(), 0
    with open_table(source) as reader, writing(target) as writer:
        where = sources(instrument, reader.columns, wishes.prefix, wishes.stated)
        _check_names(instrument, where, reader.columns, wishes)
        for run in reader:
            scored = _scored(instrument, where, run, rows, wishes, problems)
            if scored is not None:
                writer.write(scored)
            rows += run.num_rows
            progress(reader)
        problems.refuse(wishes.impossible_is_missing)
    short_of = {scale: tuple(wishes.prefix + item for item in items) for scale, items in where.short_of.items()}
    return Done(rows, dict(problems.by_column), short_of)


def _scored(
    instrument: Instrument, where: Sources, run: pa.Table, first: int, wishes: Wishes, problems: Problems
) -> pa.Table | None:
    """The run with its scores; None once the table is known to be refused, and only its faults are still counted."""
    answers = read_answers(instrument, where, run, first, problems)
    facts = read_facts(instrument, where, run, first, problems)
    if problems.answers and not wishes.impossible_is_missing:
        return None
    scores = score(instrument, answers, facts, run.num_rows)
    if wishes.long:
        return below(run, scores, first, _kept(where, run.column_names))
    return beside(run, scores, wishes.score_prefix)


def _kept(where: Sources, columns: list[str]) -> list[str]:
    """The columns that are no items."""
    return [name for name in columns if name not in set(where.items.values())]


def _check_names(instrument: Instrument, where: Sources, columns: tuple[str, ...], wishes: Wishes) -> None:
    if wishes.long:
        taken = [name for name in LONG_COLUMNS if name in _kept(where, list(columns))]
        advice = "Rename them."
    else:
        taken = [name for scale in instrument.scale_by_id if (name := wishes.score_prefix + scale) in columns]
        advice = "Rename them, or give the scores other names with --score-prefix."
    if taken:
        raise TableError(f"The table already has columns that scores would be written to: {', '.join(taken)}. {advice}")
