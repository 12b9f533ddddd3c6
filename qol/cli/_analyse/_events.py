"""How times to an event are printed, for `km` and `ttd`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qol.cli._analyse._words import aligned

if TYPE_CHECKING:
    from qol.analysis.events.by_group import ByGroup, OneGroup


def numbers(found: "ByGroup") -> dict[str, Any]:
    """For JSON: every step of every curve, and what compares the groups."""
    told: dict[str, Any] = {"unit": found.unit, "groups": [_group(group) for group in found.groups]}
    if found.tested:
        told["log_rank"] = vars(found.tested)
    if found.ratio:
        told["hazard_ratios"] = [
            {"of": one.name, "ratio": one.value, "lower": one.limits[0], "upper": one.limits[1], "p": one.p,
             "log": one.log, "se": one.se, "robust": found.ratio.robust}
            for one in found.ratio.ratios
        ]  # fmt: skip
    if found.restricted:
        pair = found.restricted
        told["restricted_mean"] = {
            "horizon": pair.first.horizon, "first": pair.first.value, "second": pair.second.value,
            "estimate": pair.estimate, "lower": pair.lower, "upper": pair.upper,
        }  # fmt: skip
    return told | {"refused": list(found.refused)}


def _group(group: "OneGroup") -> dict[str, Any]:
    told: dict[str, Any] = {
        "group": group.label, "n": group.times.n, "events": group.events, "competing": group.competing,
        "median": vars(group.median),
    }  # fmt: skip
    for name, curve in {"survival": group.free, "incidence": group.happened}.items():
        low, high = curve.limits
        told[name] = [
            {"time": t, "at_risk": int(n), "value": v, "se": s, "lower": lo, "upper": hi}
            for t, n, v, s, lo, hi in zip(
                curve.points.tolist(), group.times.people_at_risk(curve.points), curve.value.tolist(),
                curve.se.tolist(), low.tolist(), high.tolist(), strict=True,
            )
        ]  # fmt: skip
    return told


def lines(found: "ByGroup", at: tuple[float, ...]) -> Iterator[str]:
    """For readers: sentences, then a row a group and time."""
    yield from found.sentences()
    yield ""
    yield from aligned(
        ("Group", found.unit, "at risk", "free of the event", "95 % interval", "happened"),
        [_row(group, when) for group in found.groups for when in at],
    )


def _row(group: "OneGroup", when: float) -> tuple[str, ...]:
    import numpy as np

    value, low, high = group.free.at(when)
    if when > group.times.time.max(initial=0.0):
        return group.label, f"{when:g}", "0", "-", "-", "-"
    there = int(group.times.people_at_risk(np.array([when]))[0])
    limits = "-" if np.isnan(low) else f"{low:.2f} to {high:.2f}"
    return group.label, f"{when:g}", str(there), f"{value:.2f}", limits, f"{group.happened.at(when)[0]:.2f}"
