"""What changed: points from visit to visit, and the answers behind the last change."""

from dataclasses import dataclass

from qol.instruments.definition import Instrument, Scale
from qol.reports._printed import Ledger
from qol.reports._summary.answers_said import said
from qol.reports._summary.history import History, Sitting
from qol.reports._summary.room import fitting, width
from qol.reports._summary.worth import HIDDEN
from qol.reports._words import NONE, ends, lower_first

MOST_ROWS = 4
"""Rows of one direction."""
MOST_VISITS = 6
FIRST, VISIT, CHANGE, PAGE = 38.0, 9.2, 17.0, 174.0
"""Widths of the columns in millimetres; the answers have the rest."""
SIZE = 7.8
MORE = ("qlq_c30.QL2", "qlq_c30.EF", "qlq_c30.SF", "qlq_c30.PA", "qlq_cr29.STO", "treatment_satisfaction.BUR")
"""What fills up the table beside the scales of the charts."""


@dataclass(frozen=True)
class Row:
    """One scale: scores as printed, the change, and the answers behind it."""

    label: str
    scores: tuple[str, ...]
    change: str
    why: str


@dataclass(frozen=True)
class Changes:
    """The table. heads: the visits; strong: the column of this visit."""

    heads: tuple[str, ...]
    change_head: str
    why_head: str
    better: tuple[Row, ...]
    worse: tuple[Row, ...]
    key: str
    """What op+3 and its like mean, where a column bears such a name."""


def changes(
    past: History, charted: list[tuple[Instrument, Scale]], ledger: Ledger, brief: bool, most: int = MOST_ROWS
) -> Changes | None:
    """The table of this visit, None where nothing was answered; `most` rows a direction, one line each if `brief`."""
    if past.now is None:
        return None
    columns = _columns(past)
    line = PAGE - FIRST - VISIT * len(columns) - CHANGE - 3
    room = line if brief else 2 * line - 12
    rows = {"better": [], "worse": []}  # type: dict[str, list[Row]]
    for instrument, scale in (*charted, *_more(past, charted)):
        part = rows[scale.higher_means]
        if len(part) < most:
            part.append(_row(past, columns, instrument, scale, ledger, room))
    before = past.before
    return Changes(
        tuple(s.short for s in columns), f"{before.short} to {past.now.short}" if before else "change",
        f"The answers behind it: {lower_first(before.label)}, now" if before else "Nothing before this visit to "
        "compare with",
        tuple(rows["better"]), tuple(rows["worse"]), _key(columns),
    )  # fmt: skip


def _columns(past: History) -> list[Sitting]:
    """The last visits up to this one, the compared one among them."""
    if past.now is None:
        return []
    upto = list(past.sittings[: past.sittings.index(past.now) + 1])
    kept = upto[-MOST_VISITS:]
    if past.before is not None and past.before not in kept:
        kept = [past.before, *kept[1:]]
    return kept


def _more(past: History, charted: list[tuple[Instrument, Scale]]) -> list[tuple[Instrument, Scale]]:
    shown = {(instrument.id, scale.id) for instrument, scale in charted}
    found = []
    for name in MORE:
        instrument_id, scale_id = name.split(".")
        instrument = past.data.instruments.get(instrument_id)
        if (instrument_id, scale_id) in shown or instrument is None or scale_id not in instrument.scale_by_id:
            continue
        if past.value(past.now, instrument_id, scale_id) is not None:
            found.append((instrument, instrument.scale_by_id[scale_id]))
    return found


def _row(
    past: History, columns: list[Sitting], instrument: Instrument, scale: Scale, ledger: Ledger, room: float
) -> Row:
    what = {"instrument": instrument.id, "scale": scale.id, "patient": past.patient}
    scores = tuple(
        ledger.number(
            "own_score", past.value(s, instrument.id, scale.id), scale.decimals, visit=s.visit or s.key, **what
        )
        for s in columns
    )
    now, before = past.value(past.now, instrument.id, scale.id), past.value(past.before, instrument.id, scale.id)
    if now is None or before is None or _crosses_stoma(past, scale):
        return Row(_label(scale), scores, NONE, _why_none(past, instrument, scale, now, before))
    visit = past.now.visit or past.now.key if past.now else ""
    stratum = past.before.visit or past.before.key if past.before else ""
    change = ledger.signed("own_change", now - before, scale.decimals, visit=visit, stratum=stratum, **what)
    return Row(_label(scale), scores, change, _answers(past, instrument, scale, room))


def _label(scale: Scale) -> str:
    return scale.label if (scale.lowest, scale.highest) == (0, 100) else f"{scale.label} ({ends(scale)})"


def _crosses_stoma(past: History, scale: Scale) -> bool:
    return scale.separate_by == "stoma" and past.stoma(past.now) != past.stoma(past.before)


def _why_none(past: History, instrument: Instrument, scale: Scale, now: float | None, before: float | None) -> str:
    """Why there is no change to print."""
    if now is not None and before is not None:
        return "not compared across a stoma: other questions"
    if now is None:
        if instrument.applies_if.get("stoma") == ("no",) and past.stoma(past.now) == "yes":
            return "no meaning with a stoma"
        row = past.score_row(past.now, instrument.id, scale.id)
        if row is None:
            return "not asked now"
        return "does not apply now" if row["outcome"] == "not_applicable" else "not enough answers for a score now"
    return "no earlier score to compare with"


def _answers(past: History, instrument: Instrument, scale: Scale, room: float) -> str:
    """The single answers that moved, the largest step first."""
    now, before = past.answers(past.now, instrument.id), past.answers(past.before, instrument.id)
    items = scale.items or tuple(scale.points) or ()
    kept = (said(instrument, scale, i, now.get(i), before.get(i)) for i in items if (instrument.id, i) not in HIDDEN)
    told = [one for one in kept if one is not None and one.before is not None and one.words != one.words_before]
    if not told:
        return "no answer changed" if scale.items or scale.points else "made of other scales"
    told.sort(key=lambda one: -abs(one.trouble - (one.before or 0.0)))
    parts = [f"{lower_first(one.label)} {one.words_before}, now {one.words}" for one in told]
    shown = fitting(parts, SIZE, room)
    if len(shown) < len(parts):
        shown = fitting(parts, SIZE, room - width("; and more", SIZE))
    return "; ".join(shown) + ("; and more" if len(shown) < len(parts) else "")


def _key(columns: list[Sitting]) -> str:
    said = [f"{word}+, months after {long}" for word, long in (("op", "the resection"), ("cl", "the stoma was closed"))
            if any(s.short.startswith(word + "+") for s in columns)]  # fmt: skip
    return "; ".join(said)
