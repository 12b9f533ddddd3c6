"""library(lme4)
long <- reshape(d, varying = c("bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m"), v.names = "bdi", timevar = "time",
  times = c(2, 3, 5, 8), idvar = "subject", direction = "long")
long$treatment <- relevel(long$treatment, "TAU"); long$length <- relevel(long$length, "<6m")
m <- lmer(bdi ~ bdi.pre + treatment + drug + length + time + (1 | subject), long, REML = FALSE,
  control = lmerControl(optCtrl = list(ftol_abs = 1e-12, xtol_abs = 1e-12)))
say("deviance", deviance(m)); say("estimate", fixef(m)); say("se", sqrt(diag(as.matrix(vcov(m)))))
say("variance", c(as.numeric(VarCorr(m)$subject), sigma(m)^2))
"""

import numpy as np
import pandas as pd

from tests.analysis.longitudinal.published import BEAT_THE_BLUES, data
from tests.analysis.longitudinal.test_random_intercept import beat_the_blues

DEBIAN = ("r-cran-lme4",)
RELATIVE = 1e-4


def table() -> pd.DataFrame:
    return pd.read_csv(data(BEAT_THE_BLUES))


def ours() -> dict[str, object]:
    found = beat_the_blues()
    return {
        "deviance": found.at.deviance,
        "estimate": found.at.beta,
        "se": np.sqrt(np.diag(found.at.covariance)),
        "variance": np.exp(2 * found.theta),
    }
