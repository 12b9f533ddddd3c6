"""Licensed questionnaires are shown while their licence lasts: staff hear it first, nothing answered is lost."""

from datetime import date, timedelta

import pytest

from qol.errors import WordingRefused
from qol.storage import assessments, forms
from qol.study.collection.handing_over import open_ways
from qol.study.schedule.visit_plan import Plan, plan
from qol.study.wording import licensed_wording
from qol.study.wording.wording_refusals import is_withheld
from qol.study.wording.wordings import wordings_of
from tests.study.clinic import NOW, TODAY, Clinic
from tests.study.licensed import ask_licensed, lay, pack_text

DAY = timedelta(days=1)
AFTER = TODAY + 10 * DAY


@pytest.fixture
def code(staffed: Clinic) -> str:
    """A patient ten days after the decision for NOM."""
    found = staffed.enrol(on=TODAY - 60 * DAY)
    staffed.decided(found, "nom")
    return found


@pytest.fixture
def licensed(staffed: Clinic) -> Clinic:
    """LARS in licensed English until nine days from now."""
    ask_licensed(staffed, "lars")
    lay(staffed, "lars", "en", expires=(AFTER - DAY).isoformat())
    return staffed


def planned(clinic: Clinic, code: str, on: date = TODAY) -> Plan:
    return plan(clinic.house, clinic.scope(), code, "decision", on)


def opened(clinic: Clinic, code: str, on: date = TODAY, language: str = "en") -> str:
    """Hand over; the assessment's id."""
    open_ways(clinic.house, clinic.scope(), code, "decision", "link", language, on, NOW)
    with clinic.house.database.reading() as session:
        return assessments.of_patient(session, clinic.scope().patient(session, code).id)[-1].id


def withheld(clinic: Clinic, assessment: str, on: date = TODAY) -> bool:
    with clinic.house.database.reading() as session:
        return is_withheld(clinic.house, session, assessment, on)


def test_while_the_licence_lasts_the_plan_names_the_licensed_form(licensed: Clinic, code: str) -> None:
    found = planned(licensed, code)
    assert found.refusals == ()
    assert [form.title for form in found.forms if form.instrument == "lars"] == ["A licensed form"]


def test_after_the_last_day_the_plan_names_the_file_and_nothing_is_handed_over(licensed: Clinic, code: str) -> None:
    (refusal,) = planned(licensed, code, AFTER).refusals
    assert refusal == "lars.en.yaml expired on 2026-03-21. Renew the agreement and add the new pack."
    with pytest.raises(WordingRefused, match=r"lars\.en\.yaml expired"):
        opened(licensed, code, AFTER)
    with licensed.house.database.reading() as session:
        assert assessments.of_patient(session, licensed.scope().patient(session, code).id) == []


def test_every_form_that_cannot_be_shown_is_named(staffed: Clinic, code: str) -> None:
    ask_licensed(staffed, "lars", "qlq_c30", "qlq_cr29")
    lay(staffed, "qlq_cr29", "en").write_text("instrument: qlq_cr29\nlanguage: en\n")
    said = planned(staffed, code).refusals
    assert len(said) == 3
    assert "there is no qlq_c30.en.yaml" in said[0]
    assert "qlq_cr29.en.yaml cannot be used: line 1: " in said[1]
    assert "there is no lars.en.yaml" in said[2]


def test_a_broken_pack_of_an_instrument_in_our_own_words_disturbs_nobody(staffed: Clinic, code: str) -> None:
    lay(staffed, "lars", "en").write_text("::")
    assert planned(staffed, code).refusals == ()
    assert opened(staffed, code)


def test_only_languages_with_a_pack_in_force_are_offered(licensed: Clinic, code: str) -> None:
    lay(licensed, "lars", "de", expires="2025-01-01")
    (lars,) = [form for form in planned(licensed, code).forms if form.instrument == "lars"]
    assert lars.languages == ("en",)


def test_who_reads_another_language_gets_the_form_in_one_that_it_has_and_the_reason_names_that(
    licensed: Clinic, code: str
) -> None:
    lay(licensed, "lars", "de").unlink()
    assessment = opened(licensed, code, language="fa")
    with licensed.house.database.reading() as session:
        languages = {form.instrument_id: form.language for form in forms.of_assessment(session, assessment)}
    assert languages["lars"] == "en"
    with pytest.raises(WordingRefused, match=r"lars\.en\.yaml expired"):
        opened(licensed, code, AFTER, language="fa")


def test_a_correction_reaches_whoever_has_not_begun(licensed: Clinic, code: str) -> None:
    first = opened(licensed, code)
    text = pack_text(licensed, "lars", "en").replace("Licensed words 2", "Corrected words")
    licensed_wording.add(licensed.house, text.encode(), "a.yaml", "somebody", TODAY, NOW)
    assert opened(licensed, code) == first
    with licensed.house.database.reading() as session:
        (form,) = [form for form in forms.of_assessment(session, first) if form.instrument_id == "lars"]
    known = wordings_of(licensed.house, "lars", TODAY)
    assert any("Corrected words" in str(one.items["q1"].ask) for one in known)
    assert form.wording_notice == "licensed wording of Nobody's Press, agreement N-12"


def test_an_opened_questionnaire_is_withheld_after_the_last_day_until_the_licence_is_renewed(
    licensed: Clinic, code: str
) -> None:
    assessment = opened(licensed, code)
    assert not withheld(licensed, assessment, AFTER - DAY)
    assert withheld(licensed, assessment, AFTER)
    text = pack_text(licensed, "lars", "en", expires="2028-12-31")
    licensed_wording.add(licensed.house, text.encode(), "a.yaml", "somebody", TODAY, NOW)
    assert not withheld(licensed, assessment, AFTER)


def test_a_withdrawn_pack_withholds_what_was_opened_with_it(licensed: Clinic, code: str) -> None:
    assessment = opened(licensed, code)
    licensed_wording.withdraw(licensed.house, "lars.en.yaml", "somebody", NOW)
    assert withheld(licensed, assessment)


def test_our_own_words_are_never_withheld(staffed: Clinic, code: str) -> None:
    assert not withheld(staffed, opened(staffed, code), TODAY + 9999 * DAY)


def test_a_begun_questionnaire_is_not_handed_over_again_without_a_licence(licensed: Clinic, code: str) -> None:
    assessment = opened(licensed, code)
    with licensed.house.database.writing() as session:
        assessments.start(session, assessments.by_id(session, assessment), NOW)
    with pytest.raises(WordingRefused, match="expired"):
        opened(licensed, code, AFTER)


def test_licensed_words_are_published_only_while_a_licence_lasts(licensed: Clinic, code: str) -> None:
    opened(licensed, code)
    kinds = [one.validation for one in wordings_of(licensed.house, "lars", TODAY)]
    assert sorted(kinds) == ["licensed", "paraphrase"]
    assert [one.validation for one in wordings_of(licensed.house, "lars", AFTER)] == ["paraphrase"]
