"""On which counts of people each kind of printed number rests."""

from collections.abc import Hashable, Iterable

from qol.reports._comparison.release.sets import key

NOBODY = frozenset({"compared_scales", "scales_more", "scales_apart", "scales_shown", "scales_not_apart",
                    "questions", "same_middle"})  # fmt: skip
"""Kinds that count scales or questions, not people."""
LINES = frozenset({"n", "n_at_least", "mean", "sd", "median", "floor_share", "ceiling_share", "difference",
                   "difference_lower", "difference_upper", "g", "g_lower", "g_upper"})  # fmt: skip
"""Kinds that describe the scores of a scale, visit, stratum and group, or of both groups."""
ALONE = frozenset({"answer_skipped", "answer_not_applicable"})
"""Kinds without a printed whole from which they could be subtracted."""
PARTS = ("permanent", "temporary", "unrecorded", "major", "minor", "none")
COUNTS = frozenset({"set_size", "apart_people", "enrolled", "entered", "not_in_a_group", "followed",
                    "followed_answered", "analysed", "not_analysed", "not_analysed_reason", "expected", "valid",
                    "stoma_or_major", "bowel_known", "lars_scored", "lars_left_out",
                    *(f"bowel_{part}" for part in PARTS)})  # fmt: skip
SHARES = {
    "valid_of_expected": ("valid_expected", "expected"), "valid_of_entered": ("valid", "entered"),
    "followed_answered_share": ("followed_answered", "followed"),
    "major_of_scored_share": ("bowel_major", "lars_scored"),
    **{f"bowel_{part}_share": (f"bowel_{part}", "bowel_known") for part in PARTS},
    **{f"stoma_or_major_{end}": ("stoma_or_major", "bowel_known") for end in ("share", "lower", "upper")},
}  # fmt: skip
"""A share tells its count where the whole is known, and the whole where its count is."""
OF_BOTH = {f"stoma_or_major_difference{end}": ("stoma_or_major", "bowel_known") for end in ("", "_lower", "_upper")}


def rests_on(kind: str, what: dict[str, str], groups: Iterable[str]) -> frozenset[Hashable]:
    """The counts that must be told for this number to be; none for a kind that is not declared."""
    if kind in COUNTS:
        return frozenset({key(kind, **what)})
    if kind in SHARES:
        return frozenset(key(count, **what) for count in SHARES[kind])
    if kind in OF_BOTH:
        return frozenset(key(count, group=group, **what) for group in groups for count in OF_BOTH[kind])
    if kind == "answer_share":
        return frozenset({key("answer", **what)})
    if kind == "answer_n":
        return frozenset({key("answered", **what)})
    return frozenset()
