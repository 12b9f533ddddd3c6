"""Paper forms in the words of a study: its licensed pack while it lasts, else our own; a demonstration says so."""

from datetime import timedelta

import pytest

from qol.errors import WordingRefused
from qol.storage.installation import mark_demonstration
from qol.study.paper.paper_forms import Wish, study_form
from qol.study.studies import study_of
from tests.reports.reading import pages
from tests.study.clinic import TODAY, Clinic
from tests.study.licensed import ask_licensed, lay

DAY = timedelta(days=1)


def said(clinic: Clinic, wish: Wish, on: object = TODAY) -> str:
    """The words of the first side."""
    made = study_form(clinic.house, study_of(clinic.house, clinic.scope()), wish, on)  # type: ignore[arg-type]
    return " ".join(pages(made.pdf)[0].split())


def test_a_study_without_a_licence_prints_our_own_words_under_its_title(staffed: Clinic) -> None:
    first = said(staffed, Wish("lars"))
    assert "Rectal follow-up" in first
    assert "paraphrased wording, not the validated instrument" in first
    assert "Demonstration study" not in first


def test_a_licensed_form_has_the_packs_title_and_names_its_holder(staffed: Clinic) -> None:
    ask_licensed(staffed, "lars")
    lay(staffed, "lars", "da", expires=(TODAY + DAY).isoformat())
    first = said(staffed, Wish("lars"))
    assert "A licensed form" in first
    assert "licensed wording of" in first
    assert "Does wind ever escape" not in first


def test_after_its_last_day_a_licensed_form_is_refused_naming_the_file(staffed: Clinic) -> None:
    ask_licensed(staffed, "lars")
    path = lay(staffed, "lars", "en", expires=TODAY.isoformat())
    with pytest.raises(WordingRefused, match=path.name):
        said(staffed, Wish("lars"), TODAY + DAY)


def test_a_demonstration_says_so_on_its_forms(staffed: Clinic) -> None:
    with staffed.house.database.writing() as session:
        mark_demonstration(session)
    assert "Demonstration study" in said(staffed, Wish("lars"))


def test_an_account_without_a_study_prints_our_own_words(staffed: Clinic) -> None:
    assert study_form(staffed.house, None, Wish("lars"), TODAY).file_name == "lars-1.0-en.pdf"
