"""The rows of the tables and charts as they must read, from numbers that were computed again."""

import re
from collections.abc import Iterator, Sequence

from tests.journeys.exported_tables import BASELINES, Exported, Row
from tests.journeys.printed_pages import Num, Page, Part
from tests.journeys.recomputed import CORE, KINDS, LEAST, bowel, values

SOURCES = r"(?:own 0\.1|QLQ-C30|QLQ-CR29|LARS), "
CODES = ("1", "2", "3", "4", "5")
NAMES = {"nom": "NOM", "surgery": "Surgery", "arm_1": "Arm 1", "arm_2": "Arm 2"}
FIRST_PAGE_ITEMS = ("q1", "q4", "q6", "q13", "q11")
OWN = {"instrument": "treatment_satisfaction"}


def compute(data: Exported, kind: str, what: Row) -> float:
    """One number, computed again."""
    blank = dict.fromkeys(("instrument", "scale", "item", "answer", "group", "visit", "stratum", "patient"), "")
    return KINDS[kind](data, blank | what | {"kind": kind})


def visits(data: Exported) -> list[tuple[str, str]]:
    """Visits of a comparison and their labels, in the order of the protocol: none that follows an event."""
    rows = data.visits.drop_duplicates("visit").sort_values("visit_order")
    every = zip(rows["visit"], rows["visit_label"], strict=True)
    after_events = ("regrowth", "resection", "stoma_closed")
    return [(v, label) for v, label in every if not v.startswith(after_events) and data.forms_at(v)]


def wanted(data: Exported, text: str) -> list[Row]:
    """The scales that a text titles with instrument and scale, in their order: of its courses or of its table."""
    found = []
    for (instrument, scale), row in data.scales.items():
        ending = "0–42" if scale == "total" else f"{scale}\\b"
        titles = re.finditer(rf"{re.escape(row['label'])}(, (?:no )?stoma)? {SOURCES}{ending}", text)
        found += [(title.start(), named(row, instrument, scale, title[1])) for title in titles]
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def named(row: Row, instrument: str, scale: str, who: str | None) -> Row:
    """A scale by its title; `who` is `, no stoma`, `, stoma` or nothing."""
    stratum = {", no stoma": "stoma=no", ", stoma": "stoma=yes"}.get(who or "", "")
    return {
        "instrument": instrument,
        "scale": scale,
        "stratum": stratum,
        "name": row["label"],
        "title": row["label"] + (who or ""),
    }


def forest_scales(data: Exported, text: str) -> list[Row]:
    """The scales in the figure of differences on page 1, in their order."""
    found = []
    for (instrument, scale), row in data.scales.items():
        titles = re.finditer(rf"{re.escape(row['label'])}(, no stoma)? \d+ / \d+ ", text)
        here = {"visit": data.headline}
        found += [(title.start(), named(row, instrument, scale, title[1]) | here) for title in titles]
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def side(data: Exported, what: Row, group: str) -> Iterator[Part]:
    """n, mean (SD), median, ends of one group; nothing but n and a dash for nobody."""
    n = len(values(data, what, group))
    yield Num(n)
    if not n:
        yield "–"
        return
    yield Num(compute(data, "mean", what | {"group": group}), 1)
    if n > 1:
        yield from ("(", Num(compute(data, "sd", what | {"group": group}), 1), ")")
    yield Num(compute(data, "median", what | {"group": group}))
    yield from (Num(compute(data, "floor_share", what | {"group": group})), "/")
    yield Num(compute(data, "ceiling_share", what | {"group": group}))


def difference(data: Exported, what: Row) -> Iterator[Part]:
    """Difference with its interval, or that there are too few."""
    groups = [values(data, what, group) for group in data.groups]
    if min(map(len, groups)) < LEAST:
        yield "too few"
    else:
        yield Num(compute(data, "difference", what), 1, signed=True)
        yield from _interval(data, "difference", what, 1)


def effect(data: Exported, what: Row) -> Iterator[Part]:
    """Effect size with its interval, or nothing."""
    if min(len(values(data, what, group)) for group in data.groups) >= LEAST:
        yield Num(compute(data, "g", what), 2)
        yield from _interval(data, "g", what, 2)


def _interval(data: Exported, kind: str, what: Row, decimals: int) -> Iterator[Part]:
    yield "("
    yield Num(compute(data, f"{kind}_lower", what), decimals)
    yield "to"
    yield Num(compute(data, f"{kind}_upper", what), decimals)
    yield ")"


def block(data: Exported, what: Row) -> list[Part]:
    """A scale in a table: its title, then a line for each visit at which anybody has a score."""
    parts: list[Part] = [what["title"], f"~{SOURCES}{'0–42' if what['scale'] == 'total' else what['scale']}"]
    for visit, label in visits(data):
        here = what | {"visit": visit}
        if any(len(values(data, here, group)) for group in data.groups):
            parts.append(label)
            for group in data.groups:
                parts.extend(side(data, here, group))
            parts.extend(difference(data, here))
            parts.extend(effect(data, here))
    return parts


def chart(data: Exported, what: Row) -> list[Part]:
    """The digits of a course: ends of the axis, visits, then n of each group at each visit with scores."""
    top = float(data.scales[what["instrument"], what["scale"]]["highest"])
    drawn = visits(data)
    while max(data.people_at(drawn[-1][0], group)["patient"].nunique() for group in data.groups) < LEAST:
        drawn.pop()
    here = [what | {"visit": visit} for visit, _ in drawn]
    asked = [one for one in here if any(len(values(data, one, group)) for group in data.groups)]
    ticks = [float(label.split()[-1]) for visit, label in drawn if visit not in BASELINES]
    ns = [float(len(values(data, one, group))) for group in data.groups for one in asked]
    return [Num(digit) for digit in (0, top / 2, top, *ticks, *ns)]


def forest(data: Exported, what: Row) -> list[Part]:
    """A row of the figure of differences."""
    first, second = (values(data, what, group) for group in data.groups)
    return [what["title"], Num(len(first)), "/", Num(len(second)), Num(first.mean(), 1), Num(second.mean(), 1),
            *difference(data, what), *effect(data, what)]  # fmt: skip


def choices(data: Exported, scale: str) -> list[Part]:
    """The lines of one scale in the table by what was offered and wanted."""
    parts: list[Part] = []
    strata = (("everybody", ""), ("both ways were offered", "choice"), ("had wanted what they got", "wish_met"),
              ("had wanted otherwise, both, or did not know", "wish_other"))  # fmt: skip
    for label, stratum in strata:
        what = OWN | {"scale": scale, "visit": data.headline, "stratum": stratum}
        found = [values(data, what, group) for group in data.groups]
        parts += [label, Num(len(found[0])), "/", Num(len(found[1]))]
        parts += [Num(scores.mean(), 1) if len(scores) else "–" for scores in found]
        parts += [*difference(data, what), *effect(data, what)]
    return parts


def answers(data: Exported, item: str, beside: bool) -> list[Part]:
    """Shares and n of both groups; `beside`: code 9, where the question has it, and who skipped."""
    question = data.questions["treatment_satisfaction", item]
    nine = "9=" in question["codes"]
    parts: list[Part] = [question["question"]] if beside else []
    for group in data.groups:
        what = OWN | {"item": item, "visit": data.headline, "group": group}
        kinds = ["answer_n", *(["answer_not_applicable"] * nine + ["answer_skipped"]) * beside]
        parts += [NAMES[group], *(Num(compute(data, "answer_share", what | {"answer": code})) for code in CODES)]
        parts += [Num(compute(data, kind, what)) for kind in kinds]
    return parts


def completeness(data: Exported) -> list[Part]:
    """Expected, valid and both shares of both groups at every visit."""
    kinds = ("expected", "valid", "valid_of_expected", "valid_of_entered")
    parts: list[Part] = []
    for visit, label in visits(data):
        parts.append(label)
        parts += [Num(compute(data, k, {"visit": visit, "group": group})) for group in data.groups for k in kinds]
    return parts


def stacks(data: Exported, every_visit: bool) -> list[Part]:
    """Stoma and LARS of both groups: the headline visit, or all of them with their labels."""
    told = [(label, {group: bowel(data, visit, group) for group in data.groups})
            for visit, label in visits(data) if every_visit or visit == data.headline]  # fmt: skip
    parts: list[Part] = []
    kept = [name for name in ("permanent", "temporary", "unrecorded", "major", "minor", "none")
            if name != "unrecorded" or any(c[name] for _, pair in told for c in pair.values())]  # fmt: skip
    for (visit, _), (label, pair) in zip(_shown(data, every_visit), told, strict=True):
        parts += [label] if every_visit else []
        for group, counts in pair.items():
            parts += [NAMES[group], *_stack(data, visit, group, counts, kept)]
    return parts


def _shown(data: Exported, every_visit: bool) -> list[tuple[str, str]]:
    return [one for one in visits(data) if every_visit or one[0] == data.headline]


def _stack(data: Exported, visit: str, group: str, counts: dict[str, int], kept: Sequence[str]) -> Iterator[Part]:
    what = {"instrument": "lars", "visit": visit, "group": group}

    def share(kind: str) -> Part:
        return Num(compute(data, kind, what)) if counts["known"] else "–"

    yield from (Num(counts["stoma_or_major"]), "/", Num(counts["known"]), ",", share("stoma_or_major_share"), "%")
    yield from (share("stoma_or_major_lower"), "to", share("stoma_or_major_upper"))
    for name in kept:
        yield from (Num(counts[name]), ",", share(f"bowel_{name}_share"), "%")
    yield Num(counts["left_out"])


def lead(data: Exported) -> list[Part]:
    """The sentence of page 1 that says what was found, on the first scale of its figure."""
    what = data.forest[0]
    first, second = (values(data, what, group) for group in data.groups)
    limits = [Num(compute(data, f"difference_{end}", what), 1) for end in ("lower", "upper")]
    return ["scored", Num(first.mean(), 1), "(n", Num(len(first)), ") against", Num(second.mean(), 1), "(n",
            Num(len(second)), f") on {what['name'][:1].lower()}{what['name'][1:]}:",
            Num(compute(data, "difference", what), 1, signed=True), "points of 100, 95 % interval", limits[0], "to",
            limits[1], "."]  # fmt: skip


def lead_for_a_paper(data: Exported) -> list[Part]:
    """The sentence for a paper on the same scale, where nothing is weighted."""
    what = data.forest[0]
    first, second = (values(data, what, group) for group in data.groups)
    found = [Num(compute(data, f"difference{end}", what), 1, signed=not end) for end in ("", "_lower", "_upper")]
    return ["mean", Num(first.mean(), 1), "(n", Num(len(first)), "~\\) in [^§]*? and", Num(second.mean(), 1), "(n",
            Num(len(second)), "~\\) in [^§]*? unadjusted difference", found[0], "(", found[1], "to", found[2],
            ")."]  # fmt: skip


def composite(data: Exported) -> Iterator[list[Part]]:
    """The sentences of page 1 about stoma and LARS."""
    visit = data.headline
    told = {group: bowel(data, visit, group) for group in data.groups}
    first, second = (told[group] for group in data.groups)
    what = {"instrument": "lars", "visit": visit}
    shares = [Num(compute(data, "stoma_or_major_share", what | {"group": group})) for group in data.groups]
    yield [shares[0], "% against", shares[1], "% lived with a stoma or major LARS (", Num(first["stoma_or_major"]), "/",
           Num(first["known"]), ",", Num(second["stoma_or_major"]), "/", Num(second["known"]), ")"]  # fmt: skip
    kind = "stoma_or_major_difference"
    yield [Num(compute(data, kind, what), signed=True), "percentage points", *_interval_in_words(data, kind, what)]
    majors = [[Num(c["major"]), "/", Num(c["scored"]), ",",
               Num(compute(data, "major_of_scored_share", what | {"group": group})), f"% ({NAMES[group]})"]
              for group, c in told.items()]  # fmt: skip
    yield ["Without a stoma", *majors[0], "and", *majors[1], "have major LARS."]


def _interval_in_words(data: Exported, kind: str, what: Row) -> list[Part]:
    return ["(95 % interval", Num(compute(data, f"{kind}_lower", what)), "to",
            Num(compute(data, f"{kind}_upper", what)), ")"]  # fmt: skip


def cross_out_tables(data: Exported, sheets: Sequence[Page]) -> None:
    """Cross out every row of every table, figure and chart of a comparison. Fails for one that reads otherwise."""
    front, people = sheets[0], sheets[1]
    people.cross_out(completeness(data))
    for what in data.forest:
        front.cross_out(forest(data, what))
    front.cross_out(lead(data))
    next(page for page in sheets if "For a paper: sentences" in page.text).cross_out(lead_for_a_paper(data))
    if any(instrument == "lars" for _, _, instrument in data.counting):
        for row in (stacks(data, False), *composite(data)):
            front.cross_out(row)
    if any(instrument == OWN["instrument"] for _, _, instrument in data.counting):
        for row in (answers(data, item, False) for item in FIRST_PAGE_ITEMS):
            front.cross_out(row)
        for row in (answers(data, item, True) for item in CORE):
            next(page for page in sheets if "every question in its own words" in page.text).cross_out(row)
    for page in sheets[2:]:
        _cross_out_section(data, page)


def _cross_out_section(data: Exported, page: Page) -> None:
    if re.search("[Mm]odelled over all|modelled, continued", page.text):
        return  # mixed models: their numbers are computed again one by one
    titles = wanted(data, page.text)
    if "numbers behind the courses" in page.text:
        for what in titles:
            page.cross_out(block(data, what))
    elif titles:
        if "worst first" in page.text:
            page.cross_out(stacks(data, True))
        for scale in ("TRT", "DEC"):
            if "by what was offered" in page.text:
                page.cross_out(choices(data, scale))
        for what in titles:
            page.cross_out(chart(data, what))
