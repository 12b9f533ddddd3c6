"""The declared plan as a table: what was said before the groups were compared, and who is in its analysis set."""

from qol.analysis.comparing.declared import Compared, choice_of, weighting
from qol.analysis.weighting.weights import WORDS
from qol.course.analysis_plan import AnalysisPlan
from qol.reports._comparison import disease
from qol.reports._comparison.case import Case
from qol.reports._comparison.characteristics import named
from qol.reports._comparison.differences import label
from qol.reports._comparison.selection import OWN
from qol.reports._visits import clock_words
from qol.reports._words import listed, lower_first, short_day, short_hash


def head(case: Case) -> str:
    """What the narrow column says: the plan, and when it was locked."""
    lock = case.data.standing.lock
    digest = short_hash(case.data.protocol.plan_hash or "")
    locked = f"locked {short_day(lock.locked_at.date())}" if lock else "not locked"
    return f"The plan, {locked}, hash {digest}"


def rows(case: Case, compared: Compared) -> list[tuple[str, str]]:
    """Estimand, population, clocks, primary, covariates, method, missing answers and death, changes, the set."""
    plan = compared.cohort.plan
    return [
        ("Estimand", plan.estimand),
        ("Population", plan.population),
        disease.row(case),
        ("Groups, clock", "The strategy at the dated decision (time zero), for good: regrowth, salvage surgery and "
                          f"stoma stay in their group. Visits count from {clock_words(case.data)}, in both groups"),
        ("Primary", _primary(case, compared, plan)),
        ("Covariates", _covariates(compared, plan)),
        ("Method", _method(plan)),
        ("Missing, death", f"{plan.missing_answers}. {plan.deaths}"),
        ("Changes", case.data.standing.sentence),
        *([] if case.ledger.released else [("In the set", in_the_set(case, compared))]),
    ]  # fmt: skip


def _primary(case: Case, compared: Compared, plan: AnalysisPlan) -> str:
    visit = case.data.protocol.visit_by_id[plan.primary_visit].label
    names = []
    for one in dict.fromkeys((plan.primary, *plan.family)):
        choice = choice_of(compared.cohort, one)
        if choice.instrument not in case.data.instruments:
            names.append(str(one))
            continue
        scale = case.data.instruments[choice.instrument].scale_by_id[choice.scale]
        names.append(lower_first(label(scale, choice.stoma)))
    rest = f". Declared family, Holm: this, {listed(names[1:])}" if names[1:] else ""
    own = ". Satisfaction comes first and is described, never tested: not validated" if OWN in case.data.wording else ""
    return f"{names[0][:1].upper()}{names[0][1:]} at {lower_first(visit)}{rest}{own}"


def _covariates(compared: Compared, plan: AnalysisPlan) -> str:
    if not plan.covariates:
        return "None: nothing is adjusted for"
    told = [named(name, compared.cohort).inside for name in plan.covariates]
    return f"{listed(told)[:1].upper()}{listed(told)[1:]}"


def _method(plan: AnalysisPlan) -> str:
    if plan.weights == "none":
        return plan.method
    least = weighting(plan, plan.weights).least_effective
    return (
        f"{WORDS[plan.weights].capitalize()}, patients drawn again {plan.bootstrap} times with weights refitted; no "
        f"adjusted number below an effective number of {least:g} in a group. {plan.test}"
    )


def in_the_set(case: Case, compared: Compared) -> str:
    """How many are in the analysis set and whom each restriction leaves out, first and second group."""
    chosen, number = compared.cohort.chosen, case.ledger.count
    sizes = [number("in_set", chosen.size(group), group=group.id) for group in case.groups]
    said = [f"{sizes[0]} ({case.first.name}) and {sizes[1]} ({case.second.name})"]
    for name, one in zip(sorted(compared.cohort.plan.restricted_to), chosen.exclusions, strict=True):
        both = [
            number("left_out", n, item=name, group=g.id)
            for n, g in zip((one.first, one.second), case.groups, strict=True)
        ]
        unknown = (
            f" ({number('left_out_unknown', one.unknown, item=name)} of them because it is not known)"
            if one.unknown
            else ""
        )
        said.append(f"{one.restriction}: {both[0]} and {both[1]}{unknown}")
    return said[0] if len(said) == 1 else f"{said[0]}; left out {'; '.join(said[1:])}"
