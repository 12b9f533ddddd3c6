"""library(survival)
at <- c(3, 7, 12, 20)
shown <- function(name, f) { s <- summary(f, times = at)
  say(paste0(name, "_value"), s$surv); say(paste0(name, "_se"), s$std.err)
  say(paste0(name, "_limits"), c(s$lower, s$upper)) }
plain <- survfit(Surv(time, state == 1) ~ 1, d, conf.type = "log-log"); shown("km", plain)
shown("km_weighted", survfit(Surv(time, state == 1) ~ 1, d, weights = weight, robust = TRUE, conf.type = "log-log"))
say("median", summary(plain)$table[c("median", "0.95LCL", "0.95UCL")])
say("restricted", summary(plain, rmean = 24)$table[c("rmean", "se(rmean)")])
for (name in c("", "_weighted")) {
  w <- if (name == "") rep(1, nrow(d)) else d$weight
  s <- summary(survfit(Surv(time, factor(state)) ~ 1, d, weights = w, conf.type = "log-log"), times = at)
  for (k in 1:2) { say(paste0("incidence", name, "_", k), s$pstate[, k + 1])
    say(paste0("incidence", name, "_", k, "_se"), s$std.err[, k + 1]) }
}
l <- survdiff(Surv(time, state == 1) ~ group, d); say("log_rank", c(l$obs, l$exp, l$chisq))
m <- coxph(Surv(time, state == 1) ~ group + age, d, ties = "efron"); say("cox", c(coef(m), sqrt(diag(vcov(m)))))
w <- coxph(Surv(time, state == 1) ~ group + age, d, weights = weight, ties = "efron", robust = TRUE)
say("cox_weighted", c(coef(w), sqrt(diag(vcov(w)))))
r <- coxph(Surv(time, state == 1) ~ group + age, d, ties = "efron", robust = TRUE); say("cox_robust", sqrt(diag(vcov(r))))
"""

import numpy as np
import pandas as pd

from qol.analysis.events.aalen_johansen import cumulative_incidence
from qol.analysis.events.cox import Cox, cox
from qol.analysis.events.curve import Curve, median
from qol.analysis.events.kaplan_meier import kaplan_meier, restricted_mean
from qol.analysis.events.log_rank import log_rank
from tests.analysis.events.followed import followed, times

DEBIAN = ("r-cran-survival",)
RELATIVE = 1e-7


def table() -> pd.DataFrame:
    return followed(200, 3)


def ours() -> dict[str, object]:
    frame = table()
    plain, weighted = times(frame), times(frame, weighted=True)
    columns, names = frame[["group", "age"]].to_numpy(dtype=float), ("group", "age")
    tested, middle = log_rank(plain, frame["group"].to_numpy()), median(kaplan_meier(plain))
    mean = restricted_mean(plain, 24)
    figures: dict[str, object] = {
        "median": [middle.value, middle.lower, middle.upper],
        "restricted": [mean.value, mean.se],
        "log_rank": [*tested.observed, *tested.expected, tested.statistic],
        "cox": both(cox(plain, columns, names)),
        "cox_weighted": both(cox(weighted, columns, names)),
        "cox_robust": both(cox(plain, columns, names, robust=True))[2:],
    }
    for name, people in (("", plain), ("_weighted", weighted)):
        value, se, limits = shown(kaplan_meier(people))
        figures |= {f"km{name}_value": value, f"km{name}_se": se, f"km{name}_limits": limits}
        for state in (1, 2):
            value, se, _ = shown(cumulative_incidence(people, state))
            figures |= {f"incidence{name}_{state}": value, f"incidence{name}_{state}_se": se}
    return figures


def both(model: Cox) -> list[float]:
    return [*(one.log for one in model.ratios), *(one.se for one in model.ratios)]


def shown(curve: Curve) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    places = np.searchsorted(curve.points, [3, 7, 12, 20], "right") - 1
    return curve.value[places], curve.se[places], np.concatenate([limit[places] for limit in curve.limits])
