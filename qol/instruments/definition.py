"""What an instrument is, as frozen and strict parts: pages, items, answers, scales, examples.

The parts are built once from YAML by `yaml_source` and never changed. Nothing here reads files.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,31}$")]
InstrumentId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
FactName = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,31}$")]
LONGEST = 2000
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
Condition = Mapping[FactName, tuple[str, ...]]
"""Facts that must all hold; several values of one fact mean any of them. Empty: always holds."""

Method = Literal[
    "linear_0_100", "sum_of_points", "mean_of_points", "value_set", "mean_of_scales", "sum_of_scales", "lookup"
]
METHODS: tuple[str, ...] = get_args(Method)
"""Names of the scoring methods; one function each in `qol.scoring.methods`."""


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


class Term(Part):
    """What a value set adds for a whole profile, beyond its items one by one.

    any: `points` once where any answer has this code or a higher one. squared_beyond_first: `points` times
    (n - 1) squared, n answers having this code or a higher one. product: `points` times the steps of these items
    above their lowest answers, multiplied.
    """

    any: int | None = None
    squared_beyond_first: int | None = None
    product: tuple[Identifier, ...] = ()
    points: float


class Scale(Part):
    """One score.

    items: item ids; where points count, `points` holds each item's points per answer code. scales: scale ids
    with whether they enter reversed (lowest + highest - x); `lookup` has one, and `table` gives its scores.
    needs: the least number of answered items (or scales), already resolved from half | all |
    more_than_half | a number. reversed is arithmetic, higher_means is meaning.
    factor: what a sum is multiplied by. prorated: a sum stands for all parts, n / answered times what was
    answered. clipped: what pro-rating takes beyond the range is taken to its end. unanswered: points of a gap.
    start: what a value set begins with; terms: what it adds for the whole profile.
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
    factor: float | None = Field(default=None, gt=0)
    prorated: bool = False
    clipped: bool = False
    unanswered: float | None = None
    start: float | None = None
    terms: tuple[Term, ...] = ()
    table: Mapping[int, float] = {}
    lowest: float
    highest: float
    higher_means: Literal["better", "worse"]
    meaning: Text | None = None
    """What a higher score means in words, e.g. `more worry`."""
    domain: Text | None = None
    applies_if: Condition = {}
    separate_by: FactName | None = None
    bands: tuple[Band, ...] = ()
    source: Text | None = None
    """Where this scale's own numbers come from, e.g. the paper of a value set."""

    @property
    def decimals(self) -> int:
        """With how many decimals people are shown a score: none of a sum of whole points or a wide range."""
        numbers = [number for points in self.points.values() for number in points.values()]
        whole = self.method == "sum_of_points" and self.factor is None and not self.prorated
        if whole and all(number == round(number) for number in numbers):
            return 0
        if self.method == "lookup":
            return 0 if all(number == round(number) for number in self.table.values()) else 1
        wide = self.highest - self.lowest
        return next(decimals for decimals, least in ((0, 50), (1, 10), (2, 2), (3, 0)) if wide > least)

    @property
    def parts(self) -> tuple[str, ...]:
        """Ids of the items or scales that the score is made of."""
        return self.items or tuple(self.points) or tuple(self.scales)


class ScoringOption(Part):
    """A named other way of scoring; scales: those that it scores otherwise, in full."""

    id: Identifier
    label: Text
    source: Text
    scales: tuple[Scale, ...]


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
    option: Identifier | None = None
    answers: Mapping[Identifier, int | None] = {}
    scores: Mapping[Identifier, float | Literal["missing", "not_applicable"]] = {}
    bands: Mapping[Identifier, Identifier] = {}


class Instrument(Part):
    """One questionnaire: what is asked, of whom, and how it is scored.

    version: ours, changed whenever anything that touches a score changes; edition: of the paper form.
    validation: what every page, export and PDF says about the wording shown. proxy: whether somebody may answer in
    the patient's place; help with reading is no proxy and always allowed.
    """

    id: InstrumentId
    title: Text
    short_title: Text
    version: str = Field(pattern=r"^\d+\.\d+(\.\d+)?$")
    edition: Text | None = None
    status: Literal["released", "provisional", "draft"] = "released"
    status_reason: Text | None = None
    validation: Literal["paraphrase", "not_validated", "licensed"] = "paraphrase"
    proxy: Literal["yes", "no"] = "yes"
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
    options: tuple[ScoringOption, ...] = ()
    examples: tuple[Example, ...] = ()

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by id, in the order of the paper form."""
        return {item.id: item for page in self.pages for item in page.items}

    @cached_property
    def scale_by_id(self) -> Mapping[str, Scale]:
        """Every scale by id."""
        return {scale.id: scale for scale in self.scales}

    @property
    def caution(self) -> str:
        """What every page, export and PDF repeats of an instrument that is not released: `provisional: why`."""
        return "" if self.status == "released" else f"{self.status}: {self.status_reason}"

    @cached_property
    def value_sets(self) -> tuple[str, ...]:
        """Ids of the scales that are value sets, of which a study names its own."""
        return tuple(scale.id for scale in self.scales if scale.method == "value_set")

    @cached_property
    def answer_sets(self) -> Mapping[str, AnswerSet]:
        """Every answer set by id."""
        return {answers.id: answers for answers in self.answers}

    def with_option(self, name: str | None) -> "Instrument":
        """The instrument scored by one of its options; itself without a name. Raises KeyError for another name."""
        if name is None:
            return self
        other = {scale.id: scale for scale in {option.id: option for option in self.options}[name].scales}
        return self._with_scales(other.get(scale.id, scale) for scale in self.scales)

    def with_scales(self, names: Collection[str]) -> "Instrument":
        """The instrument with these scales alone, and those that they are made of."""
        wanted = set(names)
        for scale in reversed(self.scales):  # a scale stands below those that it is made of
            wanted.update(scale.scales if scale.id in wanted else ())
        return self._with_scales(scale for scale in self.scales if scale.id in wanted)

    def _with_scales(self, scales: Iterable[Scale]) -> "Instrument":
        fields = {name: value for name, value in self.__dict__.items() if name in type(self).model_fields}
        return type(self).model_construct(**fields | {"scales": tuple(scales)})

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
        """Whether every item and every answer has words, so that the instrument can be shown to a patient."""
        choices = [answers for answers in self.answers if answers.kind == "choice"]
        worded = all(option.label for answers in choices for option in answers.options)
        return worded and all(item.ask for item in self.items.values())
