"""Weighted numbers as printed: each through the ledger, named by how people were weighted."""

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.declared import Compared
from qol.analysis.weighting.adjusted import Adjusted
from qol.analysis.weighting.weights import Method
from qol.instruments.definition import Scale
from qol.reports._comparison.case import Case
from qol.reports._comparison.differences import label

SHORT: dict[Method, str] = {"overlap": "Overlap weights", "iptw": "IPTW", "none": "Unadjusted"}
LEAST_P = 0.001


class Weighted:
    """One scale at the plan's visit under weights; `found` says its difference, or why there is none."""

    def __init__(self, case: Case, compared: Compared, choice: Choice, method: Method | None = None) -> None:
        self._ledger, self.choice = case.ledger, choice
        self._groups = [group.id for group in case.groups]
        self.scale: Scale = case.data.instruments[choice.instrument].scale_by_id[choice.scale]
        self.decimals = max(1, self.scale.decimals)
        self.found = compared.difference(choice, method)
        self._what = {
            "instrument": choice.instrument, "scale": choice.scale, "visit": compared.cohort.plan.primary_visit,
            "stratum": f"stoma={choice.stoma}" if choice.stoma else "", "item": method or compared.declared,
        }  # fmt: skip

    @property
    def name(self) -> str:
        """The scale, and who is left out."""
        return label(self.scale, self.choice.stoma)

    def n(self, side: int) -> str:
        """How many of the analysis set have the score."""
        return self._ledger.count("adjusted_n", self.found.n[side], group=self._groups[side], **self._what)

    def mean(self, side: int) -> str:
        """Weighted mean; empty where there is none."""
        if not isinstance(self.found, Adjusted):
            return ""
        group = self._groups[side]
        return self._ledger.number("adjusted_mean", self.found.means[side], self.decimals, group=group, **self._what)

    def estimate(self) -> str:
        """The difference alone, signed."""
        found = self.found
        return (
            self._ledger.signed("adjusted", found.estimate, self.decimals, **self._what)
            if isinstance(found, Adjusted)
            else ""
        )

    def interval(self) -> str:
        """`0.3 to 12.1`: the bootstrap interval."""
        found, number = self.found, self._ledger.number
        if not isinstance(found, Adjusted):
            return ""
        return (
            f"{number('adjusted_lower', found.lower, self.decimals, **self._what)} to "
            f"{number('adjusted_upper', found.upper, self.decimals, **self._what)}"
        )

    def difference(self) -> str:
        """`+6.2 (0.3 to 12.1)`, or that there is none."""
        return f"{self.estimate()} ({self.interval()})" if isinstance(self.found, Adjusted) else "none given"

    def p(self, holm: float | None = None) -> str:
        """The p value of the difference, or Holm's adjusted one."""
        if not isinstance(self.found, Adjusted):
            return ""
        kind, value = ("adjusted_p", self.found.p) if holm is None else ("holm_p", holm)
        return f"{self._ledger.number(kind, value, 3, **self._what)}" if value >= LEAST_P else f"< {LEAST_P}"

    def left_out(self) -> str:
        """Who of the analysis set has no such score, first and second group."""
        if not isinstance(self.found, Adjusted):
            return ""
        both = zip(self._groups, self.found.left_out, strict=True)
        return " and ".join(self._ledger.count("adjusted_left_out", n, group=g, **self._what) for g, n in both)

    def e_values(self) -> tuple[str, str]:
        """E-value of the difference and of its interval's limit."""
        if not isinstance(self.found, Adjusted):
            return "", ""
        e, number = self.found.e_value, self._ledger.number
        return number("e_value", e.estimate, 1, **self._what), number("e_value_limit", e.limit, 1, **self._what)
