"""library(mice)
p <- pool.scalar(d$value, d$square, n = 60, k = 4)
say("estimate", p$qbar); say("variance", p$t); say("between", p$b); say("df", p$df)
"""

import pandas as pd

from qol.analysis.longitudinal.rubin import pooled

DEBIAN = ("r-cran-mice",)
RELATIVE = 1e-10


def table() -> pd.DataFrame:
    return pd.DataFrame({"value": [1.2, 2.5, 1.9, 2.2, 1.4], "square": [0.5, 0.45, 0.6, 0.55, 0.5]})


def ours() -> dict[str, object]:
    found = pooled(table()["value"], table()["square"], 56)
    return {
        "estimate": found.value.estimate, "variance": found.value.se**2, "between": found.between, "df": found.value.df,
    }  # fmt: skip
