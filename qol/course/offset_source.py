"""Reads a distance from a clock's day zero, as a protocol writes it: `3 months`, `-14 days`."""

import re

from qol.course.protocol_parts import Offset
from qol.instruments.reading import Problems
from qol.instruments.yaml_source import Node, Scalar

OFFSET = re.compile(r"(-?\d{1,5}(?:\.\d{1,3})?) (day|week|month)s?")
FURTHEST = 36525
UNITS = {"day": "days", "week": "weeks", "month": "months"}


def read_offset(node: Node, what: str, problems: Problems) -> Offset:
    """The distance; what is none is noted as a problem, and no distance stands for it."""
    found = OFFSET.fullmatch(str(node.value)) if isinstance(node, Scalar) else None
    if found is None:
        problems.add(node.line, f"{what} must be days, weeks or months, e.g. `3 months` or `-14 days`")
        return Offset(amount=0.0, unit="days")
    offset = Offset.model_validate({"amount": float(found[1]), "unit": UNITS[found[2]]})
    if abs(offset.days) > FURTHEST:
        problems.add(node.line, f"{what} is further away than 100 years")
    return offset
