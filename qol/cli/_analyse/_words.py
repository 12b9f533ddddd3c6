"""How results are set on a terminal: columns that stand under each other, p values, lists of names."""

from argparse import ArgumentTypeError
from collections.abc import Iterator, Sequence


def names(text: str) -> tuple[str, ...]:
    """`a,b` as names of columns; argparse reports an empty one."""
    found = tuple(name.strip() for name in text.split(","))
    if not all(found):
        raise ArgumentTypeError(f"{text!r} is not a list of columns such as age,sex")
    return found


def times_asked(text: str) -> tuple[float, ...]:
    """`6,12` as times; argparse reports what is none."""
    try:
        found = tuple(float(one) for one in text.split(","))
    except ValueError:
        found = ()
    if not found or not all(0 <= one < float("inf") for one in found):
        raise ArgumentTypeError(f"{text!r} is not a list of times such as 6,12,24")
    return found


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table: the first column set left, numbers to the right."""
    widths = [max(len(line[place]) for line in (head, *rows)) for place in range(len(head))]
    for line in (head, *rows):
        first, *others = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join([line[0].ljust(len(first)), *others]).rstrip()


def p_value(p: float) -> str:
    """A p value as it is printed: three places, `<0.001` below."""
    return "<0.001" if p < 0.001 else f"{p:.3f}"
