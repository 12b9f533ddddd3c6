"""`python -m benchmarks [name...]`: measure, and print what can go into docs/measurements.md as it is."""

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import Figure, benchmarks


def main(names: list[str]) -> int:
    """Runs the benchmarks named, or all; 1 where a figure exceeds its limit, 2 for a name that is none."""
    known = benchmarks()
    strange = [name for name in names if name not in known]
    if strange:
        print(f"There is no benchmark {', '.join(strange)}. Benchmarks: {', '.join(known)}.", file=sys.stderr)
        return 2
    print(f"{datetime.now(UTC).date()}, {_machine()}, `{' '.join(['python -m benchmarks', *names])}`\n")
    print("| measured | figure | at most |\n|---|---|---|")
    kept = [_printed(figure) for name in names or known for figure in known[name].measure()]
    return 0 if all(kept) else 1


def _printed(figure: Figure) -> bool:
    limit = "" if figure.at_most is None else f"{figure.at_most:,g}{'' if figure.kept else ' EXCEEDED'}"
    print(f"| {figure.what} | {figure.value:,.3g} {figure.unit} | {limit} |", flush=True)
    return figure.kept


def _machine() -> str:
    """Processor, cores, memory and Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{_processor()}, {cores} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
