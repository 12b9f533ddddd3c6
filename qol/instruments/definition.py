"""What an instrument is, as frozen and strict parts: pages, items, answers, scales, examples.

The parts are built once from YAML by `yaml_source` and never changed. Nothing here reads files.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,31}$")]
InstrumentId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
FactName = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,31}$")]
LONGEST = 2000
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
Condition = Mapping[FactName, tuple[str, ...]]
"""Facts that must all hold; several values of one fact mean any of them. Empty: always holds."""

METHODS = ("linear_0_100", "sum_of_points", "mean_of_scales")
"""Names of the scoring methods; one function each in `qol.scoring.methods`."""

Method = Literal["linear_0_100", "sum_of_points", "mean_of_scales"]


class Part(BaseModel):
    """A frozen, strict piece of a definition; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Option(Part):
    """One answer of a closed question: the code that is stored and exported, and its words."""

    code: int
    label: Text | None = None
    not_applicable: bool = False


class AnswerSet(Part):
    """The answers that an item offers.

    kind: `choice` (words on each), `scale` (numbers, words at both ends), `text` (free text, stored,
    never scored), `number` and `thermometer` (whole numbers from `lowest` to `highest`).
    """

    id: Identifier
    kind: Literal["choice", "scale", "text", "number", "thermometer"] = "choice"
    options: tuple[Option, ...] = ()
    lowest: int | None = None
    highest: int | None = None
    low: Text | None = None
    high: Text | None = None
    longest: int = 2000

    @cached_property
    def scored_codes(self) -> tuple[int, ...]:
        """Codes that count as an answer, ascending; without the not-applicable ones."""
        if self.options:
            return tuple(sorted(o.code for o in self.options if not o.not_applicable))
        if self.lowest is None or self.highest is None:
            return ()
        return tuple(range(self.lowest, self.highest + 1))

    @cached_property
    def not_applicable_codes(self) -> tuple[int, ...]:
        """Codes by which a patient says that the item does not apply."""
        return tuple(o.code for o in self.options if o.not_applicable)

    def label_of(self, code: int) -> str:
        """The words of a code; the number itself where the code has none (the middle of a 1-7 item)."""
        for option in self.options:
            if option.code == code and option.label:
                return option.label
        return str(code)


class Item(Part):
    """One question. `ask` is empty where the wording is to be supplied; its key "" means always."""

    id: Identifier
    label: Text
    answers: Identifier
    ask: Mapping[str, Text] = {}
    hint: Text | None = None
    ask_if: Condition = {}
    sets: FactName | None = None
    sets_by: Mapping[int, str] = {}
    """For an item that sets a fact: answer code -> value of the fact."""


class Page(Part):
    """A run of items that share section, recall period and introduction, in the order of the paper form."""

    section: Text
    recall: Text | None = None
    recall_days: int | None = None
    intro: tuple[Text, ...] = ()
    note: Text | None = None
    """Shown on a page of its own before the first asked item (sexual function: why, and that skipping is fine)."""
    ask_if: Condition = {}
    items: tuple[Item, ...]


class Band(Part):
    """A published category of a score, both ends included."""

    id: Identifier
    label: Text
    lowest: float
    highest: float


class Scale(Part):
    """One score.

    items: item ids; for `sum_of_points` each with its points per answer code; for `mean_of_scales`
    `scales` holds scale ids with whether they enter reversed (100 - x).
    needs: the least number of answered items (or scales), already resolved from half | all |
    more_than_half | a number. reversed is arithmetic, higher_means is meaning.
    separate_by: a fact across whose values this scale is never averaged, modelled or drawn as one line.
    """

    id: Identifier
    label: Text
    method: Method
    items: tuple[Identifier, ...] = ()
    points: Mapping[Identifier, Mapping[int, float]] = {}
    scales: Mapping[Identifier, bool] = {}
    needs: int = Field(ge=1)
    needs_rule: Literal["half", "more_than_half", "all", "number"]
    reversed: bool = False
    lowest: float
    highest: float
    higher_means: Literal["better", "worse"]
    meaning: Text | None = None
    """What a higher score means in words, e.g. `more worry`."""
    domain: Text | None = None
    applies_if: Condition = {}
    separate_by: FactName | None = None
    bands: tuple[Band, ...] = ()


class Licence(Part):
    """Who may use the wording and under what terms."""

    status: Literal["free", "restricted", "registration", "unknown"]
    name: Text | None = None
    holder: Text | None = None
    note: Text | None = None


class Example(Part):
    """A worked example: answers and facts in, scores (or `missing`, `not_applicable`) and bands out."""

    name: Text
    facts: Mapping[FactName, str] = {}
    answers: Mapping[Identifier, int | None] = {}
    scores: Mapping[Identifier, float | Literal["missing", "not_applicable"]] = {}
    bands: Mapping[Identifier, Identifier] = {}


class Instrument(Part):
    """One questionnaire: what is asked, of whom, and how it is scored.

    version: ours, changed whenever anything that touches a score changes; edition: of the paper form.
    validation: what every page, export and PDF says about the wording shown.
    """

    id: InstrumentId
    title: Text
    short_title: Text
    version: str = Field(pattern=r"^\d+\.\d+(\.\d+)?$")
    edition: Text | None = None
    status: Literal["released", "provisional", "draft"] = "released"
    status_reason: Text | None = None
    validation: Literal["paraphrase", "not_validated", "licensed"] = "paraphrase"
    reference: Text
    sources: tuple[Text, ...] = ()
    missing_rule: Text
    licence: Licence
    language: Language
    facts: Mapping[FactName, tuple[str, ...]] = {}
    variants: Mapping[Identifier, Condition] = {}
    """Named conditions that pick one of several wordings of an item."""
    applies_if: Condition = {}
    answers: tuple[AnswerSet, ...]
    pages: tuple[Page, ...]
    scales: tuple[Scale, ...]
    examples: tuple[Example, ...] = ()

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by id, in the order of the paper form."""
        return {item.id: item for page in self.pages for item in page.items}

    @cached_property
    def scale_by_id(self) -> Mapping[str, Scale]:
        """Every scale by id."""
        return {scale.id: scale for scale in self.scales}

    @cached_property
    def answer_sets(self) -> Mapping[str, AnswerSet]:
        """Every answer set by id."""
        return {answers.id: answers for answers in self.answers}

    def answers_of(self, item_id: str) -> AnswerSet:
        """The answer set of an item."""
        return self.answer_sets[self.items[item_id].answers]

    def page_of(self, item_id: str) -> Page:
        """The page that an item stands on."""
        return next(page for page in self.pages if any(item.id == item_id for item in page.items))

    def pages_with_items(self) -> Iterator[tuple[Page, Item]]:
        """Page and item, item by item, in the order of the paper form."""
        for page in self.pages:
            for item in page.items:
                yield page, item

    @cached_property
    def servable(self) -> bool:
        """Whether every item has words, so that the instrument can be shown to a patient."""
        return all(item.ask for item in self.items.values())
