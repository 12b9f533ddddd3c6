"""What a backup holds, in words, and a bar that shows how far its rows are."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.storage.backup.records import Manifest


def said(manifest: Manifest) -> str:
    """Moment, version, rows and the end of the audit."""
    rows = manifest.rows
    keys = "with the keys" if manifest.keys else "WITHOUT the keys"
    mark = "; a demonstration, its patients are invented" if manifest.demonstration else ""
    return (
        f"{manifest.made_at:%Y-%m-%d %H:%M} UTC, qol {manifest.version}, migration {manifest.revision}, "
        f"from {manifest.database}, {keys}{mark}\n"
        f"studies {rows.get('study', 0)}, patients {rows.get('patient', 0):,}, forms {rows.get('form', 0):,}, "
        f"answers {rows.get('answer', 0):,}, accounts {rows.get('staff', 0)}\n"
        f"audit: {manifest.head.seq:,} entries, the last one {manifest.head.hash[:16]}"
    )


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(desc=words, unit="row", unit_scale=True, leave=False, disable=not sys.stderr.isatty()) as drawn:

        def show(done: int, total: int) -> None:
            if drawn.total != total:
                drawn.reset(total)
            drawn.update(done - drawn.n)

        yield show
