"""The comparison on the screen speaks of one stage and intent, names the others, and takes what is chosen along."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from qol.storage import characteristics
from qol.storage.tables import Patient
from qol.study.demonstration.filling import fill
from tests.journeys.intruder import NOW, Demo, Intruder, served
from tests.journeys.intruder import words as page_words
from tests.study.houses import migrated
from tests.web.staff.conftest import words

PALLIATIVE = "stage_4_palliative"


@pytest.fixture(scope="module")
def researcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intruder]:
    """A study in which every third patient is treated with palliative intent, and one has nobody to compare with."""
    folder: Path = tmp_path_factory.mktemp("sets")
    with migrated(folder / "built") as house:
        made = fill(house, 60, 5, NOW.date(), NOW)
        with house.database.writing() as session:
            everybody = session.exec(select(Patient).order_by(Patient.code)).all()
            for patient in everybody[::3]:
                characteristics.record(
                    session, patient_id=patient.id, name="treatment_intent", value="palliative", now=NOW
                )
    found: Demo = served(folder / "built", made, folder / "var")
    yield found.staff("researcher")
    found.database.close()


def test_one_set_is_shown_the_others_are_named_and_can_be_chosen(researcher: Intruder) -> None:
    page = researcher.get("/comparison?begin=yes").text
    assert "Stage I to III" in words(researcher.get("/comparison"))
    assert "Also in this study, apart: Stage IV, palliative intent:" in words(researcher.get("/comparison"))
    assert f'<option value="{PALLIATIVE}">' in page and '<option value="pooled">' in page
    assert '<option value="stage_1_3" selected>' in page
    assert "set=stage_1_3" in page


def test_a_chosen_set_goes_with_its_files_and_its_print(researcher: Intruder) -> None:
    page = researcher.get(f"/comparison?begin=yes&set={PALLIATIVE}").text
    assert page.count(f"set={PALLIATIVE}") >= 6  # three files, and the other parts of the comparison
    assert page.count(f'name="set" value="{PALLIATIVE}"') == 2  # the printed report and its release copy
    assert "Exploratory: the plan does not declare this view" in page
    table = researcher.get(f"/comparison/view.csv?set={PALLIATIVE}&weights=none")
    assert PALLIATIVE in table.text and PALLIATIVE in table.headers["Content-Disposition"]


def test_in_stage_iv_the_finding_is_of_those_alive(researcher: Intruder) -> None:
    page = words(researcher.get(f"/comparison?begin=yes&set={PALLIATIVE}&weights=none"))
    assert "among those alive" in page
    assert "Alive at this visit, of those whose state is known" in page


def test_pooling_is_stamped(researcher: Intruder) -> None:
    assert "Pooled over stage and intent by choice, exploratory" in words(
        researcher.get("/comparison?begin=yes&set=pooled")
    )


def test_a_set_that_cannot_be_compared_is_refused_in_words(researcher: Intruder) -> None:
    page = words(researcher.get("/comparison?begin=yes&set=stage_4_curative"))
    assert "This set cannot be compared" in page and "there is nobody in" in page
    printed = researcher.get("/comparison.pdf?set=stage_4_curative")
    assert "there is nobody in" in page_words(printed, 400)
