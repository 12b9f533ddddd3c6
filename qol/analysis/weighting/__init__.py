"""Two groups made comparable in what was known before the decision: propensity, weights, balance, how sure."""
