"""Every number that a report prints, written down with what it is, so that a reader can compute it again.

`docs/reports.md` says for each kind from which columns of the exported tables it comes.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

from qol.reports import _words


@dataclass(frozen=True)
class Printed:
    """One number on paper. `value` has full precision; `shown` is the text that stands on the page."""

    kind: str
    instrument: str = ""
    scale: str = ""
    item: str = ""
    answer: str = ""
    group: str = ""
    visit: str = ""
    stratum: str = ""
    patient: str = ""
    value: float = 0.0
    shown: str = ""


COLUMNS = tuple(field.name for field in fields(Printed))


class Ledger:
    """Formats numbers for the templates and remembers each of them."""

    released = False
    """Whether this copy leaves the team, see `_released`."""

    def shows(self, kind: str, **what: str) -> bool:
        """Whether a number of this kind and place may be told; in a copy for the team every one."""
        return True

    def __init__(self) -> None:
        self.printed: list[Printed] = []

    def number(self, kind: str, value: float | None, decimals: int = 0, /, **what: str) -> str:
        """The number as printed; a dash, not remembered, where there is none."""
        return self._kept(kind, value, _words.number(value, decimals), what)

    def signed(self, kind: str, value: float | None, decimals: int = 0, /, **what: str) -> str:
        """The same with a plus sign where it is above zero."""
        return self._kept(kind, value, _words.number(value, decimals, signed=True), what)

    def count(self, kind: str, value: int, /, **what: str) -> str:
        """A count as printed."""
        return self.number(kind, value, 0, **what)

    def per_cent(self, kind: str, share: float | None, /, **what: str) -> str:
        """A share (0 to 1) as per cent without decimals; `value` is remembered in per cent."""
        return self.number(kind, None if share is None else 100 * share, 0, **what)

    def _kept(self, kind: str, value: float | None, shown: str, what: dict[str, str]) -> str:
        if value is not None and shown != _words.NONE:
            self.printed.append(Printed(kind=kind, value=float(value), shown=shown, **what))
        return shown

    def rows(self) -> list[dict[str, Any]]:
        """Every printed number once, in the order of the page."""
        return [asdict(entry) for entry in dict.fromkeys(self.printed)]
