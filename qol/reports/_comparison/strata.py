"""Satisfaction, regret and worry by what was known at the decision, and by what was offered and wanted."""

from dataclasses import dataclass

from qol.analysis.analysis_set import covariates
from qol.analysis.by_visit import ScaleAtVisit
from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.view_strata import NOT_KNOWN, Kind, Stratum, divided, first_scales, of_people, strata
from qol.analysis.decision import how_decided
from qol.analysis.difference import Difference
from qol.reports._comparison.case import Case
from qol.reports._comparison.pages import Numbering
from qol.reports._words import lower_first

LINES_A_SHEET = 40
"""Lines of these tables that a page holds, a head counted as two."""
HEADS: dict[Kind, str] = {
    "response": "Clinical response", "clinical_t": "Clinical T, as recorded", "clinical_n": "Clinical N, as recorded",
    "clinical_m": "Clinical M, as recorded", "offered": "Offered, as recorded with the decision",
    "wish": "Wish before the decision, in the patients’ own words",
}  # fmt: skip
WORDS: dict[tuple[Kind, str], str] = {
    ("response", "complete"): "complete", ("response", "near_complete"): "near-complete",
    ("response", "incomplete"): "incomplete", ("offered", "both"): "both ways", ("offered", "one"): "one way",
    ("wish", "yes"): "got what they had wanted", ("wish", "no"): "had wanted the other way",
    ("wish", "open"): "both were fine, or did not know",
}  # fmt: skip
LETTERS = {"clinical_t": "cT", "clinical_n": "cN", "clinical_m": "cM"}
WISHES = (("yes", "what they got"), ("no", "the other way"), ("open", "both were fine"), ("unsure", "did not know"))


@dataclass(frozen=True)
class Line:
    """One stratum: people of both groups, scores, means, difference."""

    label: str
    people: tuple[str, str]
    n: tuple[str, str]
    means: tuple[str, str]
    difference: str


@dataclass(frozen=True)
class OfScale:
    """One scale over the strata: everybody, then each kind under its head."""

    label: str
    direction: str
    everybody: Line
    parts: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True)
class Strata:
    """The pages. wished: what both groups had wanted, people; told: of how many it is known."""

    opening: str
    sheets: tuple[tuple[OfScale, ...], ...]
    table_no: int
    wished_no: int
    wished: tuple[tuple[str, tuple[str, str]], ...]
    note: str


def page(case: Case, numbering: Numbering) -> Strata | None:
    """Everybody of both groups at the headline visit; None for arms, without such scores, and for release."""
    if case.headline is None or not case.strategies or case.ledger.released:
        return None
    everybody = {choice: _told(case, choice, None) for choice in first_scales(case.data)}
    asked = [choice for choice, told in everybody.items() if told.asked]
    if not asked:
        return None
    people = covariates(case.data, case.groups, case.data.protocol.plan)
    kinds = divided(people, case.items, case.groups)
    found = {kind: strata(people, case.items, case.groups, kind) for kind in kinds}
    made = tuple(_scale(case, choice, everybody[choice], found) for choice in asked)
    return Strata(
        _opening(case, asked[0], found), _sheets(made), numbering.table(), numbering.table(),
        tuple(_wished(case)), _note(kinds),
    )  # fmt: skip


def _sheets(made: tuple[OfScale, ...]) -> tuple[tuple[OfScale, ...], ...]:
    sheets: list[list[OfScale]] = []
    room = 0
    for scale in made:
        lines = 3 + sum(1 + len(several) for _, several in scale.parts)
        if not sheets or lines > room:
            sheets.append([])
            room = LINES_A_SHEET
        sheets[-1].append(scale)
        room -= lines
    return tuple(tuple(sheet) for sheet in sheets)


def word(one: Stratum) -> str:
    """A stratum under the head of its kind."""
    if one.word == NOT_KNOWN:
        return "not told" if one.kind == "wish" else "not recorded"
    return WORDS.get((one.kind, one.word)) or f"{LETTERS[one.kind]}{one.word}"


def _told(case: Case, choice: Choice, people: frozenset[str] | None) -> ScaleAtVisit:
    visit = case.headline.id if case.headline else ""
    return of_people(case.data, case.scores, case.groups, choice, visit, people)


def _scale(
    case: Case, choice: Choice, everybody: ScaleAtVisit, found: dict[Kind, tuple[Stratum, ...]]
) -> OfScale:  # fmt: skip
    scale = case.data.instruments[choice.instrument].scale_by_id[choice.scale]
    parts = tuple(
        (HEADS[kind], tuple(
            _line(case, choice, _told(case, choice, one.people), word(one), one.sizes, f"{kind}={one.word}")
            for one in several
        ))
        for kind, several in found.items()
    )  # fmt: skip
    sizes = case.first.size, case.second.size
    return OfScale(
        scale.label, scale.higher_means, _line(case, choice, everybody, "everybody", sizes, ""), parts
    )  # fmt: skip


def _line(
    case: Case, choice: Choice, told: ScaleAtVisit, label: str, sizes: tuple[int, int], stratum: str
) -> Line:  # fmt: skip
    ledger, groups = case.ledger, [group.id for group in case.groups]
    decimals = max(1, case.data.instruments[choice.instrument].scale_by_id[choice.scale].decimals)
    what = {"instrument": choice.instrument, "scale": choice.scale, "visit": told.visit, "stratum": stratum}
    both = tuple(zip(groups, (told.first, told.second), strict=True))
    people = [
        ledger.count("stratum_people", n, group=group, stratum=stratum) for group, n in zip(groups, sizes, strict=True)
    ]
    n = [ledger.count("stratum_n", one.n, group=group, **what) for group, one in both]
    means = [ledger.number("stratum_mean", one.mean, decimals, group=group, **what) for group, one in both]
    return Line(label, _two(people), _two(n), _two(means), _difference(case, told, decimals, what))


def _two(texts: list[str]) -> tuple[str, str]:
    return texts[0], texts[1]


def _difference(case: Case, told: ScaleAtVisit, decimals: int, what: dict[str, str]) -> str:
    found, ledger = told.compared, case.ledger
    if not isinstance(found, Difference):
        return "too few" if found.why == "too_few" else "no spread"
    return (
        f"{ledger.signed('stratum_difference', found.estimate, decimals, **what)} "
        f"({ledger.number('stratum_difference_lower', found.lower, decimals, **what)} to "
        f"{ledger.number('stratum_difference_upper', found.upper, decimals, **what)})"
    )


def _opening(case: Case, choice: Choice, found: dict[Kind, tuple[Stratum, ...]]) -> str:
    """In how many strata the interval of the leading scale tells the groups apart."""
    compared = [_told(case, choice, one.people).compared for several in found.values() for one in several]
    differences = [one for one in compared if isinstance(one, Difference)]
    what = {"instrument": choice.instrument, "scale": choice.scale}
    name = case.data.instruments[choice.instrument].scale_by_id[choice.scale].label
    at = case.headline.inside if case.headline else ""
    if not differences:
        return f"{name} {at}: no stratum has ten scores in each group, so none can be compared"
    apart = case.ledger.count("strata_apart", sum(one.tells for one in differences), **what)
    of = case.ledger.count("strata_compared", len(differences), **what)
    return f"{name} {at}: in {apart} of {of} strata the interval tells the groups apart; exploratory, not adjusted"


def _wished(case: Case) -> list[tuple[str, tuple[str, str]]]:
    told = [how_decided(case.items, case.data.patients, side.group) for side in case.sides]
    rows = [
        (f"had wanted {words}" if answer in ("yes", "no") else words, _two([
            case.ledger.count("wished", one.wish[answer], group=one.group, answer=answer) for one in told
        ]))
        for answer, words in WISHES
    ]  # fmt: skip
    both = [case.ledger.count("both_offered", one.both_offered, group=one.group) for one in told]
    return [("told us that both ways were offered", _two(both)), *rows]


def _note(kinds: tuple[Kind, ...]) -> str:
    left = [lower_first(HEADS[kind]).partition(",")[0] for kind in HEADS if kind not in kinds]
    gone = f" Recorded of nobody: {', '.join(left)}." if left else ""
    return (
        "Observed, not weighted: strata were not declared, overlap, and some differ by chance alone; a difference in "
        "one and none in another does not show that they differ from each other. Wishes are the first answer of "
        f"each, given after the decision in most. Fewer than 10 scores in a group: no difference.{gone}"
    )
