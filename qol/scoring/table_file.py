"""A table file in, a table file with scores out, in runs of rows: memory does not grow with a CSV or Parquet file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from qol.errors import TableError
from qol.instruments.definition import Instrument
from qol.scoring.needed import sources
from qol.scoring.problems import Problems
from qol.scoring.scored_run import ScoredRun, Task, Wishes, scored_run
from qol.scoring.table_labels import labels_of
from qol.scoring.table_run import LONG_COLUMNS
from qol.tables import InOrder, TableReader, TableWriter, format_of, in_order, open_table, writing


@dataclass(frozen=True)
class Done:
    """What was scored.

    impossible: column -> how many answers were counted as missing. user_missing: column -> how many cells the file
    itself declares missing. short_of: scales without any score because the table holds a short form -> the columns
    that it lacks. cut_labels: columns whose label was too long for the format.
    """

    forms: int
    impossible: Mapping[str, int] = field(default_factory=dict)
    user_missing: Mapping[str, int] = field(default_factory=dict)
    short_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cut_labels: tuple[str, ...] = ()


def score_file(
    instrument: Instrument,
    source: str | Path,
    target: str | Path,
    wishes: Wishes,
    progress: Callable[[TableReader], None] = lambda reader: None,
    engine: InOrder = in_order,
) -> Done:
    """Scores every row of a table; `-` is standard input or output. Where it is refused, nothing is written.

    Raises MissingColumns, ImpossibleAnswers and TableError, each naming everything found wrong. progress is
    called with the reader after every run of rows. engine: where runs are worked on, threads of this process unless
    said otherwise.
    """
    with open_table(source) as reader:
        task = task_of(instrument, reader, target, wishes)
        with writing(target, reader.labels.over(labels_of(task))) as writer:
            rows, problems = _scored(task, reader, writer, progress, engine)
        return Done(rows, dict(problems.by_column), dict(reader.user_missing), task.short_of, writer.cut_labels)


def task_of(instrument: Instrument, reader: TableReader, target: str | Path, wishes: Wishes) -> Task:
    """What is done to every run of a table; raises MissingColumns and TableError before any row is read."""
    where = sources(instrument, reader.columns, wishes.prefix, wishes.stated)
    task = Task(instrument, where, wishes, typed=format_of(target) != "csv")
    _check_names(task, reader.columns)
    return task


def _scored(
    task: Task,
    reader: TableReader,
    writer: TableWriter,
    progress: Callable[[TableReader], None],
    engine: InOrder,
) -> tuple[int, Problems]:
    """Reads here, scores elsewhere, and writes here again; how many rows there were."""
    rows, problems = 0, Problems()
    for done, prepared in engine(partial(_prepared, task, writer), _with_places(reader)):
        problems.take(done.problems)
        rows += done.rows
        if prepared is not None and (task.wishes.impossible_is_missing or not problems.answers):
            writer.put(prepared)
        progress(reader)
    problems.refuse(task.wishes.impossible_is_missing)
    return rows, problems


def _with_places(reader: TableReader) -> Iterator[tuple[int, pa.Table]]:
    """Runs with the place of their first row."""
    first = 0
    for run in reader:
        yield first, run
        first += run.num_rows


def _prepared(task: Task, writer: TableWriter, place_and_run: tuple[int, pa.Table]) -> tuple[ScoredRun, Any]:
    """What was found in a run, without its table, and the table as the writer takes it."""
    first, run = place_and_run
    done = scored_run(task, run, first)
    prepared = None if done.table is None else writer.prepare(done.table)
    return ScoredRun(None, done.rows, done.problems), prepared


def _check_names(task: Task, columns: tuple[str, ...]) -> None:
    if task.wishes.long:
        taken = [name for name in LONG_COLUMNS if name in columns and name not in task.items]
        advice = "Rename them."
    else:
        taken = [name for scale in task.instrument.scales if (name := task.wishes.score_prefix + scale.id) in columns]
        advice = "Rename them, or give the scores other names with --score-prefix."
    if taken:
        raise TableError(f"The table already has columns that scores would be written to: {', '.join(taken)}. {advice}")
