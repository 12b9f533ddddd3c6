"""What scoring an instrument comes to, worked out once from its definition and kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from qol.errors import QolError
from qol.instruments.definition import AnswerSet, Instrument, Item, Scale
from qol.instruments.reach import exact
from qol.scoring import methods
from qol.scoring.items import ItemPlan, Offer
from qol.scoring.paths import UNKNOWN, Path, path
from qol.scoring.units import TermPlan, term_plans, unit_of

Floats = NDArray[np.float64]
MOST_PARTS = np.iinfo(np.int8).max


@dataclass(frozen=True, eq=False)
class ScalePlan:
    """One scale: its path, its parts (items or scales) and the function from sums and counts to scores.

    points: for each item, the points (in units) of its lowest code, of the next, ...; empty where steps count.
    terms: what a value set adds for the whole profile. clip: the range that the score is kept within.
    scales: places of the scales that it is made of; mirrors: what each is taken from if it enters reversed.
    always: no fact and no answer can make the scale or an item of it inapplicable.
    """

    id: str
    path: Path | None
    items: tuple[ItemPlan, ...]
    points: tuple[Floats, ...]
    terms: tuple[TermPlan, ...]
    scales: tuple[int, ...]
    mirrors: tuple[float | None, ...]
    needs: int
    always: bool
    clip: tuple[float, float] | None
    method: Callable[[Floats, NDArray[np.int8]], Floats]


@dataclass(frozen=True, eq=False)
class Plan:
    """An instrument ready for scoring.

    items: closed items in the order of the form. alike: those of them that scales rest on, by what they offer.
    setting: those that set a fact. scales: in the order of the file. order: their places, parts before wholes.
    """

    items: Mapping[str, ItemPlan]
    alike: Mapping[Offer, tuple[ItemPlan, ...]]
    setting: tuple[ItemPlan, ...]
    scales: tuple[ScalePlan, ...]
    order: tuple[int, ...]


_kept: dict[int, tuple[Any, Plan]] = {}


def plan_of(instrument: Instrument) -> Plan:
    """The plan of an instrument, made on first use and dropped with it; QolError where it cannot be scored."""
    key = id(instrument)
    if key not in _kept:
        _kept[key] = (ref(instrument, lambda _: _kept.pop(key, None)), _made(instrument))
    return _kept[key][1]


def _made(instrument: Instrument) -> Plan:
    items = {
        item.id: _item_plan(instrument, item, instrument.answers_of(item.id))
        for item in instrument.items.values()
        if instrument.answers_of(item.id).kind != "text"
    }
    scales = tuple(_scale_plan(instrument, items, scale) for scale in instrument.scales)
    return Plan(
        items=items,
        alike=_alike(items.values(), {item for scale in scales for item in scale.items}),
        setting=tuple(item for item in items.values() if item.sets),
        scales=scales,
        order=_order(instrument),
    )


def _alike(items: Iterable[ItemPlan], scored: set[ItemPlan]) -> Mapping[Offer, tuple[ItemPlan, ...]]:
    found: dict[Offer, list[ItemPlan]] = {}
    for item in items:
        if item in scored:
            found.setdefault(item.offer, []).append(item)
    return {offer: tuple(group) for offer, group in found.items()}


def _item_plan(instrument: Instrument, item: Item, answers: AnswerSet) -> ItemPlan:
    conditions = (instrument.page_of(item.id).ask_if, item.ask_if)
    values = instrument.facts.get(item.sets or "", ())
    return ItemPlan(
        id=item.id,
        path=path(conditions, instrument.facts),
        offer=Offer(answers.scored_codes, answers.not_applicable_codes),
        sets=item.sets,
        sets_by={code: values.index(v) if v in values else UNKNOWN for code, v in item.sets_by.items()},
    )


def _scale_plan(instrument: Instrument, items: Mapping[str, ItemPlan], scale: Scale) -> ScalePlan:
    names = () if scale.scales else scale.parts
    parts = tuple(items[name] for name in names)
    own_path = path((instrument.applies_if, scale.applies_if), instrument.facts)
    if len(parts) > MOST_PARTS:
        raise QolError(f"{instrument.id}, scale {scale.id}: more than {MOST_PARTS} items cannot be scored.")
    unit = unit_of(scale)
    return ScalePlan(
        id=scale.id,
        path=own_path,
        items=parts,
        points=tuple(_points(instrument, scale, items[name], unit) for name in names if scale.points),
        terms=term_plans(scale, parts, unit),
        scales=tuple(list(instrument.scale_by_id).index(name) for name in scale.scales),
        mirrors=tuple(_mirror(instrument, name) if turned else None for name, turned in scale.scales.items()),
        needs=scale.needs,
        always=not (own_path or scale.scales or any(part.path or part.offer.not_applicable for part in parts)),
        clip=(scale.lowest, scale.highest) if scale.clipped else None,
        method=partial(getattr(methods, scale.method), given=_constants(instrument, scale, parts, unit)),
    )


def _constants(instrument: Instrument, scale: Scale, parts: tuple[ItemPlan, ...], unit: int) -> methods.Constants:
    factor = exact(1 if scale.factor is None else scale.factor)
    codes = range(min(scale.table, default=0), max(scale.table, default=-1) + 1)
    return methods.Constants(
        steps=_steps(instrument, scale, parts) if scale.items else 0,
        is_reversed=scale.reversed,
        parts=len(scale.parts),
        times=float(factor.numerator),
        over=float(factor.denominator * unit),
        prorated=scale.prorated,
        unanswered=float(exact(scale.unanswered or 0) * unit),
        start=float(exact(scale.start or 0) * unit),
        first=codes.start,
        table=np.array([scale.table.get(code, np.nan) for code in codes]),
    )


def _mirror(instrument: Instrument, scale_id: str) -> float:
    return instrument.scale_by_id[scale_id].lowest + instrument.scale_by_id[scale_id].highest


def _steps(instrument: Instrument, scale: Scale, parts: tuple[ItemPlan, ...]) -> int:
    ends = {(part.offer.lowest, part.offer.highest) for part in parts}
    if len(ends) != 1:
        raise QolError(
            f"{instrument.id}, scale {scale.id}: its items have different answers ({sorted(ends)}), "
            f"so their mean has no one range; give points instead."
        )
    lowest, highest = ends.pop()
    return highest - lowest


def _points(instrument: Instrument, scale: Scale, item: ItemPlan, unit: int) -> Floats:
    points = scale.points[item.id]
    lacking = [code for code in item.offer.codes if code not in points]
    if lacking:
        raise QolError(f"{instrument.id}, scale {scale.id}: no points for {item.id} = {lacking}.")
    codes = range(item.offer.lowest, item.offer.highest + 1)
    return np.array([float(exact(points[code]) * unit) if code in points else np.nan for code in codes])


def _order(instrument: Instrument) -> tuple[int, ...]:
    """Places of the scales, each after those that it is made of. A ring of scales is refused."""
    waiting, ordered = dict(enumerate(instrument.scales)), list[int]()
    while waiting:
        names = {scale.id for scale in waiting.values()}
        ready = [place for place, scale in waiting.items() if names.isdisjoint(scale.scales)]
        if not ready:
            raise QolError(f"{instrument.id}: the scales {', '.join(sorted(names))} are made of one another.")
        ordered += ready
        waiting = {place: scale for place, scale in waiting.items() if place not in ready}
    return tuple(ordered)
