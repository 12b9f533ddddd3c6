"""The rows and charts of one patient's page as they must read."""

import re
from collections.abc import Sequence

import pandas as pd

from tests.journeys.expected_rows import SOURCES
from tests.journeys.exported_tables import Exported
from tests.journeys.printed_pages import Page, number

PRINTED = r"(?:[−+]?\d+|–) "


def course(data: Exported, patient: str, instrument: str, scale: str) -> list[float]:
    """A patient's scores of one scale in the order of time, forms without a day last."""
    forms = data.by_patient[patient].sort_values("study_day", na_position="last")["form"]
    rows = pd.concat([data.by_form.get(form, data.scores.iloc[:0]) for form in forms])
    rows = rows[(rows["instrument"] == instrument) & (rows["scale"] == scale)]
    return [float(value) for value in rows["value"]]


def in_order(printed: Sequence[str], scores: Sequence[float]) -> bool:
    """Whether the printed numbers are some of the scores, rounded, in their order."""
    left = iter(scores)
    return all(any(abs(number(text) - score) <= 0.5 + 1e-9 for score in left) for text in printed)


def cross_out(data: Exported, patient: str, page: Page) -> None:
    """Cross out charts, table rows, answers and counts that read as they must. Fails for one that does not."""
    _answers_of_seven(data, patient, page)
    _answers_with_numbers(data, patient, page)
    _counts_of_the_absent(data, patient, page)
    _charts(data, patient, page, [key for _, key in sorted(_titles(data, page.text))])
    _leads(data, patient, page)
    _table(data, patient, page)


def _charts(data: Exported, patient: str, page: Page, charted: list[tuple[str, str]]) -> None:
    """The digits of all charts: ends of the axis, the same steps of time in each, then scores in their order."""
    if not charted:
        return
    axes = ["0 42 " if scale == "total" else "0 50 100 " for _, scale in charted]
    first = re.search(r"(?<!\d )\b(?:0 50 100|0 42) ((?:−?\d+ )+)", page.left)
    assert first, "no digits of a chart"
    digits = first[1].split()
    for count in range(len(digits)):
        ticks = "".join(f"{tick} " for tick in digits[:count])
        shape = "".join(rf"{axis}{ticks}((?:\d+ )*?)" for axis in axes) + r"(?=[^\d ]|20\d\d )"
        found = re.search(shape, page.left)
        if found and all(
            in_order(text.split(), course(data, patient, *key))
            for key, text in zip(charted, found.groups(), strict=True)
        ):
            page.left = f"{page.left[: found.start()]}§ {page.left[found.end() :]}"
            return
    raise AssertionError(f"charts of {charted} do not hold the scores of {patient}: {page.left}")


def _titles(data: Exported, text: str) -> list[tuple[int, tuple[str, str]]]:
    """Where each chart's title stands."""
    places = []
    for key, row in data.scales.items():
        source = r"0–42" if key[1] == "total" else rf"{SOURCES}{key[1]}"
        titles = re.finditer(rf"{re.escape(row['label'])} {source} higher is", text)
        places += [(title.start(), key) for title in titles]
    return places


def _table(data: Exported, patient: str, page: Page) -> None:
    """Rows of what changed: scores in the order of time, the last one of this visit, and a change between two."""
    head, _, below = page.left.partition("What changed")
    below = re.sub(r"^.*?(?= Higher is)", "", below)
    for key, row in data.scales.items():
        found = re.search(rf"\b{re.escape(row['label'])}(?: \(0–42\))? ((?:{PRINTED}){{2,}})", below)
        if found:
            *cells, change = found[1].split()
            scores, shown = course(data, patient, *key), [cell for cell in cells if cell != "–"]
            assert in_order(shown, scores), (key, found[0], scores)
            differences = [later - earlier for later in scores for earlier in scores]
            assert change == "–" or any(abs(number(change) - d) <= 0.5 + 1e-9 for d in differences), found[0]
            below = below.replace(found[1], "§ ", 1)
    page.left = head + below


def _leads(data: Exported, patient: str, page: Page) -> None:
    """Scores that lead a line of what deserves a word, with the score of the compared visit in brackets."""
    for key, row in data.scales.items():
        name = "LARS" if key == ("lars", "total") else row["label"]
        shape = rf"\. {name} (\d+)((?:, threshold \d+|, m\w+)) ?(?:\((\d+)\))?"
        for found in re.finditer(shape, page.left):
            cells = [text for text in (found[3], found[1]) if text]
            assert in_order(cells, course(data, patient, *key)), found[0]
        page.left = re.sub(shape, " §", page.left)


def _answers_of_seven(data: Exported, patient: str, page: Page) -> None:
    """`3 of 7` is an answer of this patient to a question with seven answers."""
    rows = data.items[(data.items["patient"] == patient) & data.items["item"].isin(["q29", "q30"])]
    given = {f"{value:.0f} of 7" for value in rows.loc[rows["instrument"] == "qlq_c30", "value"].dropna()}
    assert set(re.findall(r"\b\d of 7\b", page.text)) <= given
    page.left = re.sub(r"\b\d of 7\b", "§", page.left)


def _answers_with_numbers(data: Exported, patient: str, page: Page) -> None:
    """`“4 to 7 times a day”`, or `4 to 7 times a day, now more than 7 times a day`, is an answer of this patient."""
    for key, question in data.questions.items():
        worded = dict(one.split("=", 1) for one in question["codes"].split(" | ") if "=" in one)
        for code, label in sorted(worded.items(), key=lambda one: -len(one[1])):
            said = f"{label[:1].lower()}{label[1:]}"
            if not re.search(r"\d .*[a-z]", label) or said not in page.left:
                continue
            rows = data.items[(data.items["patient"] == patient) & (data.items["item"] == key[1])]
            assert float(code) in set(rows.loc[rows["instrument"] == key[0], "value"]), said
            page.left = page.left.replace(said, "§")


def _counts_of_the_absent(data: Exported, patient: str, page: Page) -> None:
    """`and 6 earlier` visits without a form and `and 2 more` questions without an answer, the first being named."""
    if patient not in data.by_patient:
        return
    forms = data.by_patient[patient]
    rows = data.visits[(data.visits["patient"] == patient) & (data.visits["status"] == "expired")]
    rows = rows[rows["expected"].astype(str) == "True"]
    missed = set(rows["visit"]) - set(forms["visit"].dropna()) - set(forms["also_visit"].dropna())
    said = re.search(r"Not assessed (.*?)and (\d+) earlier", page.text)
    assert not said or int(said[2]) == len(missed) - said[1].count(": ")
    more = re.search(r"Without an answer that day: (.*?) and (\d+) more", page.text)
    assert not more or int(more[2]) == _skipped(data, forms) - len(more[1].split(", "))
    page.left = re.sub(r"and \d+ (?:earlier|more\.)", "§", page.left)


def _skipped(data: Exported, forms: pd.DataFrame) -> int:
    """How many closed questions of the latest day have no answer; those about check-ups and staff are never named."""
    latest = forms.loc[forms["study_day"].idxmax(), "assessment"]
    rows = data.items[data.items["assessment"] == latest]
    rows = rows[rows["state"].isin(["declined", "not_reached", "not_recorded"]) & rows["form"].isin(forms["form"])]
    hidden = data.free_text | {("treatment_satisfaction", "q7"), ("treatment_satisfaction", "q8")}
    return len(set(zip(rows["instrument"], rows["item"], strict=True)) - hidden)
