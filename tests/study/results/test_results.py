"""The data cut of a study: what was asked, answered and scored, and why not."""

from datetime import UTC, datetime

import pytest

from qol.analysis.study_data import FORM_COLUMNS, StudyData
from qol.storage import answers, forms, patients, studies
from qol.storage.answers import NewAnswer
from qol.study.demonstration.filling import fill
from qol.study.results.cut import study_data
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    with migrated(tmp_path_factory.mktemp("results") / "var") as found:
        fill(found, 30, 1, NOW.date(), NOW)
        yield found


@pytest.fixture(scope="module")
def data(house) -> StudyData:
    return study_data(house, None, NOW)


def test_every_form_item_and_scale_has_a_row(data: StudyData) -> None:
    assert list(data.forms.columns) == list(FORM_COLUMNS)
    for instrument in data.instruments.values():
        count = (data.forms["instrument"] == instrument.id).sum()
        assert (data.items["instrument"] == instrument.id).sum() == count * len(instrument.items)
        assert (data.scores["instrument"] == instrument.id).sum() == count * len(instrument.scales)


def test_there_is_a_value_exactly_where_there_is_a_score(data: StudyData) -> None:
    scored = data.scores["outcome"] == "scored"
    assert scored.any()
    assert data.scores.loc[scored, "value"].notna().all()
    assert data.scores.loc[~scored, "value"].isna().all()


def test_lars_is_never_asked_of_somebody_with_a_stoma(data: StudyData) -> None:
    lars = data.forms[data.forms["instrument"] == "lars"]
    assert len(lars)
    assert set(lars["stoma"]) == {"no"}


def test_a_patient_with_salvage_surgery_stays_in_the_nom_group(data: StudyData) -> None:
    salvaged = data.patients[(data.patients["group"] == "nom") & data.patients["resection_on"].notna()]
    assert len(salvaged)
    later = data.forms[data.forms["patient"].isin(salvaged["patient"]) & (data.forms["rectum"] == "removed")]
    assert set(later["group"]) == {"nom"}
    assert set(later["organ_preserved"]) == {False}


def test_nothing_in_the_cut_names_a_person(house, data: StudyData) -> None:
    from qol.storage import identities

    with house.database.reading() as session:
        ids = [p.id for p in patients.of_study(session, studies.named(session, None).id)]
        people = identities.read_many(session, ids).values()
    for frame in (data.patients, data.events, data.visits, data.forms, data.scores):
        text = frame.to_csv()
        for person in people:
            assert person.name not in text
            assert str(person.hospital_number) not in text
            assert person.birth_date.isoformat() not in text


def test_one_patients_cut_is_that_part_of_the_whole(house, data: StudyData) -> None:
    with house.database.reading() as session:
        patient = patients.of_study(session, studies.named(session, None).id)[3]
    one = study_data(house, None, NOW, patient.id)
    mine = one.patients["patient"].item()
    whole = data.scores[data.scores["patient"] == mine].sort_values(["form", "scale"])["value"]
    assert one.scores.sort_values(["form", "scale"])["value"].tolist() == pytest.approx(whole.tolist(), nan_ok=True)


def test_a_correction_is_a_new_version_and_changes_the_score(tmp_path) -> None:
    with migrated(tmp_path / "var") as house:
        fill(house, 6, 3, NOW.date(), NOW)
        before = study_data(house, None, NOW)
        chosen = before.items[(before.items["item"] == "q29") & (before.items["state"] == "answered")].iloc[0]
        other = 1 if chosen["value"] > 3 else 7
        with house.database.writing() as session:
            forms.by_id(session, chosen["form"])
            answers.append(session, chosen["form"], [NewAnswer("q29", other)], at=NOW, language="en", by="x",
                           reason="typing error on the paper form")  # fmt: skip
        after = study_data(house, None, NOW)
        now = after.items[(after.items["form"] == chosen["form"]) & (after.items["item"] == "q29")].iloc[0]
        assert (now["value"], now["answer_version"]) == (other, 2)
        scale = (after.scores["form"] == chosen["form"]) & (after.scores["scale"] == "QL2")
        assert after.scores[scale]["value"].item() != before.scores[scale]["value"].item()
        with house.database.reading() as session:
            assert [v.value for v in answers.history(session, chosen["form"], "q29")] == [chosen["value"], other]


def test_notices_of_our_translations_are_told_in_the_instruments_language(data: StudyData) -> None:
    shown = set(data.forms.loc[data.forms["instrument"] == "treatment_satisfaction", "language"]) - {"en"}
    assert shown
    notice = data.wording["treatment_satisfaction"]
    assert notice.startswith("own draft, not validated")
    assert f"our own translation, not linguistically validated ({', '.join(sorted(shown))})" in notice
    assert notice.isascii()
