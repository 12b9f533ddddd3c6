"""d$lost <- as.numeric(is.na(d$height)); d$height[is.na(d$height)] <- mean(d$height, na.rm = TRUE)
x <- model.matrix(~ age + height + lost + stage, d); t <- d$first; n <- length(t); known <- !is.na(d$outcome)
m <- glm(t ~ x - 1, family = binomial, control = glm.control(epsilon = 1e-14, maxit = 100))
e <- fitted(m); y <- ifelse(known, d$outcome, 0)
say("propensity", e[1:20])
weights <- list(overlap = function(e) ifelse(t == 1, 1 - e, e),
  iptw = function(e) ifelse(t == 1, mean(t) / e, (1 - mean(t)) / (1 - e)))
for (name in names(weights)) {
  w <- weights[[name]](e)
  means <- c(weighted.mean(d$outcome[known & t == 1], w[known & t == 1]),
    weighted.mean(d$outcome[known & t == 0], w[known & t == 0]))
  psi <- function(theta) {                            # the estimating equations, one row a person
    p <- plogis(as.vector(x %*% theta[1:6])); v <- weights[[name]](p)
    cbind(x * (t - p), known * t * v * (y - theta[7]), known * (1 - t) * v * (y - theta[8]))
  }
  theta <- c(coef(m), means); step <- 1e-5 * pmax(abs(theta), 1e-2)
  bread <- sapply(1:8, function(k) { h <- replace(numeric(8), k, step[k])
    (colSums(psi(theta + h)) - colSums(psi(theta - h))) / (2 * step[k]) })
  v <- solve(bread) %*% crossprod(psi(theta)) %*% t(solve(bread))
  say(paste0(name, "_estimate"), means[1] - means[2]); say(paste0(name, "_se"), sqrt(v[7, 7] + v[8, 8] - 2 * v[7, 8]))
  say(paste0(name, "_effective"), c(sum(w[t == 1])^2 / sum(w[t == 1]^2), sum(w[t == 0])^2 / sum(w[t == 0]^2)))
  moments <- function(z, w) c(weighted.mean(z, w), cov.wt(cbind(z), w / sum(w))$cov)
  smd <- function(z, w, own) { a <- moments(z[t == 1], w[t == 1]); b <- moments(z[t == 0], w[t == 0])
    u <- if (own) c(a[2], b[2]) else c(var(z[t == 1]), var(z[t == 0])); (a[1] - b[1]) / sqrt(mean(u)) }
  say(paste0(name, "_smd_age"), c(smd(d$age, rep(1, n), TRUE), smd(d$age, w, FALSE), smd(d$age, w, TRUE)))
}
penalised <- function(b) { p <- plogis(as.vector(z %*% b)); s <- p * (1 - p)
  -(sum(log(ifelse(t == 1, p, 1 - p))) + determinant(crossprod(z * s, z))$modulus / 2) }
z <- cbind(1, scale(x[, -1])); b <- rep(0, 6)
for (again in 1:5) b <- optim(b, penalised, method = "BFGS", control = list(reltol = 1e-15, maxit = 1000))$par
say("firth_propensity", plogis(as.vector(z %*% b))[1:20])
estimate <- 4.2; se <- 1.5; sd <- 20; rr <- exp(0.91 * estimate / sd); lo <- exp((0.91 * estimate - 1.78 * se) / sd)
say("e_value", c(rr + sqrt(rr * (rr - 1)), lo + sqrt(lo * (lo - 1))))
"""

import pandas as pd

from qol.analysis.weighting.balance import balance
from qol.analysis.weighting.e_value import e_value
from qol.analysis.weighting.redrawn import Redrawn
from qol.analysis.weighting.weighed import weigh
from qol.analysis.weighting.weights import Weighting
from tests.analysis.weighting.cohorts import cohort

DEBIAN = ()
RELATIVE = 1e-5  # where optim and the numerical derivative stop


def table() -> pd.DataFrame:
    return cohort(300, 11)[1]


def ours() -> dict[str, object]:
    people, frame = cohort(300, 11)
    told = e_value(4.2, 1.5, 20)
    figures: dict[str, object] = {"e_value": [told.estimate, told.limit]}
    for name in ("overlap", "iptw"):
        weighed = weigh(people, Weighting(name, penalty="none"))
        found = Redrawn(weighed, 200).difference(frame["outcome"].to_numpy())
        age, *_ = balance(people, weighed.weights)
        own, *_ = balance(people, weighed.weights, "weighted")
        figures |= {
            "propensity": weighed.propensity[:20], f"{name}_estimate": found.estimate, f"{name}_se": found.se,
            f"{name}_effective": weighed.effective(), f"{name}_smd_age": [age.before, age.after, own.after],
        }  # fmt: skip
    firth = weigh(people, Weighting(penalty="firth"))
    return figures | {"firth_propensity": firth.propensity[:20]}
