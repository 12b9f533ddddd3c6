"""Sentences for a paper, written from the data: what was done and what was found, each number with its denominator."""

from collections.abc import Iterator
from dataclasses import dataclass

from qol.analysis.categories.shares import WORDS as TESTS
from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.declared import Compared
from qol.analysis.comparing.models import Models
from qol.analysis.difference import Difference
from qol.analysis.weighting.adjusted import Adjusted
from qol.analysis.weighting.weights import WORDS
from qol.instruments.definition import Instrument
from qol.reports import _imprint
from qol.reports._comparison import declared_words
from qol.reports._comparison.case import Case
from qol.reports._comparison.characteristics import named
from qol.reports._comparison.differences import Cells
from qol.reports._comparison.modelled import Modelled
from qol.reports._comparison.modelled_cells import ModelCells
from qol.reports._comparison.people import People
from qol.reports._comparison.selection import OWN
from qol.reports._comparison.sensitivity import SensitivityPage
from qol.reports._comparison.weighted import Weighted
from qol.reports._comparison.words import leading, missing
from qol.reports._visits import clock_words
from qol.reports._words import listed, lower_first


@dataclass(frozen=True)
class Manuscript:
    """Paragraphs, each of whole sentences."""

    methods: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True)
class Sections:
    """What of the report's further sections there is: only of these the sentences speak."""

    modelled: Modelled | None
    tested: bool
    deterioration: bool
    other_ways: SensitivityPage | None


def manuscript(case: Case, people: People, there: Sections) -> Manuscript:
    """Only what these data and this plan have is written; nothing is left to be filled in."""
    models = case.models
    methods = [_people(case), *_outcomes(case)]
    results = [_answered(case, people)]
    if models is None:
        return Manuscript((*methods, _observed_methods()), (*results, *_observed(case)))
    methods += [*_weighting(models.compared), *_over_time(models), *_categories_and_events(models, there)]
    results += [*_alive(case, models, there.modelled), *_weighted(case, models.compared), *_modelled(case, models)]
    results += _other_ways(there.other_ways)
    return Manuscript(tuple(methods), tuple(one for one in results if one))


def _people(case: Case) -> str:
    sizes = [case.ledger.count("entered", side.size, group=side.group.id) for side in case.sides]
    if not case.strategies:
        return (
            f"Forms of an imported study with two arms were analysed ({sizes[0]} people in {case.first.name}, "
            f"{sizes[1]} in {case.second.name}); how the arms were formed is not known."
        )
    return (
        f"Patients were followed from enrolment; {sizes[0]} chose non-operative management and {sizes[1]} surgery by "
        f"the data cut of {_imprint.data_cut(case.data)}. Nobody was randomised. The group is the strategy at the "
        f"dated decision, whatever followed; visits count from {clock_words(case.data)}, in both groups."
    )


def _outcomes(case: Case) -> Iterator[str]:
    titles = [_title(one) for one in case.data.instruments.values()]
    yield (
        f"Patients answered {listed(titles)}, scored as published; of several attempts at a visit the last one counts, "
        "and no missing item or form was filled in unless said."
    )
    plan = case.data.protocol.plan
    if plan is not None and case.compared is not None:
        primary = next(iter(case.compared.family))
        visit = lower_first(case.data.protocol.visit_by_id[plan.primary_visit].label)
        yield (
            f"Estimand: {lower_first(plan.estimand)}. Population: {lower_first(plan.population)}. The primary outcome "
            f"is {_name(case, primary)} at {visit}. {case.data.standing.sentence}"
        )


def _title(instrument: Instrument) -> str:
    if instrument.id != OWN:
        return instrument.short_title
    return f"a satisfaction questionnaire of our own (version {instrument.version}, not validated)"


def _observed_methods() -> str:
    return "Differences are of means, with Welch’s t interval, unadjusted; no test was made."


def _weighting(compared: Compared) -> Iterator[str]:
    plan = compared.cohort.plan
    drawn = f"Intervals are percentiles of {plan.bootstrap} bootstrap samples of patients (seed {plan.seed})"
    tested = (
        f"p values are two-sided, of the difference over its robust standard error, adjusted by Holm’s rule within the "
        f"declared family of {len(compared.family)} scales. Other differences are of means, with Welch’s t interval."
    )
    if plan.weights == "none":
        yield f"Nobody was weighted. Of the declared family: {lower_first(drawn)}; {tested}"
        return
    weighed = compared.weighed()
    names = listed([named(name, compared.cohort).inside for name in plan.covariates])
    penalised = ", with Firth’s penalty since data are few" if weighed.how.firth(weighed.people) else ""
    yield (
        f"The propensity of non-operative management was estimated by logistic regression on {names}{penalised}. "
        f"People were weighted by {WORDS[plan.weights]}. {drawn}, with the weights refitted in each; {tested}"
    )


def _over_time(models: Models) -> Iterator[str]:
    course = models.course(models.primary)
    if course.model is not None:
        fell = ", the first of a declared order that could be estimated" if course.model.fell_back else ""
        baseline = lower_first(models.compared.cohort.data.protocol.visit_by_id[_baseline(models)].label)
        yield (
            f"Scores over time: mixed model for repeated measures by restricted maximum likelihood, with strategy by "
            f"visit and the score at {baseline} by visit, {course.model.fit.structure.words} covariance of the "
            f"primary scale{fell}, Satterthwaite’s degrees of freedom; under weights, empirical errors (CR2). Scores "
            "among those alive: independence estimating equations with empirical errors, beside the share alive."
        )


def _categories_and_events(models: Models, there: Sections) -> Iterator[str]:
    if there.tested:
        yield f"Categories of LARS were compared by {TESTS[models.compared.cohort.plan.categorical_test]}."
    if there.deterioration:
        yield (
            "Deterioration is described by Kaplan-Meier and, with death as a competing event, Aalen-Johansen curves, "
            "compared by the log-rank test and Cox regression (Efron’s ties)."
        )


def _baseline(models: Models) -> str:
    return models.compared.cohort.plan.model_baseline


def _answered(case: Case, people: People) -> str:
    """Valid forms at the visit of page 1, over everyone who entered and over those expected then."""
    if case.headline is None:
        return "Nobody has answered yet."
    first, second = people.flow.trunks
    at = case.headline.inside
    return (
        f"{at[:1].upper()}{at[1:]}, {first.analysed} of {first.people} people in {case.first.people} and "
        f"{second.analysed} of {second.people} in {case.second.people} gave valid forms. {missing(case, people)}"
    )


def _observed(case: Case) -> Iterator[str]:
    lead = leading(case)
    if lead is None or case.headline is None:
        return
    row = lead.at(case.headline.id)
    if isinstance(row.compared, Difference):
        cells = Cells(case, lead, row)
        yield (
            f"{lead.scale.label} {case.headline.inside}: mean {cells.mean(0)} (n {cells.n(0)}) in {case.first.people} "
            f"and {cells.mean(1)} (n {cells.n(1)}) in {case.second.people}, unadjusted difference {cells.difference()}."
        )


def _weighted(case: Case, compared: Compared) -> Iterator[str]:
    refused = declared_words.refused(case)
    if refused:
        yield "No adjusted difference of the declared family is given, for the reasons on the page on weights."
    if refused or compared.declared == "none":
        yield from _observed(case)
        return
    own = declared_words.lead(case)
    choices = list(compared.family)
    if own is not None and own.choice not in choices:
        choices.insert(0, own.choice)
    adjusted = {one.name: one.adjusted for one in compared.holm.members}
    for choice in choices:
        if choice.instrument in case.data.instruments:
            yield _one(Weighted(case, compared, choice), adjusted.get(str(choice)))


def _one(one: Weighted, holm: float | None) -> str:
    if not isinstance(one.found, Adjusted):
        return f"{one.name}: no adjusted difference is given, for the reasons on the page on weights."
    test = f"; p {one.p()}, Holm {one.p(holm)}" if holm is not None else "; described, not tested"
    return (
        f"{one.name}: weighted difference {one.estimate()} points (95 % interval {one.interval()}; n {one.n(0)} and "
        f"{one.n(1)}, without the score {one.left_out()}{test})."
    )


def _alive(case: Case, models: Models, page: Modelled | None) -> Iterator[str]:
    """First of all where scores among those alive are the headline; nothing where they are not."""
    if page is None or not page.alive.leads:
        return
    visit = case.data.protocol.visit_by_id[models.compared.cohort.plan.primary_visit].label
    for line in page.alive.lines:
        if line.visit == visit:
            yield (
                f"Among those alive at {lower_first(visit)}, {_name(case, models.primary)} differed by "
                f"{line.difference} (n {line.n[0]} and {line.n[1]}, not weighted); alive were {line.living[0]} in "
                f"{case.first.people} and {line.living[1]} in {case.second.people} whose state is known."
            )


def _modelled(case: Case, models: Models) -> Iterator[str]:
    course, visit = models.course(models.primary), models.compared.cohort.plan.primary_visit
    if course.model is None or visit not in course.model.followed.visits:
        return
    cells = ModelCells.of_course(case, course, course.model)
    line = cells.line(visit)
    if line.found is not None:
        when = lower_first(line.visit)
        yield (
            f"In the mixed model without weights {_name(case, models.primary)} differed at {when} by {line.difference} "
            f"(n {line.n[0]} and {line.n[1]})."
        )


def _other_ways(page: SensitivityPage | None) -> Iterator[str]:
    """The smallest and the largest difference of the other ways to the declared answer."""
    rows = page.rows if page else ()
    told = [(row.est, row) for row in rows if row.est is not None and not row.open and not row.primary]
    if len(told) > 1:
        (_, lowest), (_, highest) = (end(told, key=lambda one: one[0]) for end in (min, max))
        yield (
            f"Other ways to this answer gave differences from {lowest.shown} ({lower_first(lowest.label)}) to "
            f"{highest.shown} ({lower_first(highest.label)})."
        )


def _name(case: Case, choice: Choice) -> str:
    if choice.instrument not in case.data.instruments:
        return str(choice)
    return lower_first(case.data.instruments[choice.instrument].scale_by_id[choice.scale].label)
