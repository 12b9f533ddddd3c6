"""`./run simulate [--cohorts N] [--people N] [--world W] [--estimator E]`: a table for docs/measurements.md."""

import os
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from platform import python_version
from time import perf_counter

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # two processes share the machine; matrices here are small

from tests.analysis.simulation.estimators import estimators  # noqa: E402  # numpy reads the threads when it loads
from tests.analysis.simulation.running import PROCESSES, simulated  # noqa: E402
from tests.analysis.simulation.worlds import WORLDS  # noqa: E402


def main() -> int:
    """1 where an estimator does not keep what theory promises."""
    parser = ArgumentParser(prog="./run simulate", description=__doc__)
    parser.add_argument("--cohorts", type=int, default=1000)
    parser.add_argument("--people", type=int, default=240)
    parser.add_argument("--world", action="append", choices=WORLDS)
    parser.add_argument("--estimator", action="append", choices=estimators())
    wish = parser.parse_args()
    names, begun, kept = wish.estimator or list(estimators()), perf_counter(), True
    command = " ".join(["./run simulate", *sys.argv[1:]])
    print(f"{datetime.now(UTC).date()}, {PROCESSES} processes, Python {python_version()}, `{command}`\n")
    print("| world | estimator | cohorts | bias (MC error) | SD | mean SE | coverage, % (MC error) | |")
    print("|---|---|---|---|---|---|---|---|")
    for world in wish.world or WORLDS:
        for one in simulated(world, names, wish.cohorts, wish.people):
            print(one.row(estimators()[one.estimator].WORDS), flush=True)
            kept &= one.kept
    print(f"\n{wish.people} people a cohort, {perf_counter() - begun:.0f} s.")
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
