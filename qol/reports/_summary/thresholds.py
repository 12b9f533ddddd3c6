"""Thresholds that may stand on a patient's page: confirmed ones, under licensed wording or as an illustration."""

from dataclasses import dataclass

from qol.instruments.references import Reference, References
from qol.reports._summary.history import History


@dataclass(frozen=True)
class Thresholds:
    """Whether and which thresholds are shown. illustration: the demonstration shows them beside paraphrased wording."""

    references: References
    licensed: frozenset[str]
    illustration: bool

    def of(self, instrument: str, scale: str) -> Reference | None:
        """The threshold to draw and to name, or None."""
        if instrument not in self.licensed and not self.illustration:
            return None
        return self.references.threshold(instrument, scale)


def thresholds(past: History, references: References) -> Thresholds:
    """What may be shown beside this patient's forms."""
    kinds = past.forms.groupby("instrument")["wording_kind"].agg(lambda kinds: set(kinds) == {"licensed"})
    licensed = frozenset(str(name) for name, all_licensed in kinds.items() if all_licensed)
    show = past.data.protocol.show_thresholds == "as_illustration" and past.data.demonstration
    return Thresholds(references, licensed, show)
