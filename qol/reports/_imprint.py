"""What every foot says: data cut, wording, definitions, software, and whether the patients are invented."""

from collections.abc import Iterable

from qol import __version__
from qol.analysis.plan_standing import PlanStanding
from qol.analysis.study_data import StudyData
from qol.reports._words import short_day, short_hash

STAMP = "Synthetic demonstration data: invented patients"


def stamp(data: StudyData) -> str:
    """The mark of a demonstration; empty for real patients."""
    return STAMP if data.demonstration else ""


def software() -> str:
    """The version of the product."""
    return __version__


def data_cut(data: StudyData) -> str:
    """Day and minute of the data cut, in UTC."""
    return f"{short_day(data.cut.date())} {data.cut:%H:%M} UTC"


def wording(data: StudyData, used: Iterable[str] | None = None) -> str:
    """Which wording was shown, instruments of one notice together."""
    kept = set(data.wording if used is None else used)
    by_notice: dict[str, list[str]] = {}
    for instrument, notice in data.wording.items():
        if instrument in kept:
            edition = data.instruments[instrument].version if instrument in data.instruments else ""
            by_notice.setdefault(notice, []).append(f"{instrument} {edition}".strip())
    return " · ".join(f"{', '.join(names)}: {notice}" for notice, names in by_notice.items()) or "no forms"


def definitions(data: StudyData, used: Iterable[str] | None = None) -> str:
    """The scoring definitions behind the forms, shortened."""
    kept = set(data.wording if used is None else used)
    return " · ".join(f"{name} {short_hash(digest)}" for name, digest in data.definitions.items() if name in kept)


def hashes(data: StudyData, used: Iterable[str]) -> str:
    """The scoring definitions alone, in the order in which the instruments are named."""
    kept = set(used)
    return " · ".join(
        short_hash(data.definitions[name]) for name in data.wording if name in kept and name in data.definitions
    )


def plan(data: StudyData) -> str:
    """The protocol's analysis plan by its hash, and whether it is locked."""
    if data.protocol.plan is None:
        return ""
    return f"{short_hash(data.protocol.plan_hash or '')}, {_locked(data.standing)}"


def _locked(standing: PlanStanding) -> str:
    return f"locked {short_day(standing.lock.locked_at.date())}" if standing.lock else "not locked"


def protocol(data: StudyData) -> str:
    """Protocol, version and hash."""
    return f"{data.protocol.id} {data.protocol.version}, {short_hash(data.protocol.hash)}"
