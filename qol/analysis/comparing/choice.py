"""Which scale is compared, and of whom where a stoma changes what its items mean."""

from dataclasses import dataclass
from typing import Literal

from qol.analysis.study_data import StudyData

Stoma = Literal["no", "yes"]


@dataclass(frozen=True)
class Choice:
    """A scale; `stoma` keeps only scores given without (no) or with (yes) a stoma, None keeps all."""

    instrument: str
    scale: str
    stoma: Stoma | None = None

    def __str__(self) -> str:
        return f"{self.instrument}.{self.scale}" + (f" (stoma: {self.stoma})" if self.stoma else "")


def every_scale(data: StudyData) -> tuple[Choice, ...]:
    """Every scale of the study that is compared; those kept apart by stoma once for each status.

    Satisfaction first, then quality of life, then bowel function as the protocol's report orders them, then the rest
    in the order of the instruments.
    """
    reported = [(one.instrument, one.scale) for part in data.protocol.report.values() for one in part]
    rest = [(instrument.id, scale.id) for instrument in data.instruments.values() for scale in instrument.scales]
    found: list[Choice] = []
    for instrument, scale in dict.fromkeys([*reported, *rest]):
        definition = data.instruments.get(instrument)
        if definition is None or scale not in definition.scale_by_id:
            continue
        if definition.scale_by_id[scale].separate_by == "stoma":
            found += [Choice(instrument, scale, "no"), Choice(instrument, scale, "yes")]
        else:
            found.append(Choice(instrument, scale))
    return tuple(found)
