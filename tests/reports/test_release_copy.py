"""The copy that leaves the team, attacked: what an outsider who adds and subtracts can work out from its numbers.

True values come from the internal copy of the same data; how counts hang together is written out here.
"""

from collections.abc import Iterator

import numpy as np
import pytest

from qol.analysis.study_data import StudyData
from qol.reports import group_comparison
from qol.reports._comparison.release.copy import left_out
from qol.reports._document import Document
from qol.reports._paper import pdf
from qol.reports._released import ReleasedLedger
from tests.reports.cohort import arms, references, study
from tests.reports.reading import pages

COHORTS = {
    "demonstration": lambda: study(), "few": lambda: study(40, 2), "more": lambda: study(130, 5),
    "arms": lambda: arms(),
}  # fmt: skip
PARTS = ("permanent", "temporary", "unrecorded", "major", "minor", "none")
Sum = tuple[tuple[str, ...], tuple[str, ...]]
Number = tuple[str, str, str, str, str, str]


@pytest.fixture(scope="module", params=list(COHORTS))
def copies(request: pytest.FixtureRequest) -> tuple[StudyData, Document, Document]:
    data = COHORTS[request.param]()
    made = [group_comparison.document(data, references(), release=release) for release in (False, True)]
    return data, made[0], made[1]


def numbers(document: Document) -> dict[Number, float]:
    names = ("kind", "item", "answer", "group", "visit", "stratum")
    return {tuple(row[name] for name in names): row["value"] for row in document.numbers}  # type: ignore[misc]


def of(found: dict[Number, float], kind: str, group: str, visit: str) -> list[Number]:
    return [key for key in found if key[0] == kind and key[3] == group and key[4] in (visit, "")]


def sums(known: dict[Number, float], group: str, visit: str) -> Iterator[tuple[list[Number], list[Number]]]:
    """Counts that add up to others, of one group at one visit; with what is left of a whole as `rest of`."""
    one = {kind: of(known, kind, group, visit) for kind in {key[0] for key in known}}

    def rest(part: list[Number], whole: list[Number]) -> tuple[list[Number], list[Number]]:
        return [*part, (f"{whole[0][0]} without {part[0]}", "", "", group, visit, "")], whole

    entered = one.get("entered", [])[:1]
    for kind in ("expected", "valid"):
        if one.get(kind):
            yield rest(one[kind][:1], entered)
    for branch in one.get("followed", []):
        answered = [key for key in one["followed_answered"] if key[5] == branch[5]]
        yield rest(answered, [branch])
    for parts, whole in (
        ("followed", "entered"), ("followed_answered", "analysed"), ("not_analysed_reason", "not_analysed"),
    ):  # fmt: skip
        if one.get(parts) and one.get(whole):
            yield one[parts], one[whole][:1]
    if one.get("analysed"):
        yield [*one["analysed"], *one["not_analysed"]], entered
        yield one["analysed"], one["valid"]
    if one.get("bowel_known"):
        bowel = {part: one.get(f"bowel_{part}", []) for part in PARTS}
        stomas = [key for part in PARTS[:3] for key in bowel[part]]
        yield [*stomas, *bowel["major"]], one["stoma_or_major"]
        yield [*one["stoma_or_major"], *bowel["minor"], *bowel["none"]], one["bowel_known"]
        scored = [("lars_scored", "", "", group, visit, "")]  # on page 1 alone, and to be guarded at every visit
        yield [*stomas, *scored], one["bowel_known"]
        yield [*bowel["major"], *bowel["minor"], *bowel["none"]], scored


def whole_study(known: dict[Number, float], data: StudyData) -> Iterator[tuple[list[Number], list[Number]]]:
    """Everybody who was enrolled, in a group or in none; a group's size has one name at every visit."""
    sizes = [key for key in known if key[0] == "entered"]
    by_group = {one.id: [key for key in sizes if key[3] == one.id] for one in data.groups}
    for keys in by_group.values():
        for other in keys[1:]:
            yield keys[:1], [other]
    yield (
        [*(keys[0] for keys in by_group.values()), ("not_in_a_group", "", "", "", "", "")],
        [("enrolled", "", "", "", "", "")],
    )


def determined(equations: list[tuple[list[Number], list[Number]]], printed: set[Number]) -> set[Number]:
    """What follows from the printed counts by adding and subtracting."""
    names = sorted({key for left, right in equations for key in (*left, *right)})
    place = {name: k for k, name in enumerate(names)}
    rows = np.zeros((len(equations) + len(names), len(names)))
    for k, (left, right) in enumerate(equations):
        rows[k, [place[name] for name in left]] += 1
        rows[k, [place[name] for name in right]] -= 1
    for name in printed & set(names):
        rows[len(equations) + place[name], place[name]] = 1
    _, strength, directions = np.linalg.svd(rows)
    free = directions[int((strength > 1e-9).sum()) :]
    return {name for name in names if np.abs(free[:, place[name]]).max(initial=0) < 1e-8}


def worth(equations: list[tuple[list[Number], list[Number]]], true: dict[Number, float]) -> dict[Number, float]:
    """Every number of the equations, those without one of their own as what is left; fails where they do not hold."""
    found = dict(true)
    for left, right in equations:
        unknown = [name for name in left if name not in found]
        missing = sum(found[name] for name in right) - sum(found[name] for name in left if name in found)
        if unknown:
            found[unknown[0]] = missing
        else:
            assert missing == 0, (left, right)
    return found


def test_no_printed_count_and_nothing_that_follows_from_them_is_one_to_seven_people(
    copies: tuple[StudyData, Document, Document],
) -> None:
    data, internal, release = copies
    true, told = numbers(internal), numbers(release)
    visits = {key[4] for key in true if key[0] == "valid"}
    assert visits
    followed = 0
    for group in (one.id for one in data.groups):
        for visit in visits:
            equations = [*sums(true, group, visit), *whole_study(true, data)]
            values = worth(equations, true)
            for name in determined(equations, set(told)):
                assert not 0 < values[name] < 8, (name, values[name])
                followed += 1
    assert followed or len(data.patients) < 60


def test_answers_add_up_to_all_who_answered_and_still_none_of_few_follows(
    copies: tuple[StudyData, Document, Document],
) -> None:
    _, internal, release = copies
    true, told = numbers(internal), numbers(release)
    for key, answered in true.items():
        if key[0] != "answer_n":
            continue
        shares = {k: v for k, v in true.items() if k[0] == "answer_share" and k[1] == key[1] and k[3:] == key[3:]}
        left = answered
        for share, value in shares.items():
            people = round(value * answered / 100)
            if share in told:
                assert people == 0 or people >= 8
                left -= people
        assert left == 0 or left >= 8 or not any(share in told for share in shares)


def test_means_rest_on_eight_people_and_how_many_is_said_in_steps(
    copies: tuple[StudyData, Document, Document],
) -> None:
    _, internal, release = copies
    names = ("instrument", "scale", "group", "visit", "stratum")
    n = {tuple(row[k] for k in names): row["value"] for row in internal.numbers if row["kind"] == "n"}
    for row in release.numbers:
        assert row["kind"] not in ("n", "answer_n") or row["value"] == 0
        if row["kind"] in ("mean", "sd", "median"):
            assert n[tuple(row[k] for k in names)] >= 8
        if row["kind"] == "n_at_least":
            people = n[tuple(row[k] for k in names)]
            assert row["value"] % 8 == 0
            assert 8 <= row["value"] <= people < row["value"] + 8
        if row["kind"] in ("floor_share", "ceiling_share"):
            people = round(row["value"] * n[tuple(row[k] for k in names)] / 100)
            assert people == 0 or people >= 8


def test_a_mean_of_few_does_not_follow_from_the_means_of_all_and_of_the_others(
    copies: tuple[StudyData, Document, Document],
) -> None:
    _, internal, release = copies
    names = ("instrument", "scale", "group", "visit")
    n = {(*(row[k] for k in names), row["stratum"]): row["value"] for row in internal.numbers if row["kind"] == "n"}
    for row in release.numbers:
        if row["kind"] == "mean" and row["stratum"] in ("choice", "wish_met", "wish_other"):
            here = tuple(row[k] for k in names)
            left = n[(*here, "")] - n[(*here, row["stratum"])]
            assert left == 0 or left >= 8


def test_a_share_is_printed_only_where_what_it_is_of_may_be_told(
    copies: tuple[StudyData, Document, Document],
) -> None:
    told = numbers(copies[2])
    for key in told:
        if key[0].startswith("bowel_") and key[0].endswith("_share"):
            assert (key[0].removesuffix("_share"), *key[1:]) in told
            assert ("bowel_known", *key[1:]) in told
        if key[0] == "valid_of_entered":
            assert ("valid", *key[1:]) in told


def test_every_page_says_that_it_is_the_release_copy_and_what_the_dagger_means() -> None:
    made = group_comparison.document(study(40, 2), references(), release=True)
    assert made.file_name == "demo-group-comparison-release-2026-11-23.pdf"
    text = [" ".join(page.split()) for page in pages(pdf(made.html).content)]
    for page in text:
        assert "release copy: † withheld: by itself or by subtraction it would tell of 1 to 7 people" in page
        assert "internal copy:" not in page
    assert "nothing on these pages tells of 1 to 7 people" in text[-1]


def test_a_kind_of_number_that_nobody_declared_is_a_dagger() -> None:
    ledger = ReleasedLedger(lambda kind, value, what: kind == "declared")
    assert (ledger.count("declared", 30), ledger.count("new", 30)) == ("30", "†")
    assert [row["kind"] for row in ledger.rows()] == ["declared"]


def test_a_section_that_nobody_declared_is_left_out_and_named() -> None:
    said = left_out({"answer", "balance", "time to deterioration"}, {"answer", "withheld"})
    assert "balance and time to deterioration" in said
    assert "Every section" in left_out({"answer"}, {"answer", "withheld"})
