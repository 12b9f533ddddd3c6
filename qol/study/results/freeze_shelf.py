"""A researcher's frozen data cuts: listed, made, downloaded, within the study being worked in."""

from dataclasses import dataclass
from datetime import datetime

from qol.errors import QolError
from qol.exports import _package
from qol.language import gettext as _
from qol.storage import audit, staff, studies
from qol.study.house import House
from qol.study.results.freezing import Freeze, freeze, freezes, frozen
from qol.study.scope import Scope

TAKEN = "export.freeze"


@dataclass(frozen=True)
class FreezeRow:
    """One line of the list. by: the name of who made it, or where."""

    freeze: Freeze
    by: str


def freeze_rows(house: House, scope: Scope) -> tuple[FreezeRow, ...]:
    """The cuts of the study, newest first."""
    with house.database.reading() as session:
        names = {row.id: row.display_name for row in staff.every(session)}
    mine = [one for one in freezes(house) if one.study_id == scope.study_id]
    return tuple(FreezeRow(one, names.get(one.made_by, one.made_by)) for one in reversed(mine))


def make_freeze(house: House, scope: Scope, name: str, reason: str, now: datetime) -> Freeze:
    """Freeze the data of now under a name; raises QolError without a reason, and as `freeze` does."""
    if not reason.strip():
        raise QolError(_("Write in a few words what the freeze is for."))
    return freeze(house, name.strip(), _study(house, scope), now, scope.staff_id, reason)


def take_freeze(house: House, scope: Scope, name: str, now: datetime) -> tuple[bytes, str]:
    """The kept bytes with a file name, noted in the audit; raises as `frozen` does."""
    study = _study(house, scope)
    body = frozen(house, name, _package.NAME, study)
    with house.database.writing() as session:
        audit.append(
            session, at=now, actor=scope.staff_id, action=TAKEN, object_kind="study",
            object_id=f"{scope.study_id}/{name}",
        )  # fmt: skip
    return body, f"{study}-{name}.zip"


def _study(house: House, scope: Scope) -> str:
    with house.database.reading() as session:
        return studies.by_id(session, scope.study_id).name
