"""Mixed models of a whole study: forty scales of 1,000 patients at nine visits; one of them beside R's nlme."""

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks import Figure, seconds
from qol.analysis.longitudinal.followed import Covariate, Followed
from qol.analysis.longitudinal.mixed_model import mixed_model

NAME = "repeated_measures"
HELP = "Mixed models of 40 scales, 1,000 patients, 9 visits: model and empirical errors; one beside R's nlme."
PATIENTS, VISITS, SCALES = 1000, 9, 40
AT_MOST_SECONDS = 60
BESIDE_R = (200, 4)
R = """
library(nlme)
d <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = TRUE)
began <- proc.time()[["elapsed"]]
m <- gls(score ~ factor(v) + group:factor(v) + age, d, correlation = corSymm(form = ~ v | person),
  weights = varIdent(form = ~ 1 | factor(v)), method = "REML", control = glsControl(opt = "nlminb", msMaxIter = 1000))
cat(proc.time()[["elapsed"]] - began, -2 * logLik(m))
"""


def measure() -> Iterator[Figure]:
    """Every scale once with each kind of errors; then the same model in R, where R is."""
    one = seconds(lambda: [_whole(scale) for scale in range(SCALES)])
    yield Figure("40 scales, 1,000 patients, 9 visits: MMRM, means and differences, twice; one process", one, "s")
    with ProcessPoolExecutor(2) as pool:
        two = seconds(lambda: list(pool.map(_whole, range(SCALES))))
    yield Figure("the same on two processes", two, "s", AT_MOST_SECONDS)
    if shutil.which("Rscript"):
        yield from _beside_r()


def _whole(scale: int) -> float:
    """Model-based and weighted with empirical errors, all means and differences."""
    followed, weights = scores(PATIENTS, VISITS, scale)
    plain = mixed_model(followed)
    weighted = mixed_model(replace(followed, weights=weights), "CR2")
    return float(sum(len(model.means()) + len(model.differences()) for model in (plain, weighted)))


def scores(people: int, visits: int, seed: int) -> tuple[Followed, np.ndarray]:
    """Correlated scores, a seventh missed here and there, a third gone early; and weights."""
    random = np.random.default_rng(seed)
    lags = np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))
    outcome = random.multivariate_normal(np.full(visits, 60.0), 400 * (0.4 + 0.6 * 0.8**lags), people)
    outcome[random.random((people, visits)) < 0.15] = np.nan
    outcome[np.arange(visits) >= random.integers(2, 3 * visits, people)[:, None]] = np.nan
    covariates = (Covariate("age", random.normal(60, 10, people)),)
    names = tuple(str(visit) for visit in range(visits))
    followed = Followed(outcome, random.integers(0, 2, people), ("nom", "surgery"), names, covariates)
    return followed, random.uniform(0.2, 0.8, people)


def _beside_r() -> Iterator[Figure]:
    people, visits = BESIDE_R
    followed, _ = scores(people, visits, 1)
    ours = min(seconds(lambda: mixed_model(replace(followed)).differences()) for _ in range(5))
    theirs, deviance = _r(followed)
    size = f"{people} patients, {visits} visits"
    yield Figure(f"one MMRM, {size}", 1000 * ours, "ms")
    yield Figure(f"nlme's gls, {size}", 1000 * theirs, "ms")
    yield Figure("times faster than nlme", theirs / ours, "times")
    yield Figure("-2 log likelihood apart from nlme's", abs(deviance - mixed_model(followed).deviance), "", 0.001)


def _r(followed: Followed) -> tuple[float, float]:
    """Seconds that nlme takes for the model alone, and its -2 log likelihood."""
    with TemporaryDirectory() as folder:
        table, script = Path(folder, "table.csv"), Path(folder, "model.R")
        person, visit = np.nonzero(~np.isnan(followed.outcome))
        ages, score = followed.covariates[0].values, followed.outcome
        rows = [f"{p},{v + 1},{float(score[p, v])!r},{followed.groups[followed.group[p]]},{float(ages[p])!r}"
                for p, v in zip(person.tolist(), visit.tolist(), strict=True)]  # fmt: skip
        table.write_text("\n".join(["person,v,score,group,age", *rows]))
        script.write_text(R)
        words = [shutil.which("Rscript") or "Rscript", str(script), str(table)]
        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own script
    took, deviance = said.split()
    return float(took), float(deviance)
