import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from qol.analysis.study_data import StudyData
from qol.errors import NotFound
from qol.reports import group_comparison
from qol.reports._document import Document
from qol.reports._paper import Paper, pdf
from tests.reports.cohort import arms, few_scales, references, study
from tests.reports.reading import catalogue, numbers, pages

Printed = tuple[StudyData, Document, Paper]


def listed(document: Document, **what: str) -> pd.DataFrame:
    """The printed numbers of one kind and place."""
    found = pd.DataFrame(document.numbers)
    for column, value in what.items():
        found = found[found[column] == value]
    return found


def at_visit(rows: pd.DataFrame, visit: str) -> pd.DataFrame:
    """Rows of one instrument that count at a visit, by the rule of docs/reports.md, written a second time."""
    rows = rows[rows["status"].isin(["completed", "partial"])].sort_values("study_day", kind="stable")
    own = rows[rows["visit"] == visit]
    stand_in = rows[(rows["also_visit"] == visit) & ~rows["patient"].isin(own["patient"])]
    return pd.concat([own, stand_in]).drop_duplicates("patient", keep="last")


def unweighted(data: StudyData) -> StudyData:
    """The same under a plan that declares no weights."""
    assert data.protocol.plan is not None
    plan = data.protocol.plan.model_copy(update={"weights": "none"})
    return replace(data, protocol=data.protocol.model_copy(update={"plan": plan}))


def scored(data: StudyData, visit: str, instrument: str, scale: str, group: str) -> np.ndarray:
    """Scores straight from the exported table."""
    rows = data.scores[
        (data.scores["instrument"] == instrument) & (data.scores["scale"] == scale) & (data.scores["group"] == group)
    ]  # fmt: skip
    return at_visit(rows, visit)["value"].dropna().to_numpy(dtype=float)


def test_every_page_says_that_nobody_was_randomised_and_that_numbers_are_unadjusted_where_not_said(
    comparison: Printed,
) -> None:
    for page in pages(comparison[2].content):
        text = " ".join(page.split())
        assert "Not randomised" in text
        assert "invented patients" in text.lower()
    assert "Not randomised; weighted where said" in " ".join(pages(comparison[2].content)[1].split())


def test_the_pdf_is_tagged_with_title_and_language(comparison: Printed) -> None:
    found = catalogue(comparison[2].content)
    assert (found["lang"], found["marked"], found["structure"]) == ("en", True, True)
    assert str(found["title"]).startswith("Non-operative management and surgery compared, at month 12")


def test_means_differences_and_effect_sizes_are_those_of_the_exported_scores(comparison: Printed) -> None:
    data, document, _ = comparison
    keys = ("kind", "instrument", "scale", "visit", "stratum", "group")
    printed = {tuple(row[key] for key in keys): row["value"] for row in document.numbers}
    found = [key[1:4] for key in printed if key[0] == "difference" and not key[4] and key[1] != "lars"]
    assert len(found) > 20
    for instrument, scale, visit in found:
        a, b = (scored(data, visit, instrument, scale, group) for group in ("nom", "surgery"))
        low, high = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
        what = (instrument, scale, visit, "")
        assert printed["difference", *what, ""] == pytest.approx(a.mean() - b.mean(), abs=1e-9)
        assert printed["difference_lower", *what, ""] == pytest.approx(low, abs=1e-9)
        assert printed["difference_upper", *what, ""] == pytest.approx(high, abs=1e-9)
        assert printed["mean", *what, "nom"] == pytest.approx(a.mean(), abs=1e-9)
        assert printed["sd", *what, "surgery"] == pytest.approx(b.std(ddof=1), abs=1e-9)
        assert printed["n", *what, "nom"] == a.size


def test_shares_of_answers_are_those_of_the_exported_answers(comparison: Printed) -> None:
    data, document, _ = comparison
    own = data.items[data.items["instrument"] == "treatment_satisfaction"]
    given = at_visit(own[(own["item"] == "q1") & (own["group"] == "nom")], "month_12")
    answers = given.loc[given["state"] == "answered", "value"]
    for code in range(1, 6):
        share = listed(document, kind="answer_share", item="q1", group="nom", answer=str(code))["value"].iloc[0]
        assert share == pytest.approx(100 * (answers == code).mean())
    assert listed(document, kind="answer_n", item="q1", group="nom")["value"].iloc[0] == len(answers)
    assert (
        listed(document, kind="answer_skipped", item="q1", group="nom")["value"].iloc[0]
        == (given["state"] == "declined").sum()
    )


def test_every_number_with_a_decimal_on_the_pages_is_in_the_list_of_numbers(comparison: Printed) -> None:
    _, document, paper = comparison
    known = {row["shown"] for row in document.numbers}
    fixed = {"0.1", "1.0", "0.2", "18.8", "9.6", "1.2", "0.001", "18.9", "11.4"}  # versions, background of LARS, p <
    text = " ".join(pages(paper.content)).replace("0.1.0", "")
    ticks = {f"{sign}{tick / 10:.1f}" for tick in range(25) for sign in ("", "+", "−")}  # of balance and overlap
    loose = {n for n in numbers(text) if "." in n} - known - fixed - ticks
    assert loose == set()


def test_every_number_of_the_list_stands_on_the_pages(comparison: Printed, arms_comparison: Printed) -> None:
    for _, document, paper in (comparison, arms_comparison):
        printed = set(numbers(" ".join(pages(paper.content))))
        listed_only = {(row["kind"], row["shown"]) for row in document.numbers if row["shown"] not in printed}
        assert listed_only == set()


def test_people_with_regrowth_are_not_lost_where_an_events_form_answers_the_calendar_visit(
    compared: Callable[[StudyData], Document],
) -> None:
    data = study()
    without = replace(data, **{n: getattr(data, n).assign(also_visit=None) for n in ("forms", "items", "scores")})
    kept, lost = (
        listed(compared(d), kind="n", scale="TRT", visit="month_6", group="surgery")["value"].max()
        for d in (data, without)
    )
    assert kept > lost


def test_a_patient_after_salvage_surgery_stays_in_the_nom_group(comparison: Printed) -> None:
    data, document, _ = comparison
    nom = data.patients[data.patients["group"] == "nom"]
    salvaged = int(nom["resection_on"].notna().sum())
    assert salvaged > 0
    assert listed(document, kind="followed", group="nom", stratum="salvage")["value"].iloc[0] == salvaged
    assert listed(document, kind="entered", group="nom")["value"].iloc[0] == len(nom)


def test_lars_categories_add_up_and_people_with_a_stoma_are_named_beside_them(comparison: Printed) -> None:
    document = comparison[1]
    for group in ("nom", "surgery"):
        for visit in ("month_3", "month_12"):
            value = {
                row["kind"]: int(row["value"])
                for row in listed(document, instrument="lars", group=group, visit=visit).to_dict("records")
                if row["kind"].startswith(("bowel_", "lars_", "stoma_")) and "share" not in row["kind"]
            }
            stoma = value["bowel_permanent"] + value["bowel_temporary"] + value.get("bowel_unrecorded", 0)
            scored = value["bowel_major"] + value["bowel_minor"] + value["bowel_none"]
            assert ("lars_scored" in value) == (visit == "month_12"), "the note of page 1 alone prints it"
            assert value.get("lars_scored", scored) == scored
            assert value["bowel_known"] == stoma + scored
            assert value["stoma_or_major"] == stoma + value["bowel_major"]
            assert value["lars_left_out"] >= 0


def test_scales_that_a_stoma_changes_are_printed_for_one_kind_of_people_at_a_time(comparison: Printed) -> None:
    found = listed(comparison[1], kind="n", instrument="qlq_cr29")
    separate = found[found["scale"].isin(["SF", "FL", "FI", "SS", "EMB"])]
    assert set(separate["stratum"]) == {"stoma=no", "stoma=yes"}


def test_no_chart_holds_two_directions(comparison: Printed) -> None:
    html = comparison[1].html
    for part in re.split(r'<h3 class="band">', html)[1:]:
        head = part[: part.index("</h3>")]
        charts = part[: part.find("</section>")].split('<h3 class="band">')[0]
        assert set(re.findall(r"higher is <b>(\w+)</b>", charts)) <= {head.split()[-1]}


def test_words_of_cause_are_never_used(comparison: Printed) -> None:
    text = " ".join(" ".join(pages(comparison[2].content)).lower().split())
    for word in (
        "improve",
        "caused",
        "thanks to",
        "because of nom",
        "because of surgery",
        "leads to",
        "no difference between",
    ):
        assert word not in text


def test_it_says_that_nothing_is_confirmed(comparison: Printed) -> None:
    text = " ".join(" ".join(pages(comparison[2].content)).split())
    assert "The plan, not locked" in text
    assert "No important difference is confirmed" in text
    assert "not validated" in text
    assert "paraphrased wording, not the validated instrument" in text


def test_page_one_is_one_page_and_page_two_speaks_of_the_people(comparison: Printed) -> None:
    first, second = pages(comparison[2].content)[:2]
    assert "Figure 3" in first
    assert "gave valid answers at month 12" in " ".join(second.split())


@pytest.mark.parametrize("release", [False, True])
def test_every_question_and_the_note_below_them_are_one_page_in_seven_languages_too(release: bool) -> None:
    data = few_scales(study())
    notice = f"{data.wording['treatment_satisfaction']}; our own translation (ar, de, es, fa, fr, nl)"
    data = replace(data, wording={**data.wording, "treatment_satisfaction": notice})
    printed = pages(pdf(group_comparison.document(data, references(), release=release).html).content)
    page = next(" ".join(page.split()) for page in printed if "every question in its own words" in page)
    assert "The core is asked in the same words in both groups." in page


def test_an_interval_that_holds_zero_makes_a_title_that_cannot_tell(compared: Callable[[StudyData], Document]) -> None:
    data = study()
    same = data.scores.copy()
    satisfied = (same["scale"] == "TRT") & (same["outcome"] == "scored")
    turn = same[satisfied].groupby(["group", "visit"]).cumcount() % 2
    same.loc[satisfied, "value"] = 41.7 + 16.6 * turn  # the same two scores in turn, in both groups
    html = compared(replace(data, scores=same)).html
    assert "Satisfaction, weighted: these data cannot tell" in html
    html = compared(replace(unweighted(data), scores=same)).html
    assert "Satisfaction: these data cannot tell the two groups apart" in html
    assert "The interval holds zero, so these data cannot tell." in html


def test_fewer_than_ten_people_in_a_group_give_no_difference_but_a_sentence(
    compared: Callable[[StudyData], Document],
) -> None:
    data = study()
    few = set(data.patients.loc[data.patients["group"] == "surgery", "patient"].head(6)) | set(
        data.patients.loc[data.patients["group"] == "nom", "patient"]
    )
    parts = ("patients", "events", "visits", "forms", "items", "scores")
    small = replace(data, **{n: getattr(data, n)[getattr(data, n)["patient"].isin(few)] for n in parts})
    document = compared(small)
    assert listed(document, kind="difference").empty
    assert "too few answers to compare the two groups" in document.html
    assert "Too few:" in document.html


def test_unexplained_arms_are_called_by_their_labels_and_what_is_missing_is_said(arms_comparison: Printed) -> None:
    text = [" ".join(page.split()) for page in pages(arms_comparison[2].content)]
    assert all("Allocation unknown, read as not randomised; unadjusted" in page for page in text)
    for gap in ("No satisfaction here", "No LARS form", "nobody can be named or kept apart",
                "Only their labels, Arm 1 and Arm 2", "Days since entry only"):  # fmt: skip
        assert gap in text[0]
    assert "NOM" not in " ".join(text)
    assert "Arm 1 minus Arm 2" in text[0]


def test_forms_outside_every_window_are_counted_and_in_no_comparison(compared: Callable[[StudyData], Document]) -> None:
    data = arms()
    lost = data.forms["visit"] == "day_500"
    moved = replace(data, forms=data.forms.assign(visit=data.forms["visit"].where(~lost, None)),
                    refused={"forms outside every window": int(lost.sum())})  # fmt: skip
    html = compared(moved).html
    assert f"{int(lost.sum())} forms outside every window: in no comparison" in html


def test_a_study_without_any_form_is_still_a_report(compared: Callable[[StudyData], Document]) -> None:
    data = study()
    empty = replace(data, **{n: getattr(data, n).iloc[:0] for n in ("forms", "items", "scores")}, instruments={})
    html = compared(empty).html
    assert "no scores to compare yet" in html
    assert html.count("Asked by the protocol, answered by nobody yet") >= 2
    assert "a new data collection" not in html


def test_a_visit_without_answers_is_not_found_and_the_others_are_named() -> None:
    with pytest.raises(NotFound, match=r"No answers at a visit 'month_60'; there are some at: .*month_12"):
        group_comparison.document(study(), references(), visit="month_60")


def test_markup_in_the_data_is_text(compared: Callable[[StudyData], Document]) -> None:
    html = compared(replace(arms(), title='<script>alert(1)</script> & "x"')).html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def hidden(data: StudyData) -> StudyData:
    """People who choose and answer by a cause that nobody recorded: the treatment itself changes nothing."""
    rng = np.random.default_rng(20)
    patients = data.patients.sort_values("patient")
    strong = pd.Series(rng.normal(0, 1, len(patients)), index=patients["patient"])
    first = patients["group"].to_numpy() == "nom"
    strong[patients["patient"][first]] += 1.5
    scores = data.scores.copy()
    there = (scores["visit"] == "month_12") | (scores["also_visit"] == "month_12")
    told = (scores["scale"] == "QL2") & there & (scores["outcome"] == "scored")
    who = scores.loc[told, "patient"]
    scores.loc[told, "value"] = (50 + 20 * who.map(strong) + rng.normal(0, 3, len(who))).clip(0, 100)
    return replace(data, scores=scores)


def test_a_cause_that_nobody_recorded_leaves_balance_perfect_and_the_answer_wrong_and_the_report_says_so(
    compared: Callable[[StudyData], Document],
) -> None:
    document = compared(hidden(study()))
    inside = [r for r in document.numbers if r["kind"] == "balance_after" and r["item"] in ("response", "age", "sex")]
    assert inside and max(abs(r["value"]) for r in inside) < 0.1
    lower = listed(document, kind="adjusted_lower", scale="QL2", item="overlap")["value"].iloc[0]
    assert lower > 0, "the truth is no difference"
    assert "Balance cannot tell what was never recorded" in document.html
    assert listed(document, kind="e_value_limit")["value"].iloc[0] > 1


def apart(data: StudyData) -> StudyData:
    """Whoever is old was operated: nobody has a counterpart."""
    patients = data.patients.copy()
    nom = patients["group"] == "nom"
    patients["age_at_enrolment"] = np.where(nom, 50, 75) + np.arange(len(patients)) % 7
    return replace(data, patients=patients)


def test_without_overlap_no_adjusted_number_is_printed_and_the_reason_is(
    compared: Callable[[StudyData], Document],
) -> None:
    document = compared(apart(study()))
    kinds = set(listed(document, item="overlap")["kind"])
    assert kinds & {"adjusted", "adjusted_lower", "adjusted_p", "e_value", "balance_after"} == set()
    assert "<b>No adjusted number:</b> too few people of the two groups are alike" in document.html
    assert "<li>the covariates tell the two groups apart without exception</li>" in document.html
    assert "Overlap of the groups</figcaption>" in document.html
    assert len(listed(document, kind="balance_before")) > 5
    assert "Observed, unadjusted: At month 12" in document.html
