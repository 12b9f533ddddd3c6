"""Matrices are multiplied on one thread: the others belong to those who wait for a page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MULTIPLIED = (
    "from pathlib import Path\nimport qol\nimport numpy as np\n"
    "np.ones((900, 900)) @ np.ones((900, 900))\nprint(len(list(Path('/proc/self/task').iterdir())))"
)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux counts threads so")
@pytest.mark.parametrize(("said", "threads"), [(None, 1), ("2", 2)])
def test_products_of_matrices_take_one_thread_unless_told_otherwise(said: str | None, threads: int) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    if said:
        environment["OPENBLAS_NUM_THREADS"] = said
    found = subprocess.run(
        [sys.executable, "-c", MULTIPLIED], env=environment, capture_output=True, text=True, check=True
    )
    assert int(found.stdout) == threads
