"""Of which stage and intent the comparison speaks, and which other sets of the study stand apart."""

from qol.analysis.disease_set import POOLED_STAMP, WORDS, SpeaksOf
from qol.reports._comparison.case import Case


def of(case: Case) -> SpeaksOf:
    """The set; every comparison has one."""
    speaks = case.data.speaks_of
    assert speaks is not None  # noqa: S101  # `case` takes no other data
    return speaks


def named(case: Case, name: str) -> str:
    """The name of the file, with the set where it was chosen."""
    return f"{name}-{of(case).chosen}" if of(case).by_choice else name


def row(case: Case) -> tuple[str, str]:
    """The row of the table of what is compared: the set, and of how many M is not recorded."""
    speaks = of(case)
    if case.ledger.released or speaks.nothing_recorded or not any(speaks.unrecorded):
        return "Stage, intent", speaks.words
    first, second = (
        case.ledger.count("m_not_recorded", n, group=group.id)
        for n, group in zip(speaks.unrecorded, case.groups, strict=True)
    )
    return "Stage, intent", f"{speaks.words}; M not recorded: {first} and {second} people"


def heads(case: Case) -> str:
    """The set at the head of every page, where it is not stage I to III alone; what is pooled is stamped."""
    speaks = of(case)
    if speaks.pooled:
        return POOLED_STAMP
    return speaks.words if speaks.stage_4 or speaks.others else ""


def apart(case: Case) -> tuple[str, ...]:
    """Every other set of the study with its size in each group, and how to have it."""
    speaks = of(case)
    said = []
    for one in speaks.others:
        sizes = [
            case.ledger.count("set_size", n, item=one, group=group.id)
            for n, group in zip(speaks.sizes(one), case.groups, strict=True)
        ]
        choose = f"choose it with --set {one}" if min(speaks.sizes(one)) else "nobody to compare with"
        said.append(f"{WORDS[one]}: {sizes[0]} and {sizes[1]} people, apart ({choose})")
    return tuple(said)


def together(case: Case) -> str:
    """The sets that were pooled by choice, each with its size; empty where none were."""
    speaks = of(case)
    if not speaks.pooled:
        return ""
    parts = []
    for one in speaks.members:
        sizes = [
            case.ledger.count("set_size", n, item=one, group=group.id)
            for n, group in zip(speaks.sizes(one), case.groups, strict=True)
        ]
        parts.append(f"{WORDS[one]} {sizes[0]} and {sizes[1]}")
    return f"{'; '.join(parts)}. Stage and intent decide about choice and course alike: read no number as an answer"


def not_here(case: Case) -> str:
    """How many people of both groups are in other sets, for the flow; empty where nobody is."""
    people = of(case).apart
    return case.ledger.count("apart_people", len(people)) if people else ""
