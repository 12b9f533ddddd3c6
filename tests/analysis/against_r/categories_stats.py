"""f <- function(a, n, b, m) matrix(c(a, n - a, b, m - b), 2)
tables <- list(f(8, 27, 14, 24), f(3, 40, 11, 38), f(0, 12, 5, 15))
say("fisher", sapply(tables, function(x) fisher.test(x)$p.value))
say("chi_square", suppressWarnings(sapply(tables, function(x) chisq.test(x, correct = FALSE)$p.value)))
say("holm", p.adjust(d$p, "holm")); say("holm_of_six", p.adjust(d$p, "holm", n = 6))
lars <- cbind(c(10, 7, 8), c(4, 6, 14)); whole <- suppressWarnings(chisq.test(lars, correct = FALSE))
trend <- prop.trend.test(lars[, 1], rowSums(lars))
say("ordered", c(whole$statistic, whole$p.value, trend$statistic, trend$p.value))
power <- function(n, delta) power.t.test(n, delta, 20, strict = TRUE)$power
say("power", c(power(64, 10), power(253, 5), power(30, 10)))
say("needed", ceiling(c(power.t.test(delta = 10, sd = 20, power = 0.8)$n, power.t.test(delta = 5, sd = 20, power = 0.8)$n)))
say("ecdf", ecdf(c(-10, 0, 0, 5, 20))(c(-11, -10, 0, 4, 20)))
"""

import numpy as np
import pandas as pd

from qol.analysis.categories.change import distribution
from qol.analysis.categories.ordered import ordered
from qol.analysis.categories.shares import compare_shares
from qol.analysis.multiplicity import holm
from qol.analysis.power import needed, power

DEBIAN = ()
RELATIVE = 1e-7
TABLES = [((8, 27), (14, 24)), ((3, 40), (11, 38)), ((0, 12), (5, 15))]


def table() -> pd.DataFrame:
    return pd.DataFrame({"p": [0.04, 0.01, 0.03, 0.6]})


def ours() -> dict[str, object]:
    tests = list(zip("abcd", table()["p"], strict=True))
    lars = ordered(("none", "minor", "major"), ("nom", "surgery"), [(10, 4), (7, 6), (8, 14)])
    changes = distribution("nom", np.array([-10.0, 0, 0, 5, 20]))
    figures: dict[str, object] = {
        test: [compare_shares("x", ("a", "b"), counts, test).p for counts in TABLES]
        for test in ("fisher", "chi_square")
    }
    return figures | {
        "holm": [one.adjusted for one in holm(tests).members],
        "holm_of_six": [one.adjusted for one in holm([*tests, ("e", None), ("f", None)]).members],
        "ordered": [lars.chi_square, lars.chi_square_p, lars.trend, lars.trend_p],
        "power": [power(n, n, delta, 20).power for n, delta in ((64, 10), (253, 5), (30, 10))],
        "needed": [needed(10, 20), needed(5, 20)],
        "ecdf": [changes.at_most(points) for points in (-11, -10, 0, 4, 20)],
    }
