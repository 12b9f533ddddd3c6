"""What a copy of the comparison says of itself: for whom it is, what it withholds, which sections it leaves out."""

from dataclasses import dataclass

from jinja2 import meta

from qol.analysis.disclosure import LEAST
from qol.reports._comparison.case import Case
from qol.reports._paper import environment
from qol.reports._released import DAGGER, WHAT
from qol.reports._words import listed

INTERNAL = "reports/group-comparison.html"
RELEASE = "reports/group-comparison-release.html"


@dataclass(frozen=True)
class Copy:
    """The words at the head of page 1 and in every foot."""

    head: str
    foot: str


@dataclass(frozen=True)
class Withheld:
    """The last page of a release copy."""

    opening: str
    rules: tuple[str, ...]
    left_out: str


def copy(case: Case) -> Copy:
    """For whom this copy is."""
    if case.ledger.released:
        few = f"1 to {LEAST - 1} people"
        return Copy("release copy", f"{DAGGER} withheld: by itself or by subtraction it would tell of {few}")
    return Copy("internal copy", "small cells are shown, not for release")


def withheld(case: Case) -> Withheld | None:
    """What the release copy keeps back; None for the copy of the team."""
    if not case.ledger.released:
        return None
    most = LEAST - 1
    return Withheld(
        f"Release copy: nothing on these pages tells of 1 to {most} people",
        (
            f"{WHAT} No number of people from 1 to {most} is printed, and none is the difference of printed ones.",
            "Guarded together, for each group and visit: who entered, was expected and answered, what followed, "
            "reasons, and the bowel; and the answers to each question. Groups have the same size wherever they stand.",
            f"How many people stand behind a mean or a bar is printed in steps of {LEAST}: {5 * LEAST}+ is "
            f"{5 * LEAST} to {6 * LEAST - 1}. Means and differences rest on {LEAST} people or more in each group.",
            "Charts draw nothing for what is withheld; neighbouring answers that are withheld are one hatched part, "
            "other bars are left out.",
            "Not guarded: this copy against another one, of another day or with other filters. Publish one a data cut.",
        ),
        left_out(sections(INTERNAL), sections(RELEASE)),
    )  # fmt: skip


def sections(template: str) -> set[str]:
    """The parts that a template includes, in words."""
    source, _, _ = environment().loader.get_source(environment(), template)  # type: ignore[union-attr]
    found = meta.find_referenced_templates(environment().parse(source))
    inside = (name for name in found if name and name.startswith("reports/comparison/"))
    return {name.removeprefix("reports/comparison/").removesuffix(".html").replace("_", " ") for name in inside}


def left_out(internal: set[str], release: set[str]) -> str:
    """Which sections of the internal copy the release copy does not hold, and why."""
    missing = sorted(internal - release)
    if not missing:
        return f"Every section of the internal copy is here; single numbers are {DAGGER}."
    return (
        f"Left out, because it has not been declared which people stand behind their numbers: {listed(missing)}. "
        "The internal copy has them."
    )
