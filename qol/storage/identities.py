"""Who the patients are, apart from everything else: encrypted field by field, searched by keyed hashes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, delete, select

from qol.storage.keys import keys_of
from qol.storage.tables import Identity, IdentityWord, Patient


@dataclass(frozen=True)
class Person:
    """What names a patient, in plain words; it exists only while it is used."""

    name: str
    birth_date: date | None
    hospital_number: str | None
    language: str
    contact: str | None = None


def save(session: Session, patient_id: str, person: Person) -> None:
    """Keep or replace a patient's identity."""
    number = person.hospital_number or None
    row = session.get(Identity, patient_id) or Identity(patient_id=patient_id, language=person.language)
    row.name = _sealed(session, patient_id, "name", person.name)
    birth_date = person.birth_date.isoformat() if person.birth_date else None
    row.birth_date = _sealed(session, patient_id, "birth_date", birth_date)
    row.hospital_number = _sealed(session, patient_id, "hospital_number", number)
    row.hospital_number_index = keys_of(session).search_hash(number) if number else None
    row.contact = _sealed(session, patient_id, "contact", person.contact)
    row.language = person.language
    session.add(row)
    session.flush()
    session.execute(delete(IdentityWord).where(col(IdentityWord.patient_id) == patient_id))
    for word_hash in _hashes(session, [*person.name.split(), number or ""]):
        session.add(IdentityWord(word_hash=word_hash, patient_id=patient_id))


def read(session: Session, patient_id: str) -> Person | None:
    """A patient's identity; None where none is kept (imported, invented or erased)."""
    return read_many(session, [patient_id]).get(patient_id)


def read_many(session: Session, patient_ids: Collection[str]) -> Mapping[str, Person]:
    """Patient id -> identity, of those that have one."""
    found = _rows(session, patient_ids)
    return {row.patient_id: _person(session, row) for row in found}


def kept(session: Session, study_id: str) -> frozenset[str]:
    """Ids of the study's patients whose identity is kept."""
    query = select(Identity.patient_id).join(Patient, col(Patient.id) == Identity.patient_id)
    return frozenset(session.exec(query.where(Patient.study_id == study_id)))


def birth_date(session: Session, patient_id: str) -> date | None:
    """A patient's date of birth, where it is known."""
    return birth_dates(session, [patient_id]).get(patient_id)


def birth_dates(session: Session, patient_ids: Collection[str]) -> Mapping[str, date]:
    """Patient id -> date of birth, of those where it is known."""
    plain = ((row.patient_id, _opened(session, row, "birth_date")) for row in _rows(session, patient_ids))
    return {patient_id: date.fromisoformat(text) for patient_id, text in plain if text}


def with_hospital_number(session: Session, study_id: str, number: str) -> str | None:
    """The id of the study's patient with that hospital number, however it is typed; None where there is none."""
    query = (
        select(Identity.patient_id)
        .join(Patient, col(Patient.id) == Identity.patient_id)
        .where(Patient.study_id == study_id)
        .where(Identity.hospital_number_index == keys_of(session).search_hash(number))
    )
    return session.exec(query).first()


def holders(session: Session, study_id: str, numbers: Collection[str]) -> dict[str, list[str]]:
    """Hospital number -> ids of the study's patients who hold it, however it was typed."""
    by_hash = {keys_of(session).search_hash(number): number for number in numbers if number}
    hashes = sorted(by_hash)
    found: dict[str, list[str]] = {}
    for start in range(0, len(hashes), 500):
        query = (
            select(Identity.hospital_number_index, Identity.patient_id)
            .join(Patient, col(Patient.id) == Identity.patient_id)
            .where(Patient.study_id == study_id)
            .where(col(Identity.hospital_number_index).in_(hashes[start : start + 500]))
        )
        for number_hash, patient_id in session.exec(query):
            found.setdefault(by_hash[number_hash or ""], []).append(patient_id)
    return found


def search(session: Session, study_id: str, text: str) -> set[str]:
    """Ids of the study's patients whose names or hospital number hold every word of the text, whole words only."""
    hashes = _hashes(session, text.split())
    if not hashes:
        return set()
    query = select(Patient.id).where(Patient.study_id == study_id)
    for word_hash in hashes:
        holders = select(IdentityWord.patient_id).where(IdentityWord.word_hash == word_hash)
        query = query.where(col(Patient.id).in_(holders))
    return set(session.exec(query))


def _rows(session: Session, patient_ids: Collection[str]) -> list[Identity]:
    """Rows in runs, as one query takes only so many values."""
    ids = sorted(patient_ids)
    runs = [ids[start : start + 500] for start in range(0, len(ids), 500)]
    return [row for run in runs for row in session.exec(select(Identity).where(col(Identity.patient_id).in_(run)))]


def _person(session: Session, row: Identity) -> Person:
    born = _opened(session, row, "birth_date")
    return Person(
        name=_opened(session, row, "name") or "",
        birth_date=date.fromisoformat(born) if born else None,
        hospital_number=_opened(session, row, "hospital_number"),
        language=row.language,
        contact=_opened(session, row, "contact"),
    )


def _sealed(session: Session, patient_id: str, column: str, text: str | None) -> str | None:
    return keys_of(session).seal(text, f"identity.{column}:{patient_id}") if text else None


def _opened(session: Session, row: Identity, column: str) -> str | None:
    sealed: str | None = getattr(row, column)
    return keys_of(session).open(sealed, f"identity.{column}:{row.patient_id}") if sealed else None


def _hashes(session: Session, words: Iterable[str]) -> set[str]:
    return {keys_of(session).search_hash(word) for word in words if word.strip()}
