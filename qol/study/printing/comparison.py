"""The whole comparison, made in a process of its own, which a stop ends at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from qol.errors import QolError
from qol.language import SOURCE, speaking
from qol.settings import Settings
from qol.study.house import opened
from qol.study.printing.batch_files import COMPARISON
from qol.study.printing.sharing import shared
from qol.study.results.reporting import make_report


@dataclass(frozen=True)
class Order:
    """Which comparison. by: the account that ordered it; wish: as of `Batch`; now: the data cut."""

    study: str
    by: str
    wish: Mapping[str, str]
    now: datetime


@dataclass(frozen=True)
class Compared:
    """The PDF with its name, or why there is none."""

    content: bytes = b""
    file_name: str = ""
    refused: str = ""


def print_comparison(settings: Settings, order: Order, tell: Callable[[int], object]) -> Compared:
    """The comparison as one file; `tell` is called every second, and what it raises ends the process.

    Raises Interrupted where the process ended early.
    """
    made: Compared = shared(compare_apart, settings, [order], tell)[0]
    return made


def compare_apart(settings: Settings, order: Order, step: Callable[[], object]) -> Compared:
    """What the process does; it also notes where the plan stands. The printed comparison is English."""
    release, disease_set = order.wish.get("copy") == "release", order.wish.get("set") or None
    with opened(settings) as house, speaking(SOURCE):
        try:
            made = make_report(
                house, COMPARISON, order.study, order.now, by=order.by, release=release, disease_set=disease_set
            )
        except QolError as refused:
            return Compared(refused=str(refused))
    return Compared(made.pdf, made.file_name)
