"""The exported dataset as a researcher reads it: CSV files alone, no code of the product."""

import io
from functools import cached_property
from typing import Any
from zipfile import ZipFile

import pandas as pd

Row = dict[str, Any]
ANSWERED = ("completed", "partial")
BASELINES = ("pre_treatment", "decision", "baseline")
WITH_OR_WITHOUT = {1.0: "no", 2.0: "yes"}
"""The codes of the question whether there is a stoma (QLQ-CR29, q48)."""


class Exported:
    """Every table of a dataset, and which form counts at which visit."""

    def __init__(self, package: bytes) -> None:
        with ZipFile(io.BytesIO(package)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.scores = self._table("scores_long")
        self.items = self._table("items_long")
        self.patients = self._table("patients")
        self.visits = self._table("visits")
        self.events = self._table("events")
        self.codebook = pd.read_csv(io.BytesIO(self.files["codebook.csv"]), dtype=str, keep_default_na=False)
        self.headline = ""
        self.forest: list[Row] = []
        self.drawn: dict[str, list[Row]] = {}
        self.numbers: list[Row] = []
        """What only the paper says: the visit of page 1, the scales in its figure, the scales of each section, the list
        of printed numbers."""

    @property
    def covariance(self) -> str:
        """The covariance that the list of numbers names for the model of the primary scale."""
        return self._covariance("")

    @property
    def weighted_covariance(self) -> str:
        """The same of the weighted model."""
        return self._covariance("weighted")

    def _covariance(self, item: str) -> str:
        wanted = {(one["instrument"], one["scale"]) for one in self.numbers if one["kind"] == "variant_n"}
        rows = [one for one in self.numbers if one["kind"] == "model_difference" and one["item"] == item]
        return next(str(one["answer"]) for one in rows if (one["instrument"], one["scale"]) in wanted)

    def _table(self, name: str) -> pd.DataFrame:
        raw = io.BytesIO(self.files[f"{name}.csv"])
        return pd.read_csv(raw, low_memory=False, keep_default_na=False, na_values=[""])

    @cached_property
    def groups(self) -> tuple[str, str]:
        """The two groups, NOM or the first arm first; the undecided are in neither."""
        first, second = sorted(set(self.patients["group"].dropna()) - {"undecided"})
        return first, second

    @cached_property
    def forms(self) -> pd.DataFrame:
        """One row a form."""
        both = pd.concat([self.scores, self.items])
        return both.drop_duplicates("form").set_index("form", drop=False)

    @cached_property
    def counting(self) -> dict[tuple[str, str, str], str]:
        """(patient, visit, instrument) -> the one form that counts there.

        The visit's own form goes before one of an event visit that only stands for it; of several attempts the
        last; of several forms the one of the latest day.
        """
        best: dict[tuple[str, str, str], tuple[tuple[bool, int, float], str]] = {}
        for row in self.forms.to_dict("records"):
            if row["status"] not in ANSWERED or row["group"] not in self.groups or pd.isna(row["visit"]):
                continue
            day = -1e9 if pd.isna(row["study_day"]) else float(row["study_day"])
            for visit, own in ((row["visit"], True), (row["also_visit"], False)):
                if pd.isna(visit):
                    continue
                key, rank = (row["patient"], visit, row["instrument"]), (own, int(row["attempt"]), day)
                if key not in best or rank > best[key][0]:
                    best[key] = rank, row["form"]
        return {key: form for key, (_, form) in best.items()}

    def forms_at(self, visit: str) -> set[str]:
        """The forms that count at a visit."""
        return self._by_visit.get(visit, set())

    @cached_property
    def _by_visit(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for (_, visit, _), form in self.counting.items():
            found.setdefault(visit, set()).add(form)
        return found

    def scored(self, visit: str, instrument: str, scale: str, group: str) -> pd.DataFrame:
        """The scores of one scale and group that count at a visit."""
        return self._scored.get((visit, instrument, scale, group), self.scores.iloc[:0])

    def answers(self, visit: str, instrument: str, item: str, group: str) -> pd.DataFrame:
        """The rows of one question and group that count at a visit."""
        return self._items.get((visit, instrument, item, group), self.items.iloc[:0])

    @cached_property
    def _scored(self) -> dict[tuple[str, ...], pd.DataFrame]:
        rows = self._counted(self.scores[self.scores["outcome"] == "scored"])
        return dict(list(rows.groupby(["at", "instrument", "scale", "group"])))

    @cached_property
    def _items(self) -> dict[tuple[str, ...], pd.DataFrame]:
        rows = self._counted(self.items[self.items["instrument"] == "treatment_satisfaction"])
        return dict(list(rows.groupby(["at", "instrument", "item", "group"])))

    def _counted(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows once for each visit at which their form counts, named in `at`."""
        pairs = [(visit, form) for (_, visit, _), form in self.counting.items()]
        return rows.merge(pd.DataFrame(pairs, columns=["at", "form"]), on="form")

    def people_at(self, visit: str, group: str) -> pd.DataFrame:
        """The counted forms of a group at a visit."""
        rows = self.forms[self.forms["form"].isin(self.forms_at(visit))]
        return rows[rows["group"] == group]

    def of_group(self, group: str) -> pd.DataFrame:
        """The patients of a group."""
        return self.patients[self.patients["group"] == group]

    @cached_property
    def own_word(self) -> dict[str, str]:
        """Form -> with or without a stoma, as the patient said in it."""
        rows = self.items[(self.items["item"] == "q48") & (self.items["instrument"] == "qlq_cr29")]
        rows = rows[rows["state"] == "answered"]
        return {
            form: WITH_OR_WITHOUT[code] for form, code in zip(rows["form"], rows["value"].astype(float), strict=True)
        }

    @cached_property
    def free_text(self) -> set[tuple[str, str]]:
        """Questions answered in own words."""
        rows = self.codebook[self.codebook["codes"].str.startswith("free text")]
        return set(zip(rows["instrument"], rows["part"], strict=True))

    @cached_property
    def scales(self) -> dict[tuple[str, str], Row]:
        """Instrument and scale -> its row of the codebook."""
        rows = self.codebook[self.codebook["kind"] == "score"].to_dict("records")
        return {(row["instrument"], row["part"]): row for row in rows}

    @cached_property
    def questions(self) -> dict[tuple[str, str], Row]:
        """Instrument and item -> its row of the codebook."""
        rows = self.codebook[self.codebook["kind"] == "item"].to_dict("records")
        return {(row["instrument"], row["part"]): row for row in rows}

    @cached_property
    def valid(self) -> dict[str, set[str]]:
        """Visit, and visit with instrument -> patients with a form at least half answered."""
        rows = self.items[self.items["state"] != "not_applicable"]
        text = pd.MultiIndex.from_frame(rows[["instrument", "item"]]).isin(list(self.free_text))
        own = rows["instrument"] == "treatment_satisfaction"
        rows = rows[~text & (~own | rows["item"].str[0].isin(["q", "d"]))]
        given = rows["state"].isin(["answered", "chosen_not_applicable"]).groupby(rows["form"]).agg(["sum", "count"])
        good = set(given.index[2 * given["sum"] >= given["count"]])
        found: dict[str, set[str]] = {}
        for (patient, visit, instrument), form in self.counting.items():
            if form in good:
                found.setdefault(visit, set()).add(patient)
                found.setdefault(f"{visit} {instrument}", set()).add(patient)
        return found

    @cached_property
    def calendar(self) -> list[str]:
        """Calendar visits with answers, in the order of the protocol."""
        rows = self.visits.drop_duplicates("visit").sort_values("visit_order")["visit"]
        after_events = ("regrowth", "resection", "stoma_closed")
        return [v for v in rows if v not in BASELINES and not v.startswith(after_events) and self.forms_at(v)]

    @cached_property
    def by_patient(self) -> dict[str, pd.DataFrame]:
        """Patient -> the answered forms."""
        return dict(list(self.forms[self.forms["status"].isin(ANSWERED)].groupby("patient")))

    @cached_property
    def by_form(self) -> dict[str, pd.DataFrame]:
        """Form -> its scores."""
        return dict(list(self.scores[self.scores["outcome"] == "scored"].groupby("form")))

    def expected(self, visit: str, group: str) -> set[str]:
        """Who could be expected to answer at a visit."""
        rows = self.visits[(self.visits["visit"] == visit) & (self.visits["group"] == group)]
        return set(rows.loc[rows["expected"].astype(str) == "True", "patient"])

    def done(self, visit: str, group: str, instrument: str = "") -> set[str]:
        """Who of a group gave a valid form at a visit, of any instrument or of one."""
        return self.valid.get(f"{visit} {instrument}".strip(), set()) & set(self.of_group(group)["patient"])

    @cached_property
    def first_answers(self) -> pd.DataFrame:
        """Patient and question -> the first answer in time, of the decision module."""
        rows = self.items[self.items["form"].isin(set(self.counting.values()))]
        rows = rows[rows["item"].isin(["d1", "d2"]) & (rows["state"] == "answered")]
        rows = rows.sort_values("study_day", kind="stable").drop_duplicates(["patient", "item"])
        return rows.set_index("patient")[["item", "group", "value"]]
