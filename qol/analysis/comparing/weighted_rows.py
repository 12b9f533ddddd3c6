"""The weights and baseline scores of the declared comparison as columns of the analysis data set."""

import numpy as np
import pandas as pd

from qol.analysis.analysis_set import analysis_set
from qol.analysis.comparing.choice import every_scale
from qol.analysis.comparing.cohort import Cohort, of_people
from qol.analysis.comparing.declared import weighting
from qol.analysis.one_set import chosen_sets
from qol.analysis.person_visits import person_visits
from qol.analysis.study_data import Group, StudyData
from qol.analysis.weighting.weighed import weigh
from qol.analysis.weighting.weights import Method
from qol.errors import AnalysisRefused

WEIGHTS: tuple[Method, ...] = ("overlap", "iptw")


def analysis_rows(data: StudyData, groups: tuple[Group, Group]) -> pd.DataFrame:
    """The rows of `person_visits` with propensity (of the first group, 0 to 1), weight_overlap, weight_iptw, and
    `<instrument>_<scale>_b`, the score at the plan's baseline that the mixed model takes as a covariate.

    `disease_set` is everybody's set of stage and intent; `in_set` and weights are of the one compared by default.
    Weights are NaN for everybody where they are refused, and for people outside the analysis set. A scale kept apart
    by stoma has the baseline of people without one. Without a plan there is none of these columns but empty weights.
    """
    plan = data.protocol.plan
    chosen = analysis_set(data, groups, plan)
    rows = person_visits(data, chosen)
    rows["disease_set"] = rows["patient"].map(chosen_sets(data))
    empty = pd.DataFrame({"patient": [], "propensity": [], **{f"weight_{method}": [] for method in WEIGHTS}})
    if plan is None:
        return _joined(rows, empty.astype(dict.fromkeys(empty.columns[1:], float)))
    people = chosen.within.sort_values("patient", kind="stable").reset_index(drop=True)
    found = of_people(data, groups, plan, chosen, people)
    return _joined(_joined(rows, _weights(found)), _baselines(found))


def _joined(rows: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    place = pd.Index(more["patient"]).get_indexer(pd.Index(rows["patient"]))
    there = place >= 0
    added = {
        name: np.where(there, np.append(more[name].to_numpy(dtype=np.float64), np.nan)[place], np.nan)
        for name in more.columns if name != "patient"
    }  # fmt: skip
    return pd.concat([rows, pd.DataFrame(added, index=rows.index)], axis=1)


def _weights(found: Cohort) -> pd.DataFrame:
    nobody = np.full(len(found.people), np.nan)
    columns = {"propensity": nobody, **{f"weight_{method}": nobody for method in WEIGHTS}}
    for method in WEIGHTS:
        try:
            weighed = weigh(found.to_weigh, weighting(found.plan, method))
        except AnalysisRefused:
            continue
        if not weighed.refusals:
            columns |= {"propensity": weighed.propensity, f"weight_{method}": weighed.weights}
    return pd.DataFrame({"patient": found.people["patient"], **columns})


def _baselines(found: Cohort) -> pd.DataFrame:
    scores = {
        f"{one.instrument}_{one.scale}_b".lower(): found.baseline(one)
        for one in every_scale(found.data) if one.stoma != "yes"
    }  # fmt: skip
    return pd.DataFrame({"patient": found.people["patient"], **scores})
