"""What an import is asked to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ImportPlan:
    """What an import was asked to do.

    columns: patient, and date or day (days since inclusion), and optionally group and death (a date or day).
    groups: value of the group column -> id of the group; the id of the group is also its label's root.
    """

    instrument: str
    patient: str
    date: str | None = None
    day: str | None = None
    group: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    death: str | None = None
    study: str | None = None
    protocol: str | None = None
