"""What R computes from the same table: one file is one comparison, and this folder is the register.

A module's docstring is R code. It finds the table in `d` and says figures with `say("name", numbers)`. The module says
DEBIAN (packages that hold the R packages it needs), gives the table in `table()` and our figures under the same names
in `ours()`; RELATIVE is how far they may differ. What R said is kept in recorded/, so that the tests run without R;
`./run verify-against-r` runs R and compares anew, `--record` keeps what it says.
"""

import json
import re
import subprocess
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from tempfile import TemporaryDirectory
from types import ModuleType

import numpy as np

HERE = Path(__file__).parent
BEFORE = """
d <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = TRUE)
say <- function(name, x) { x <- as.numeric(x); cat(sprintf("SAID %s %d %.15g\\n", name, seq_along(x), x), sep = "") }
"""
Figures = dict[str, list[float]]


def comparisons() -> dict[str, ModuleType]:
    """Every comparison by name."""
    names = [item.name for item in iter_modules([str(HERE)]) if item.name[0] != "_"]
    return {name: import_module(f"{__name__}.{name}") for name in names}


def recorded(name: str) -> Figures:
    """What R said when it was last asked."""
    return json.loads((HERE / "recorded" / f"{name}.json").read_text())["figures"]


def record(name: str, version: str, figures: Figures) -> None:
    """Keep what R says."""
    text = json.dumps({"said_by": version, "figures": figures}, indent=1)
    (HERE / "recorded" / f"{name}.json").write_text(text + "\n")


def ask_r(module: ModuleType) -> Figures:
    """Run the R code of a comparison on its table."""
    with TemporaryDirectory() as folder:
        table, script = Path(folder, "table.csv"), Path(folder, "code.R")
        module.table().to_csv(table, index=False)
        script.write_text(BEFORE + (module.__doc__ or ""))
        done = subprocess.run(["Rscript", str(script), str(table)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module.__name__}: R stopped:\n{done.stderr}")
    figures: Figures = {}
    for name, value in re.findall(r"^SAID (\S+) \d+ (\S+)$", done.stdout, re.MULTILINE):
        figures.setdefault(name, []).append(float(value))
    return figures


def apart(module: ModuleType, theirs: Figures) -> dict[str, float]:
    """How far our figures are from R's, relative to R's, name by name; infinite where a figure has no partner."""
    ours = {name: np.atleast_1d(np.asarray(value, dtype=float)) for name, value in module.ours().items()}
    worst = {}
    for name in ours.keys() | theirs.keys():
        one, other = ours.get(name, np.array([])), np.array(theirs.get(name, []))
        if one.shape != other.shape:
            worst[name] = float("inf")
            continue
        worst[name] = float(np.max(np.abs(one - other) / np.maximum(np.abs(other), 1e-12)))
    return worst
