"""The two groups that are compared, and which of them comes first."""

import pandas as pd

from qol.analysis.study_data import Group, StudyData
from qol.errors import QolError


class NotTwoGroups(QolError):
    """A comparison needs exactly two groups."""


def pair(data: StudyData) -> tuple[Group, Group]:
    """The groups, NOM first; every difference is the first minus the second.

    Arms of an imported study keep the order in which they were declared. Raises NotTwoGroups where the
    study does not have exactly two.
    """
    if len(data.groups) != 2:
        raise NotTwoGroups(
            f"The study {data.study!r} has {len(data.groups)} groups; a comparison needs two. "
            "Import with --group COLUMN:1=...,2=... or choose another study with --study."
        )
    first, second = data.groups
    return (second, first) if second.id == "nom" else (first, second)


def are_strategies(groups: tuple[Group, Group]) -> bool:
    """Whether the groups are NOM and surgery, not the unexplained arms of an imported study."""
    return {group.id for group in groups} == {"nom", "surgery"}


def size(patients: pd.DataFrame, group: Group) -> int:
    """Everybody who entered the group, whatever followed."""
    return int((patients["group"] == group.id).sum())
