"""How much room a line of text takes, by the letters' own widths, so that a line stays on its line."""

from functools import cache

from qol.reports._paper import ROOT

FACE = ROOT / "static" / "fonts" / "Vazirmatn-Regular.ttf"
BOLDER = 1.06
"""Bold letters are a little wider; what is half bold is measured as if it were not."""


@cache
def _widths() -> tuple[dict[int, float], float]:
    """Character -> width in em, and the width of a letter that the face does not have."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(FACE, lazy=True) as face:
        unit, advance = face["head"].unitsPerEm, face["hmtx"]
        return {code: advance[name][0] / unit for code, name in face.getBestCmap().items() if code < 0x2200}, 0.6


def width(text: str, points: float) -> float:
    """Millimetres of a text set in `points`."""
    known, other = _widths()
    return sum(known.get(ord(c), other) for c in text) * points * 0.3528


def fitting(parts: list[str], points: float, room: float, between: str = "; ") -> list[str]:
    """As many parts, from the first on, as fit one line of `room` millimetres; at least one."""
    kept: list[str] = []
    for part in parts:
        if kept and width(between.join([*kept, part]), points) > room:
            break
        kept.append(part)
    return kept
