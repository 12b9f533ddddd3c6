from pathlib import Path

import pandas as pd

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.cohort import Cohort, cohort
from qol.analysis.comparing.course import course_of_scale
from qol.analysis.groups import pair
from qol.analysis.weighting.adjusted import Adjusted
from qol.analysis.weighting.redrawn import Redrawn
from qol.analysis.weighting.weighed import weigh
from qol.analysis.weighting.weights import Method, Weighting
from qol.exports import exports
from tests.reports.cohort import ROOT, study

VISIT, SCALES, VISITS = "month_12", "qlq_c30_ql2,qlq_c30_pf2", "month_3,month_6,month_12"
CHOICES = (Choice("qlq_c30", "QL2"), Choice("qlq_c30", "PF2"))
SCRIPT = Path(ROOT / "qol" / "exports" / "analysis.R").read_text(encoding="utf-8")
__doc__ = f"""file <- commandArgs(TRUE)[1]
commandArgs <- function(...) c(file, "{VISIT}", "{SCALES}", "{VISITS}")
{SCRIPT}
for (name in c("overlap", "iptw")) for (column in colnames(primary(paste0("weight_", name))))
  say(paste(name, column, sep = "_"), primary(paste0("weight_", name))[, column])
for (scale in scales) {{
  say(paste0(scale, "_deviance"), models[[scale]]$deviance)
  say(paste0(scale, "_difference"), models[[scale]]$differences$difference)
  say(paste0(scale, "_se"), models[[scale]]$differences$se)
}}
"""
DEBIAN = ("r-cran-nlme",)
RELATIVE = 2e-4  # nlme stops a little before the highest likelihood
WEIGHTS: tuple[Method, ...] = ("overlap", "iptw")


def table() -> pd.DataFrame:
    """The export as it is written, of an invented study."""
    return exports()["analysis"].table(study(150))


def ours() -> dict[str, object]:
    found = cohort(study(150), pair(study(150)), study(150).protocol.plan)
    figures: dict[str, object] = {}
    for method in WEIGHTS:
        figures |= _weighted(found, method)
    for choice in CHOICES:
        figures |= _mixed(found, choice)
    return figures


def _weighted(found: Cohort, method: Method) -> dict[str, object]:
    weighed = weigh(found.to_weigh, Weighting(method, found.plan.least_effective_size or 20.0))
    rows = [Redrawn(weighed, 20, 1).difference(found.at(choice, VISIT)) for choice in CHOICES]
    told = [one for one in rows if isinstance(one, Adjusted)]
    return {
        f"{method}_difference": [one.estimate for one in told],
        **{
            f"{method}_{name}_{side}": [getattr(one, what)[k] for one in told]
            for name, what in (("n", "n"), ("effective", "effective"), ("mean", "means"))
            for k, side in enumerate(("first", "second"))
        },
    }


def _mixed(found: Cohort, choice: Choice) -> dict[str, object]:
    early = Cohort(
        found.data, found.groups, found.plan, found.chosen, found.people, tuple(VISITS.split(",")), found.scores
    )
    model = course_of_scale(early, choice).model
    assert model is not None
    differences = [one.difference for one in model.differences()]
    name = f"{choice.instrument}_{choice.scale}".lower()
    return {
        f"{name}_deviance": model.deviance,
        f"{name}_difference": [one.estimate for one in differences],
        f"{name}_se": [one.se for one in differences],
    }
