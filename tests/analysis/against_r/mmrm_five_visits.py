"""library(nlme)
d$visit <- factor(d$visit, levels = unique(d$visit[order(d$v)])); d <- d[!is.na(d$score), ]
m <- gls(score ~ visit + group:visit + age + site, d, correlation = corSymm(form = ~ v | person),
  weights = varIdent(form = ~ 1 | visit), method = "REML",
  control = glsControl(tolerance = 1e-10, msTol = 1e-10, opt = "nlminb", msMaxIter = 1000))
k <- grep("groupsurgery", names(coef(m)))
say("deviance", -2 * logLik(m)); say("difference", coef(m)[k]); say("se", sqrt(diag(vcov(m)))[k])
"""

import numpy as np
import pandas as pd

from qol.analysis.longitudinal.mixed_model import mixed_model
from tests.analysis.longitudinal.published import invented

DEBIAN = ("r-cran-nlme",)
RELATIVE = 1e-4  # where nlme stops


def table() -> pd.DataFrame:
    followed = invented(150, 5, 21)
    person, visit = np.indices(followed.outcome.shape)
    return pd.DataFrame({
        "person": person.ravel(), "v": visit.ravel() + 1, "score": followed.outcome.ravel(),
        "visit": np.array(followed.visits)[visit.ravel()],
        "group": np.array(followed.groups)[followed.group[person.ravel()]],
        "age": followed.covariates[0].values[person.ravel()],
        "site": np.array(followed.covariates[1].words)[followed.covariates[1].values.astype(int)[person.ravel()]],
    })  # fmt: skip


def ours() -> dict[str, object]:
    model = mixed_model(invented(150, 5, 21))
    found = [one.difference for one in model.differences()]
    return {
        "deviance": model.deviance, "difference": [one.estimate for one in found], "se": [one.se for one in found],
    }  # fmt: skip
