"""`./run verify-against-r [NAME...] [--record]`: every figure computed by R anew, beside ours."""

import subprocess
import sys

import pytest

from tests.analysis.against_r import apart, ask_r, comparisons, record


def main(words: list[str]) -> int:
    known = comparisons()
    if words == ["--packages"]:
        print(" ".join(sorted({"r-base-core", *(package for module in known.values() for package in module.DEBIAN)})))
        return 0
    names = [word for word in words if not word.startswith("-")]
    strange = [name for name in names if name not in known]
    if strange:
        print(f"There is no comparison {', '.join(strange)}. Comparisons: {', '.join(known)}.", file=sys.stderr)
        return 2
    version = subprocess.run(["Rscript", "--version"], capture_output=True, text=True, check=True)
    said = (version.stdout or version.stderr).strip()
    print(said)
    return max([compare(name, "--record" in words, said) for name in names or known], default=0)


def compare(name: str, keep: bool, version: str) -> int:
    """One comparison: 1 where a figure is further from R's than it may be."""
    module = comparisons()[name]
    try:
        theirs = ask_r(module)
    except pytest.skip.Exception as absent:
        print(f"{name}: not compared: {absent}")
        return 0
    if keep:
        record(name, version, theirs)
    failed = 0
    for figure, distance in sorted(apart(module, theirs).items()):
        fits = distance <= module.RELATIVE
        failed |= not fits
        state = "equal" if fits else "DIFFERENT"
        print(f"{name:24} {figure:22} {len(theirs.get(figure, [])):3} figures, furthest {distance:.1e}  {state}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
