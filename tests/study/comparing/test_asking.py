"""What an address asks of the comparison, and what is answered where it names nothing that there is."""

import pytest

from qol.analysis.comparing.views import Views
from qol.study.comparing.asking import address, asked
from tests.reports.cohort import study


@pytest.fixture(scope="module")
def views() -> Views:
    return Views(study())


def test_an_address_says_its_question_again(views: Views) -> None:
    for said in (
        {"scale": "lars.total.stoma_no", "visit": "month_6", "population": "everybody", "weights": "none"},
        {"scale": "qlq_c30.QL2", "visit": "month_12", "population": "kept", "weights": "iptw"},
    ):
        question = asked(views, said)
        assert question is not None
        if said["scale"] in {address(question)["scale"]}:
            assert address(question) == said


def test_what_names_nothing_is_answered_by_what_the_plan_declares(views: Views) -> None:
    assert asked(views, {"scale": "nothing.NO", "visit": "x", "population": "all", "weights": "<b>"}) == views.declared


def test_treatment_received_takes_no_weights_whatever_is_said(views: Views) -> None:
    question = asked(views, {"population": "received", "weights": "overlap"})
    assert question is not None and question.method == "none"
