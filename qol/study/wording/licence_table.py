"""The licence of every instrument with what one study has of it: declared wording, packs and their state."""

from dataclasses import dataclass
from datetime import date

from qol.instruments.definition import Instrument
from qol.instruments.wording_states import Judged, PackState
from qol.storage import studies
from qol.study.house import House
from qol.study.scope import Scope
from qol.study.studies import editions
from qol.study.wording.licensed_wording import states


@dataclass(frozen=True)
class LicenceRow:
    """One instrument. declared: paraphrase or licensed by the protocol, empty where it is not asked."""

    instrument: Instrument
    declared: str
    packs: tuple[Judged, ...]
    languages: tuple[str, ...]
    """In which it can be shown in this study today."""

    @property
    def is_lacking(self) -> bool:
        """Whether the protocol asks for licensed wording and none is in force."""
        return self.declared == "licensed" and not self.languages

    @property
    def ends_on(self) -> date | None:
        """The last day of wording that patients are shown and that ends soon; None where none does."""
        soon = [one.expires for one in self.packs if one.in_force and one.state is PackState.ENDS_SOON and one.expires]
        return min(soon, default=None) if self.declared == "licensed" else None


def licence_table(house: House, scope: Scope, today: date) -> tuple[LicenceRow, ...]:
    """Every instrument by title; without a study nothing is declared and there are no packs."""
    name, wording = "", {}
    if scope.study_id:
        with house.database.reading() as session:
            study = studies.by_id(session, scope.study_id)
            name, wording = study.name, dict(editions(session, study).together.wording)
    packs = [one for one in states(house, today) if name and one.pack.study in (name, "")]
    rows = (_row(one, wording.get(one.id, ""), packs) for one in house.library.values())
    return tuple(sorted(rows, key=lambda row: row.instrument.title))


def worries(house: House, scope: Scope, today: date) -> tuple[LicenceRow, ...]:
    """The instruments of the study whose licensed wording is missing or ends soon."""
    return tuple(row for row in licence_table(house, scope, today) if row.is_lacking or row.ends_on)


def _row(instrument: Instrument, declared: str, packs: list[Judged]) -> LicenceRow:
    mine = tuple(one for one in packs if one.pack.instrument == instrument.id)
    in_force = tuple(dict.fromkeys(one.pack.language for one in mine if one.in_force))
    own = (instrument.language,) if instrument.servable else ()
    return LicenceRow(instrument, declared, mine, in_force if declared == "licensed" else own)
