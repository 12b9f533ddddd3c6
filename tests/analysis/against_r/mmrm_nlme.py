"""library(nlme)
d <- d[!is.na(d$FEV1), ]; d$v <- as.integer(d$AVISIT)
ctl <- glsControl(tolerance = 1e-12, msTol = 1e-12, opt = "nlminb", msMaxIter = 500)
model <- function(shape, spread) gls(FEV1 ~ RACE + SEX + AVISIT + ARMCD:AVISIT, d, correlation = shape,
  weights = spread, method = "REML", control = ctl)
m <- model(corSymm(form = ~ v | USUBJID), varIdent(form = ~ 1 | AVISIT))
say("deviance", -2 * logLik(m)); say("difference", coef(m)[8:11]); say("se", sqrt(diag(vcov(m)))[8:11])
say("ar1_deviance", -2 * logLik(model(corAR1(0.5, form = ~ v | USUBJID), varIdent(form = ~ 1 | AVISIT))))
say("cs_deviance", -2 * logLik(model(corCompSymm(0.5, form = ~ v | USUBJID), NULL)))
"""

import pandas as pd

from qol.analysis.longitudinal.mixed_model import mixed_model
from qol.analysis.longitudinal.structures import AUTOREGRESSIVE, COMPOUND_SYMMETRY
from tests.analysis.longitudinal.published import FEV, data, fev

DEBIAN = ("r-cran-nlme",)
RELATIVE = 3e-5  # nlme stops at 3.77440, the likelihood here is higher at 3.77442


def table() -> pd.DataFrame:
    return pd.read_csv(data(FEV))


def ours() -> dict[str, object]:
    model = mixed_model(fev())
    found = [one.difference for one in model.differences()]
    return {
        "deviance": model.deviance,
        "difference": [one.estimate for one in found],
        "se": [one.se for one in found],
        "ar1_deviance": mixed_model(fev(), structures=[AUTOREGRESSIVE]).deviance,
        "cs_deviance": mixed_model(fev(), structures=[COMPOUND_SYMMETRY]).deviance,
    }
