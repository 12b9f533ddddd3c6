"""library(geepack)
d$pw <- ave(d$WEIGHT, d$USUBJID, FUN = function(x) x[1]); d <- d[!is.na(d$FEV1), ]
formula <- FEV1 ~ RACE + SEX + AVISIT + ARMCD:AVISIT
m <- geeglm(formula, id = USUBJID, data = d, corstr = "independence")
w <- geeglm(formula, id = USUBJID, data = d, corstr = "independence", weights = pw)
say("estimate", coef(m)[8:11]); say("se", summary(m)$coefficients[8:11, 2])
say("weighted_estimate", coef(w)[8:11]); say("weighted_se", summary(w)$coefficients[8:11, 2])
"""

import numpy as np
import pandas as pd

from qol.analysis.longitudinal.among_alive import among_alive
from tests.analysis.longitudinal.published import FEV, data, fev

DEBIAN = ("r-cran-geepack",)
RELATIVE = 1e-8


def table() -> pd.DataFrame:
    return pd.read_csv(data(FEV))


def ours() -> dict[str, object]:
    figures: dict[str, object] = {}
    for before, weights in (("", None), ("weighted_", "person")):
        found = among_alive(fev(weights), np.ones((200, 4)), "CR0").cells.differences()
        figures[f"{before}estimate"] = [one.difference.estimate for one in found]
        figures[f"{before}se"] = [one.difference.se for one in found]
    return figures
