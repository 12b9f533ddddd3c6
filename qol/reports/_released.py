"""The ledger of a copy that leaves the team: what was not cleared is printed as a dagger."""

from collections.abc import Callable

from qol.analysis.disclosure import LEAST
from qol.reports._printed import Ledger

DAGGER = "†"
WHAT = "A dagger (†) stands for a number that would tell, by itself or by adding and subtracting, of 1 to 7 people."
N = {"n": "n_at_least", "answer_n": "answer_n_at_least"}
"""How many people stand behind a mean or a bar is printed in steps: 40+ is 40 to 47."""

Cleared = Callable[[str, float, dict[str, str]], bool]


class ReleasedLedger(Ledger):
    """Prints a number only where `cleared(kind, value, what)` says that it may be told; of any other kind never."""

    released = True

    def __init__(self, cleared: Cleared) -> None:
        super().__init__()
        self._cleared = cleared

    def shows(self, kind: str, **what: str) -> bool:
        """Whether a number of this kind and place may be told."""
        return self._cleared(kind, float("nan"), what)

    def _kept(self, kind: str, value: float | None, shown: str, what: dict[str, str]) -> str:
        if value is None or value != value:
            return shown
        if kind in N and value > 0:
            if value < LEAST or not self._cleared(kind, value, what):
                return DAGGER
            least = int(value) // LEAST * LEAST
            return super()._kept(N[kind], least, f"{least}+", what)
        return super()._kept(kind, value, shown, what) if self._cleared(kind, value, what) else DAGGER
