"""library(nlme); library(clubSandwich)
d$pw <- ave(d$WEIGHT, d$USUBJID, FUN = function(x) x[1])
d <- d[!is.na(d$FEV1), ]; d$v <- as.integer(d$AVISIT); d$rows <- 1 / d$WEIGHT; d$people <- 1 / d$pw
ctl <- glsControl(tolerance = 1e-12, msTol = 1e-12, opt = "nlminb", msMaxIter = 500)
fit <- function(w) gls(FEV1 ~ RACE + SEX + AVISIT + ARMCD:AVISIT, d, correlation = corSymm(form = ~ v | USUBJID),
  weights = w, method = "REML", control = ctl)
own <- varIdent(form = ~ 1 | AVISIT)
for (name in c("none", "row", "person")) {
  m <- fit(switch(name, none = own, row = varComb(own, varFixed(~ rows)), person = varComb(own, varFixed(~ people))))
  say(paste0(name, "_deviance"), -2 * logLik(m))
  for (type in c("CR0", if (name != "row") "CR2")) {
    test <- coef_test(m, vcov = vcovCR(m, cluster = d$USUBJID, type = type), test = "Satterthwaite")[8:11, ]
    say(paste(name, type, "estimate", sep = "_"), test$beta); say(paste(name, type, "se", sep = "_"), test$SE)
    say(paste(name, type, "df", sep = "_"), test$df); say(paste(name, type, "p", sep = "_"), test$p_Satt)
  }
}
"""

import pandas as pd

from qol.analysis.longitudinal.mixed_model import mixed_model
from tests.analysis.longitudinal.published import FEV, data, fev

DEBIAN = ("r-cran-nlme", "r-cran-clubsandwich")
RELATIVE = 2e-4


def table() -> pd.DataFrame:
    return pd.read_csv(data(FEV))


def ours() -> dict[str, object]:
    """CR2 with weights that differ within a person is defined a little otherwise here, so it is not compared."""
    figures: dict[str, object] = {}
    for name in ("none", "row", "person"):
        followed = fev(None if name == "none" else name)
        figures[f"{name}_deviance"] = mixed_model(followed).deviance
        for kind in ("CR0",) if name == "row" else ("CR0", "CR2"):
            found = [one.difference for one in mixed_model(followed, kind).differences()]
            for part in ("estimate", "se", "df", "p"):
                figures[f"{name}_{kind}_{part}"] = [getattr(one, part) for one in found]
    return figures
