"""The bowel of two groups by the declared test: LARS categories, and stoma or major LARS among everybody."""

from qol.analysis.bowel import CATEGORIES, Bowel
from qol.analysis.categories.ordered import Ordered, ordered
from qol.analysis.categories.shares import SharesTested, Test, compare_shares


def stoma_or_major(first: Bowel, second: Bowel, groups: tuple[str, str], test: Test) -> SharesTested:
    """The composite; people without a stoma and without a LARS score, or whose stoma is unknown, are the excluded."""
    shares = first.stoma_or_major, second.stoma_or_major
    return compare_shares(
        "stoma or major LARS", groups, ((shares[0].count, shares[0].of), (shares[1].count, shares[1].of)), test,
        (first.gaps + first.unknown, second.gaps + second.unknown),
    )  # fmt: skip


def major(first: Bowel, second: Bowel, groups: tuple[str, str], test: Test) -> SharesTested:
    """Major LARS among people without a stoma who have a score; everybody else seen is excluded, counted."""
    return compare_shares(
        "major LARS", groups, ((first.major, first.scored), (second.major, second.scored)), test,
        (first.seen - first.scored, second.seen - second.scored),
    )  # fmt: skip


def lars_categories(first: Bowel, second: Bowel, groups: tuple[str, str]) -> Ordered | None:
    """None, minor, major among people without a stoma who have a score."""
    names = CATEGORIES[::-1]
    return ordered(names, groups, [(getattr(first, name), getattr(second, name)) for name in names])
