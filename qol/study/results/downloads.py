"""A researcher takes a dataset: what there is to take, and the taking, which the audit notes."""

from collections.abc import Mapping
from datetime import datetime

from qol.storage import audit, studies
from qol.study.house import House
from qol.study.scope import Scope


def kinds() -> Mapping[str, str]:
    """Export -> what it holds, in the order in which a newcomer reads them."""
    from qol.exports import exports

    return {name: export.HELP for name, export in exports().items()}


def package_name() -> str:
    """What the whole package is called."""
    from qol.exports._package import NAME

    return NAME


def download(house: House, scope: Scope, name: str, now: datetime) -> tuple[bytes, str]:
    """One export or the package as bytes with its file name."""
    from qol.study.results.cut import study_data
    from qol.study.results.datasets import file_name, written

    with house.database.reading() as session:
        study = studies.by_id(session, scope.study_id)
    data = study_data(house, study.name, now)
    body = written(data, name)
    with house.database.writing() as session:
        audit.append(
            session, at=now, actor=scope.staff_id, action=f"export.{name}",
            object_kind="study", object_id=study.id,
        )  # fmt: skip
    return body, file_name(data, name)
