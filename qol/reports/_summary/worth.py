"""Worth a word: five lines at most, written from single answers and from what changed, the most troubling first."""

from dataclasses import dataclass

from markupsafe import Markup

from qol.instruments.definition import Instrument
from qol.reports._printed import Ledger
from qol.reports._summary.answers_said import Said, said
from qol.reports._summary.history import History
from qol.reports._summary.room import BOLDER, width
from qol.reports._summary.thresholds import Thresholds
from qol.reports._words import lower_first

OWN = "treatment_satisfaction"
HIDDEN = {(OWN, "q7"), (OWN, "q8"), (OWN, "o1")}
"""Answers about check-ups and staff: never on the clinic's sheet, so that nobody answers to please."""

MOST = 5
MORE = "; and more"
ROOM, SIZE = 141.0, 9.0
"""Millimetres of a line and the size of its letters in points."""

TOPICS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Bowel", (("lars", "total"), ("qlq_cr29", "SF FL FI SS EMB BMS BF"), ("qlq_c30", "CO DI"), (OWN, "BOW"))),
    ("Stoma", ((OWN, "STO"), ("qlq_cr29", "STO"))),
    ("Mood", (("qlq_c30", "EF"), ("qlq_cr29", "ANX"))),
    ("Worry", ((OWN, "WOR UNC FOP FST SAF"),)),
    ("Satisfaction", ((OWN, "DEC TRT SAM REC"),)),
    ("Burden", ((OWN, "BUR"),)),
    ("After the operation", ((OWN, "REV WTH TRY"),)),
    ("Pain", (("qlq_c30", "PA"), ("qlq_cr29", "AP BP"))),
    ("Tiredness and sleep", (("qlq_c30", "FA SL"),)),
    ("Daily life", (("qlq_c30", "PF2 RF2 SF"),)),
    ("Health overall", (("qlq_c30", "QL2"),)),
    ("Bladder", (("qlq_cr29", "UF UI DY"),)),
    ("Body", (("qlq_cr29", "BI WEI HL"),)),
    ("Stomach and appetite", (("qlq_c30", "NV AP"), ("qlq_cr29", "DM TA"))),
    ("Intimate life", (("qlq_cr29", "IMP DYS"),)),
    ("Breath, memory, money", (("qlq_c30", "DY CF FI"),)),
)


@dataclass(frozen=True)
class Line:
    """One line: what it is about, the score that leads it where one does, and answers in words."""

    topic: str
    text: Markup
    weight: float


def lines(past: History, thresholds: Thresholds, ledger: Ledger) -> tuple[Line, ...]:
    """At most five lines, the heaviest first. Nothing to say is also an answer: then there are none."""
    found = [(_line(past, topic, scales, thresholds, own := Ledger()), own) for topic, scales in TOPICS]
    made = [(line, own) for line, own in found if line is not None]
    kept = sorted(made, key=lambda pair: -pair[0].weight)[:MOST]
    for _, own in kept:  # only what is printed is written down
        ledger.printed += own.printed
    return tuple(line for line, _ in kept)


def _line(
    past: History, topic: str, scales: tuple[tuple[str, str], ...], thresholds: Thresholds, ledger: Ledger
) -> Line | None:
    lead = ""
    told: list[Said] = []
    bonus = 0.0
    for name, ids in scales:
        instrument = past.data.instruments.get(name)
        if instrument is None:
            continue
        for scale_id in (i for i in ids.split() if i in instrument.scale_by_id):
            told += _troubling(past, instrument, scale_id)
            if not lead:
                lead, weight = _lead(past, instrument, scale_id, thresholds, ledger)
                bonus += weight
    told.sort(key=lambda one: -(one.trouble + one.worsened))
    if not told and not lead:
        return None
    weight = bonus + (max(one.trouble + one.worsened for one in told) if told else 0) + 0.05 * len(told)
    return Line(topic, _text(lead, told, topic), weight)


def _troubling(past: History, instrument: Instrument, scale_id: str) -> list[Said]:
    return [one for one in answered(past, instrument, scale_id) if one.deserves_a_word]


def answered(past: History, instrument: Instrument, scale_id: str) -> list[Said]:
    """The items of a scale that are answered now, with what they were before; not compared across a stoma."""
    scale = instrument.scale_by_id[scale_id]
    now, before = past.answers(past.now, instrument.id), past.answers(past.before, instrument.id)
    if scale.separate_by == "stoma" and past.stoma(past.now) != past.stoma(past.before):
        before = {}
    items = scale.items or tuple(scale.points)
    found = (
        said(instrument, scale, item, now.get(item), before.get(item))
        for item in items if (instrument.id, item) not in HIDDEN
    )  # fmt: skip
    return [one for one in found if one is not None]


def _lead(
    past: History, instrument: Instrument, scale_id: str, thresholds: Thresholds, ledger: Ledger
) -> tuple[str, float]:
    """A score that leads the line: one in a band other than the best, or beyond a threshold that may be shown."""
    scale = instrument.scale_by_id[scale_id]
    value, before = past.value(past.now, instrument.id, scale_id), past.value(past.before, instrument.id, scale_id)
    band = next((b for b in scale.bands if value is not None and b.lowest <= value <= b.highest), None)
    line = thresholds.of(instrument.id, scale_id)
    best_first = scale.bands if scale.higher_means == "worse" else scale.bands[::-1]
    rank = best_first.index(band) if band else 0
    beyond = line is not None and value is not None and line.reached(value)
    if not rank and not beyond:
        return "", 0.0
    what = {"instrument": instrument.id, "scale": scale_id, "patient": past.patient}
    shown = ledger.number("own_score", value, scale.decimals, visit=_visit(past), **what)
    then = (
        ""
        if before is None
        else f" ({ledger.number('own_score', before, scale.decimals, visit=_before(past), **what)})"
    )
    if band:
        kind = band.label.removesuffix(f" {instrument.short_title}")
        return f"{instrument.short_title} {shown}, {kind}{then}", 0.35 * rank
    return f"{lower_first(scale.label)} {shown}, threshold {line.value if line else 0:g}{then}", 0.2


def _visit(past: History) -> str:
    return past.now.visit or past.now.key if past.now else ""


def _before(past: History) -> str:
    return past.before.visit or past.before.key if past.before else ""


def _text(lead: str, told: list[Said], topic: str) -> Markup:
    """The lead and as many answers as one line holds, and whether there are more."""
    room = ROOM - width(f"{topic}.  ", SIZE) * BOLDER - width(".", SIZE)
    kept, complete = _kept(lead, told, room)
    if not complete:
        kept, _ = _kept(lead, told, room - width(MORE, SIZE))
    text = ": ".join([kept[0], "; ".join(kept[1:])]) if lead and len(kept) > 1 else "; ".join(kept)
    return Markup("{}{}.").format(text[:1].upper() + text[1:], "" if complete else MORE)


def _kept(lead: str, told: list[Said], room: float) -> tuple[list[str], bool]:
    """What fits, the most troubling first, and whether that is everything."""
    kept, complete = [lead] if lead else [], True
    for one in told:
        fits = [p for p in (one.phrase(), one.brief()) if not kept or width("; ".join([*kept, p]), SIZE) <= room]
        if fits:
            kept.append(fits[0])
        complete = complete and bool(fits)
    return kept, complete
