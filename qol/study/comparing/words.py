"""What the page of the comparison says of a view: its finding first, then what each number is."""

from dataclasses import dataclass

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.populations import Population
from qol.analysis.comparing.view import AtVisit, Question, View
from qol.analysis.comparing.views import Views
from qol.analysis.difference import LEAST, Difference
from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.study_data import Group, StudyData
from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted
from qol.analysis.weighting.weights import Method
from qol.language import direction, gettext, number

MINUS, NONE = "−", "–"
LEFT_TO_RIGHT = "\u200e"
"""Keeps a plus at the left of its number where the sentence runs from the right."""
SECTIONS = ("satisfaction", "quality_of_life", "bowel")


def section_name(section: str) -> str:
    """A section of scales; those of no section are the other ones."""
    return {
        "satisfaction": gettext("Satisfaction"),
        "quality_of_life": gettext("Quality of life"),
        "bowel": gettext("Bowel function"),
    }.get(section, gettext("Other scales"))


def sections(views: Views) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """The scales under the sections that the protocol's report gives them."""
    report = views.data.protocol.report
    place = {(one.instrument, one.scale): name for name in reversed(SECTIONS) for one in report.get(name, ())}
    found: dict[str, list[Choice]] = {name: [] for name in (*SECTIONS, "")}
    for choice in views.choices:
        found[place.get((choice.instrument, choice.scale), "")].append(choice)
    return tuple((section_name(name), tuple(choices)) for name, choices in found.items() if choices)


def scale_name(data: StudyData, choice: Choice) -> str:
    """The scale's own label, with the stoma status where scales are kept apart by it."""
    label = data.instruments[choice.instrument].scale_by_id[choice.scale].label
    apart = {"no": gettext("{scale}, without a stoma"), "yes": gettext("{scale}, with a stoma")}
    return apart[choice.stoma].format(scale=label) if choice.stoma else label


def group_name(group: Group) -> str:
    """A group at the head of a column."""
    known = {
        "nom": gettext("NOM"),
        "surgery": gettext("Surgery"),
        "in_place": gettext("Rectum in place"),
        "removed": gettext("Rectum removed"),
    }
    return known.get(group.id, group.label)


def set_name(chosen: str) -> str:
    """A set of stage and intent."""
    return {
        "stage_1_3": gettext("Stage I to III"),
        "stage_4_curative": gettext("Stage IV, curative intent"),
        "stage_4_palliative": gettext("Stage IV, palliative intent"),
        "stage_4_unrecorded": gettext("Stage IV, intent not recorded"),
        "pooled": gettext("All stages and intents pooled"),
    }[chosen]


def of_whom(data: StudyData) -> str:
    """Of which stage and intent the comparison is; empty where everybody is in stage I to III."""
    speaks = data.speaks_of
    if speaks is None or not (speaks.pooled or speaks.stage_4 or speaks.others):
        return ""
    if speaks.pooled:
        return gettext("Pooled over stage and intent by choice, exploratory")
    return set_name(speaks.chosen)


def apart(data: StudyData) -> tuple[str, ...]:
    """Every other set of the study with its size in each group."""
    speaks = data.speaks_of
    if speaks is None:
        return ()
    return tuple(
        gettext("{group}: {first} and {second} people").format(
            group=set_name(one), first=number(speaks.sizes(one)[0]), second=number(speaks.sizes(one)[1])
        )
        for one in speaks.others
    )


def population_name(population: Population) -> str:
    """How the groups are formed, as a choice."""
    return {
        "declared": gettext("strategy at the decision, in the declared set"),
        "everybody": gettext("strategy at the decision, everybody"),
        "offered": gettext("strategy at the decision, both options offered"),
        "kept": gettext("rectum kept so far, against surgery"),
        "received": gettext("treatment received when answering"),
    }[population]


def population_caution(population: Population) -> str:
    """What a reader must know of a population before believing its numbers; empty of the two plain ones."""
    return {
        "kept": gettext(
            "This conditions on the future: who lost the rectum later is left out, so NOM looks better than it was."
        ),
        "received": gettext(
            "Groups are formed by the state when the form was answered, which came after the decision and may be its "
            "result. Nothing is weighted."
        ),
    }.get(population, "")


def weights_name(method: Method) -> str:
    """The weighting."""
    return {
        "overlap": gettext("overlap weights"),
        "iptw": gettext("inverse probability weights"),
        "none": gettext("no weights"),
    }[method]


def standing(view: View) -> str:
    """Whether the plan declares what is shown, and what may be called confirmatory."""
    if not view.is_declared:
        return gettext("Exploratory: the plan does not declare this view.")
    if not view.data.standing.confirmatory:
        return (
            gettext("The primary comparison of the plan; it counts as exploratory.")
            if view.is_primary
            else gettext("One of the comparisons that the plan declares; it counts as exploratory.")
        )
    if view.is_primary:
        return gettext("The primary comparison of the plan.")
    return gettext("One of the comparisons that the plan declares.")


def minus(view: View) -> str:
    """The direction of every difference."""
    first, second = view.groups
    return gettext("{first} minus {second}").format(first=group_name(first), second=group_name(second))


@dataclass(frozen=True)
class Finding:
    """What was found, in the order in which it is said; `why`: refusals as the analysis says them, in English."""

    head: str
    tells: str
    why: tuple[str, ...]
    beside: str


def finding(view: View) -> Finding:
    """The sentence that opens the page: the interval, whether it tells the groups apart, what stands beside it."""
    row = view.chosen
    if row is None:
        return Finding(gettext("Nobody has a score of this scale at this visit."), "", (), "")
    if row.alive is not None:
        from qol.study.comparing.living import living  # which says it in the words of this file

        return living(view, row, row.alive)
    weighted, observed = row.weighted, observed_words(view, row)
    if view.pending:
        return Finding(gettext("The weighted numbers are being computed."), "", (), observed)
    if isinstance(weighted, Adjusted) and view.question.method != "none":
        head = _sentence(view, row, weighted, weights_name(view.question.method))
        return Finding(head, tells_words(view, weighted), (), observed)
    if isinstance(weighted, NotAdjusted) and view.question.method != "none":
        head = gettext("{visit}, {scale}: no weighted number.").format(visit=row.visit.label, scale=_scale(view))
        return Finding(head, "", weighted.why, observed)
    compared = row.told.compared
    if isinstance(compared, Difference):
        return Finding(_sentence(view, row, compared, gettext("not adjusted")), tells_words(view, compared), (), "")
    return Finding(observed, "", (), "")


def _sentence(view: View, row: AtVisit, found: Adjusted | Difference, how: str) -> str:
    said = gettext("{visit}, {scale}: {minus} {difference} points, 95 % interval {lower} to {upper}, {how}.")
    return said.replace(" %", "\u00a0%").format(
        visit=row.visit.label, scale=_scale(view), minus=minus(view), how=how, difference=signed(view, found.estimate),
        lower=points(view, found.lower), upper=points(view, found.upper),
    )  # fmt: skip


def tells_words(view: View, found: Adjusted | Difference | Estimate) -> str:
    """Whether the interval tells the groups apart, and for whom the scores are better."""
    if not found.tells:
        return gettext("The interval holds zero, so these data cannot tell the groups apart.")
    first_is_better = (found.estimate > 0) == (view.scale.higher_means == "better")
    better = group_name(view.groups[0 if first_is_better else 1])
    if view.scale.higher_means == "better":
        return gettext("Higher is better: the scores are better in this group: {group}.").format(group=better)
    return gettext("Higher is worse: the scores are better in this group: {group}.").format(group=better)


def observed_words(view: View, row: AtVisit) -> str:
    """The difference without weights, or why there is none."""
    compared = row.told.compared
    if isinstance(compared, Difference):
        return gettext("Without weights {difference}, 95 % interval {lower} to {upper}.").format(
            difference=signed(view, compared.estimate), lower=points(view, compared.lower),
            upper=points(view, compared.upper),
        )  # fmt: skip
    if compared.why == "no_spread":
        return gettext("All scores are the same, so no difference is computed.")
    return gettext(
        "{visit}, {scale}: {first} and {second} scores. {least} in each group are needed for a difference."
    ).format(
        visit=row.visit.label, scale=_scale(view), first=number(compared.n_first), second=number(compared.n_second),
        least=number(LEAST),
    )  # fmt: skip


def _scale(view: View) -> str:
    return scale_name(view.data, view.question.choice)


def decimals(view: View) -> int:
    """Of means and differences: one, or as many as the scale has."""
    return max(1, view.scale.decimals)


def points(view: View, value: float | None) -> str:
    """A mean or a limit as shown: a true minus sign, a dash where there is none."""
    if value is None or value != value:
        return NONE
    rounded = round(value, decimals(view)) + 0.0  # no minus before nothing
    return number(rounded, decimals(view)).replace("-", MINUS)


def signed(view: View, value: float | None) -> str:
    """A difference as shown, with its plus."""
    shown = points(view, value)
    if value is None or value != value or round(value, decimals(view)) <= 0:
        return shown
    return f"{LEFT_TO_RIGHT if direction() == 'rtl' else ''}+{shown}"


def isolated(shown: str) -> str:
    """A number with its sign that keeps its order among words that run from the right."""
    return f"\u2066{shown}\u2069" if direction() == "rtl" else shown


def title(question: Question, data: StudyData) -> str:
    """What the view is of."""
    return gettext("Comparison of the groups: {scale}").format(scale=scale_name(data, question.choice))
