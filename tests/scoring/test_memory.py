"""Memory does not grow with a CSV or Parquet file."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from qol.tables import writing

RUN = 50_000
SCORE = (
    "import resource, sys; from qol.cli import main\n"
    "status = main(['score', 'qlq_c30', sys.argv[1], '--out', sys.argv[2]])\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024); sys.exit(status)"
)


def forms(path: Path, runs: int) -> Path:
    random = np.random.default_rng(1)
    run = pa.table({f"q{n}": random.integers(1, 5, RUN).astype(np.int8) for n in range(1, 31)})
    with writing(path) as writer:
        for _ in range(runs):
            writer.write(run)
    return path


def megabytes(source: Path, target: Path) -> float:
    """The most that scoring a file holds at once."""
    command = [sys.executable, "-c", SCORE, str(source), str(target)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_four_times_the_rows_take_as_much_memory(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out{ending}"
    few = megabytes(forms(tmp_path / f"few{ending}", 6), out)
    many = megabytes(forms(tmp_path / f"many{ending}", 24), out)
    as_numbers = 18 * RUN * 46 * 8 / 2**20  # what the further 900,000 rows alone would take in memory
    assert many - few < 0.4 * as_numbers
