"""How long until something happens: time to deterioration, curves with people at risk, tests, Cox regression."""
