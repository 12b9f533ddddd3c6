"""The numbers of a mixed model as printed: n, least-squares means and differences, each through the ledger."""

from dataclasses import dataclass

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.course import CourseOfScale
from qol.analysis.difference import LEAST
from qol.analysis.longitudinal.cells import Cells
from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.longitudinal.mixed_model import MixedModel
from qol.instruments.definition import Scale
from qol.reports._comparison.case import Case


@dataclass(frozen=True)
class ModelLine:
    """One scale at one visit. Differences are first minus second group; none where a group has too few."""

    visit: str
    n: tuple[str, str]
    means: tuple[str, str]
    difference: str
    found: Estimate | None
    drawn: tuple[Estimate | None, Estimate | None]
    """Means to draw; none where the group has too few."""


class ModelCells:
    """Reads a model whose second group stands first, and writes down what it prints. kind: `model` or `alive`."""

    def __init__(
        self,
        case: Case,
        choice: Choice,
        cells: Cells,
        kind: str = "model",
        weighted: bool = False,
        covariance: str = "",
    ) -> None:
        self._ledger, self._kind, self._cells = case.ledger, kind, cells
        self.scale: Scale = case.data.instruments[choice.instrument].scale_by_id[choice.scale]
        self._decimals = max(1, self.scale.decimals)
        self._groups = [group.id for group in case.groups]
        self._labels = {visit.id: visit.label for visit in case.data.protocol.visits}
        self._what = {
            "instrument": choice.instrument, "scale": choice.scale, "item": "weighted" if weighted else "",
            "stratum": f"stoma={choice.stoma}" if choice.stoma else "", "answer": covariance,
        }  # fmt: skip
        self._counts = cells.followed.counts()
        self._means = cells.means()
        self._differences = {one.visit: one.difference for one in cells.differences()}

    @classmethod
    def of_course(cls, case: Case, course: CourseOfScale, model: MixedModel) -> "ModelCells":
        """The cells of a mixed model; the ledger names the covariance that it has."""
        return cls(case, course.choice, model.cells, weighted=course.weighted, covariance=model.fit.structure.id)

    @property
    def visits(self) -> tuple[str, ...]:
        """Visits of the model."""
        return self._cells.followed.visits

    def line(self, visit: str, bounds: bool = True) -> ModelLine:
        """Everything of one visit; `bounds`: means with their intervals."""
        place = self.visits.index(visit)
        n = int(self._counts[1, place]), int(self._counts[0, place])
        means = self._means[len(self.visits) + place].mean, self._means[place].mean
        few = min(n) < LEAST
        return ModelLine(
            self._labels[visit],
            (self._n(0, n[0], visit), self._n(1, n[1], visit)),
            (self._mean(0, means[0], n[0], visit, bounds), self._mean(1, means[1], n[1], visit, bounds)),
            "too few" if few else self.difference(visit), None if few else self._differences[visit],
            (means[0] if n[0] >= LEAST else None, means[1] if n[1] >= LEAST else None),
        )  # fmt: skip

    def difference(self, visit: str) -> str:
        """`+6.2 (0.3 to 12.1)`, or a dash at a visit that the model leaves out."""
        found = self._differences.get(visit)
        place = self.visits.index(visit) if found else 0
        if found is None or self._counts[:, place].min() < LEAST:
            return "–" if found is None else "too few"
        return "{} ({})".format(*self.parts(visit))

    def parts(self, visit: str) -> tuple[str, str]:
        """`+6.2` and `0.3 to 12.1`, of a visit at which both groups have enough scores."""
        found, kind = self._differences[visit], f"{self._kind}_difference"
        signed = self._ledger.signed(kind, found.estimate, self._decimals, visit=visit, **self._what)
        return signed, self._bounds(kind, found, visit=visit)

    def enough(self, visit: str) -> bool:
        """Whether both groups have the scores that a number needs."""
        return bool(self._counts[:, self.visits.index(visit)].min() >= LEAST)

    def n(self, visit: str) -> tuple[str, str]:
        """Scores of the first and second group."""
        second, first = (int(n) for n in self._counts[:, self.visits.index(visit)])
        return self._n(0, first, visit), self._n(1, second, visit)

    def _n(self, side: int, n: int, visit: str) -> str:
        return self._ledger.count(f"{self._kind}_n", n, group=self._groups[side], visit=visit, **self._what)

    def _mean(self, side: int, found: Estimate, n: int, visit: str, bounds: bool) -> str:
        if n < LEAST:
            return "too few"
        where = {"group": self._groups[side], "visit": visit}
        kind = f"{self._kind}_mean"
        shown = self._ledger.number(kind, found.estimate, self._decimals, **where, **self._what)
        return f"{shown} ({self._bounds(kind, found, **where)})" if bounds else shown

    def _bounds(self, kind: str, found: Estimate, **where: str) -> str:
        ends = (("lower", found.lower), ("upper", found.upper))
        return " to ".join(
            self._ledger.number(f"{kind}_{end}", value, self._decimals, **where, **self._what) for end, value in ends
        )
