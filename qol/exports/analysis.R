# The primary table and the mixed model of the comparison, from the analysis data set alone.
#   Rscript analysis.R TABLE.csv PRIMARY_VISIT SCALE,SCALE,... VISIT,VISIT,... [COVARIATE,... [SCALE,...]]
# The last words are scales that a stoma changes; "" stands for no covariates. Needs nlme. Differences are first minus second group: nom minus surgery, or the first arm minus the second.
library(nlme)
words <- commandArgs(TRUE)
if (length(words) < 4) stop("Rscript analysis.R TABLE.csv PRIMARY_VISIT SCALES VISITS [COVARIATES [APART]]")
listed <- function(word) strsplit(word, ",", fixed = TRUE)[[1]]
primary_visit <- words[2]; scales <- listed(words[3]); visits <- listed(words[4])

rows <- read.csv(words[1], stringsAsFactors = FALSE)
rows <- rows[rows$in_set %in% c(TRUE, "True", "TRUE", 1), ]
groups <- sort(unique(rows$group))   # nom comes before surgery, arm_1 before arm_2
rows$first <- as.numeric(rows$group == groups[1])

# Scales that a stoma changes hold for the status of their form: those of people without one are taken.
apart <- if (length(words) > 5) listed(words[6]) else character(0)
of_scale <- function(scale, at) {
  d <- rows[rows$visit %in% at & !is.na(rows[[scale]]), ]
  d$y <- d[[scale]]; d$before <- d[[paste0(scale, "_b")]]
  if (scale %in% apart) d <- d[d[[sub("_[^_]*$", "_stoma", scale)]] %in% "no", ]
  d
}
effective <- function(w) sum(w)^2 / sum(w^2)
weighted <- function(scale, name) {
  d <- of_scale(scale, primary_visit)
  d <- d[!is.na(d[[name]]), ]; w <- d[[name]]; one <- d$first == 1
  means <- c(weighted.mean(d$y[one], w[one]), weighted.mean(d$y[!one], w[!one]))
  c(n_first = sum(one), n_second = sum(!one), effective_first = effective(w[one]),
    effective_second = effective(w[!one]), mean_first = means[1], mean_second = means[2],
    difference = means[1] - means[2])
}
primary <- function(name) t(sapply(scales, weighted, name = name))

# Visit by strategy with the baseline score by visit, unstructured covariance, REML, not weighted.
mixed <- function(scale) {
  d <- of_scale(scale, visits)
  if (any(!is.na(d$before))) d <- d[!is.na(d$before), ]
  kept <- visits[sapply(visits, function(v) length(unique(d$first[d$visit == v])) == 2 &&
                                            length(unique(d$y[d$visit == v])) > 1)]
  d <- d[d$visit %in% kept, ]
  d$visit <- factor(d$visit, kept); d$place <- as.integer(d$visit)
  d <- d[order(d$patient, d$place), ]
  form <- if (any(!is.na(d$before))) y ~ 0 + visit + visit:first + visit:before else y ~ 0 + visit + visit:first
  fit <- gls(form, d, correlation = corSymm(form = ~ place | patient), weights = varIdent(form = ~ 1 | visit),
             method = "REML", control = glsControl(tolerance = 1e-10, msTol = 1e-10, opt = "nlminb", msMaxIter = 500))
  at <- paste0("visit", kept, ":first")
  list(deviance = -2 * as.numeric(logLik(fit)), people = length(unique(d$patient)),
       differences = data.frame(visit = kept, difference = coef(fit)[at], se = sqrt(diag(vcov(fit)))[at]))
}

propensity_again <- function(names) {
  people <- rows[!duplicated(rows$patient), ]
  people <- people[complete.cases(people[names]), ]
  max(abs(fitted(glm(reformulate(names, "first"), binomial, people)) - people$propensity))
}

for (name in c("weight_overlap", "weight_iptw")) {
  cat("\n", name, ", ", primary_visit, "\n", sep = "")
  if (all(is.na(rows[[name]]))) cat("refused: no weighted number\n") else print(primary(name), digits = 10)
}
models <- lapply(setNames(scales, scales), mixed)
for (scale in scales) {
  cat("\nmixed model of ", scale, ", people ", models[[scale]]$people, ", -2 restricted log-likelihood ",
      format(models[[scale]]$deviance, digits = 10), "\n", sep = "")
  print(models[[scale]]$differences, row.names = FALSE, digits = 8)
}
if (length(words) > 4 && nzchar(words[5]))
  cat("\nfurthest propensity of glm from the table:", propensity_again(listed(words[5])), "\n")
