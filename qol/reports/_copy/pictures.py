"""Four pictures at most: two where higher is better, two where higher is more trouble. No threshold, no norm."""

from dataclasses import dataclass, replace

from qol.instruments.definition import Instrument, Scale
from qol.language import digits, gettext, short_month
from qol.reports._copy.moments import moment
from qol.reports._printed import Ledger
from qol.reports._summary.courses import Span, operations, stoma_spans
from qol.reports._summary.history import History
from qol.reports._summary.own_points import Axis, Month, Point, asked_in_vain, points
from qol.reports._summary.room import BOLDER, width
from qol.reports._words import number

LEFT, RIGHT, WIDE = 17.0, 74.0, 80.0
"""Where the first and the last occasion stand, and how wide a picture is, in millimetres."""
ROOM_NUMBER, NEAR = 7.0, 0.2
"""What a number of two digits needs to the next one; from which share of the height on it fits below its point."""
SIZE, APART = 10.0, 1.6
"""Points of the letters under the axis, and millimetres between two words there."""
TWO = 2


@dataclass(frozen=True)
class Named:
    """A scale in plain words: its name, and what its highest and its lowest value mean."""

    instrument: Instrument
    scale: Scale
    title: str
    top: str
    bottom: str


@dataclass(frozen=True)
class Tick:
    """An occasion under a picture: month, and the year where it is another than before it."""

    x: float
    month: str
    year: str
    last: bool


@dataclass(frozen=True)
class Picture:
    """One picture, as the chart kit draws it."""

    title: str
    ends: tuple[str, str]
    lowest: float
    highest: float
    ticks: tuple[float, ...]
    points: tuple[Point, ...]
    events: tuple[float, ...]
    months: tuple[Month, ...]
    states: tuple[Span, ...]
    alt: str
    cuts: tuple[float, ...] = ()


def named(past: History) -> tuple[list[Named], list[Named]]:
    """Two scales of each direction that have a score: those of this time first."""
    better: list[Named] = []
    worse: list[Named] = []
    for key, words in _plain().items():
        instrument = past.data.instruments.get(key[0])
        scale = instrument.scale_by_id.get(key[1]) if instrument else None
        if instrument and scale and any(past.value(s, *key) is not None for s in past.sittings):
            one = Named(instrument, scale, *words)
            (better if scale.higher_means == "better" else worse).append(one)
    return _two(past, better), _two(past, worse)


def _two(past: History, found: list[Named]) -> list[Named]:
    now = [one for one in found if past.value(past.now, one.instrument.id, one.scale.id) is not None]
    kept = [*now, *(one for one in found if one not in now)][:TWO]
    return [one for one in found if one in kept]


def _plain() -> dict[tuple[str, str], tuple[str, str, str]]:
    _ = gettext
    return {
        ("qlq_c30", "EF"): (_("Mood"), _("very good"), _("very low")),
        ("qlq_c30", "PF2"): (_("Strength"), _("no limits"), _("very limited")),
        ("qlq_c30", "QL2"): (_("Health overall"), _("very good"), _("very low")),
        ("lars", "total"): (_("Bowel"), _("most trouble"), _("no trouble")),
        ("qlq_cr29", "STO"): (_("Stoma"), _("most trouble"), _("no trouble")),
        ("qlq_c30", "FA"): (_("Tiredness"), _("most tired"), _("not tired")),
        ("qlq_c30", "PA"): (_("Pain"), _("most pain"), _("no pain")),
    }


def pictures(past: History, chosen: list[Named], ledger: Ledger) -> tuple[Picture, ...]:
    """The pictures of one direction; none where nothing says when the answers were given."""
    axis = Axis(past, LEFT, RIGHT)
    return tuple(_picture(past, one, ledger, axis) for one in chosen) if axis.dated else ()


def _picture(past: History, one: Named, ledger: Ledger, axis: Axis) -> Picture:
    scale = one.scale
    drawn = points(past, one.instrument, scale, ledger, axis, ROOM_NUMBER)
    shaded = bool(scale.separate_by or one.instrument.applies_if)
    ends = (f"{digits(number(scale.highest))} = {one.top}", f"{digits(number(scale.lowest))} = {one.bottom}")
    return Picture(
        one.title, ends, scale.lowest, scale.highest, (scale.lowest, scale.highest),
        tuple(replace(point, text=digits(point.text), at=_clear(point, scale)) for point in drawn),
        operations(past, axis), tuple(Month(tick.x, "") for tick in ticks(past)),
        stoma_spans(past, axis) if shaded else (), _alt(past, one),
    )  # fmt: skip


def _clear(point: Point, scale: Scale) -> str:
    """Above a point that lies near the axis, so that its number does not stand among the months."""
    near = point.v is not None and point.v < scale.lowest + NEAR * (scale.highest - scale.lowest)
    return "up" if near else point.at


def ticks(past: History) -> tuple[Tick, ...]:
    """Answered occasions that leave room for their month, the last one always."""
    axis = Axis(past, LEFT, RIGHT)
    kept: list[tuple[float, str, str]] = []
    for sitting in reversed([s for s in past.sittings if s.answered and s.at is not None]):
        x = axis.x(sitting.at or 0.0)
        month, year = short_month(sitting.on) if sitting.on else (digits(number(sitting.at)), "")
        if kept and kept[-1][0] - x < (_wide(month, year) + _wide(*kept[-1][1:])) / 2 + APART:
            continue
        kept.append((x, month, year))
    kept.reverse()
    return tuple(
        Tick(x, month, year if not place or year != kept[place - 1][2] else "", place == len(kept) - 1)
        for place, (x, month, year) in enumerate(kept)
    )


def _wide(month: str, year: str) -> float:
    """Bold, since the last one is; joined letters are narrower than they are measured, never wider."""
    return max(width(month, SIZE), width(year, SIZE)) * BOLDER


def _alt(past: History, one: Named) -> str:
    """The picture in words: every occasion with its number, or that there is no answer."""
    told = []
    for sitting in past.sittings:
        value = past.value(sitting, one.instrument.id, one.scale.id)
        if value is not None:
            told.append(f"{moment(sitting)}: {digits(number(value, one.scale.decimals))}")
        elif asked_in_vain(past, sitting, one.instrument, one.scale):
            told.append(f"{moment(sitting)}: {gettext('no answer')}")
    better = gettext("Higher is better") if one.scale.higher_means == "better" else gettext("Higher is more trouble")
    return f"{one.title}. {better}. {'; '.join(told)}."
