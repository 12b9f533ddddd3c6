"""The way through an assessment: which questions are asked of this patient, in which order.

Instruments come in the protocol's order, items in the order of the paper form. An item that leaves the path
keeps its answer in store; it only is not shown, scored or exported while it is off the path.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from qol.instruments.conditions import asked_items, facts_with_answers, wording_of
from qol.instruments.definition import Instrument, Item, Page


@dataclass(frozen=True)
class Given:
    """What the store holds for one item: its latest version."""

    state: Literal["answered", "declined", "cleared"]
    value: int | None = None
    text: str | None = None
    version: int = 1

    @property
    def is_answer(self) -> bool:
        """Whether there is an answer, rather than a decision not to give one."""
        return self.state == "answered"

    @property
    def is_settled(self) -> bool:
        """Answered, or declined after the question was asked twice."""
        return self.state in ("answered", "declined")


@dataclass(frozen=True)
class Section:
    """One form of the assessment: an instrument in the wording that this patient is shown."""

    position: int
    form_id: str
    instrument: Instrument
    notice: str


Store = Mapping[tuple[str, str], Given]
"""Latest versions by form id and item id."""


@dataclass(frozen=True)
class Step:
    """One question on the path. number: its place in the whole assessment, from 1."""

    section: Section
    page: Page
    item: Item
    words: str
    number: int
    opens_page: bool

    @property
    def position(self) -> int:
        """The form's place in the assessment, as it stands in the address."""
        return self.section.position

    @property
    def key(self) -> tuple[str, str]:
        """Where the answer is kept: form and item."""
        return (self.section.form_id, self.item.id)

    @property
    def title(self) -> str:
        """The page's title: item and section."""
        return f"{self.item.label} – {self.page.section}"

    @property
    def intro(self) -> tuple[str, ...]:
        """Paragraphs that stand above the first asked item of a page."""
        return self.page.intro if self.opens_page else ()

    @property
    def note(self) -> str | None:
        """What is said on a page of its own before the first asked item of a page."""
        return self.page.note if self.opens_page else None


@dataclass(frozen=True)
class Path:
    """Every question that is asked, in order."""

    steps: tuple[Step, ...]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The forms that ask anything, in order."""
        return tuple({step.position: step.section for step in self.steps}.values())

    def find(self, position: int, item_id: str) -> Step | None:
        """The step of an address; None where the question is not on the path."""
        wanted = (position, item_id)
        return next((step for step in self.steps if (step.position, step.item.id) == wanted), None)

    def after(self, step: Step) -> Step | None:
        """The next step; None after the last."""
        return self.steps[step.number] if step.number < len(self.steps) else None

    def before(self, step: Step) -> Step | None:
        """The step before; None before the first."""
        return self.steps[step.number - 2] if step.number > 1 else None

    def of(self, section: Section) -> tuple[Step, ...]:
        """The steps of one form."""
        return tuple(step for step in self.steps if step.position == section.position)

    def first_open(self, store: Store) -> Step | None:
        """Where to carry on: the first question neither answered nor declined; None when there is none."""
        return next((step for step in self.steps if not is_settled(step, store)), None)

    def gaps(self, store: Store) -> tuple[Step, ...]:
        """Questions without an answer, declined or not reached."""
        return tuple(step for step in self.steps if not is_answered(step, store))


def is_answered(step: Step, store: Store) -> bool:
    """Whether the store holds an answer to the step."""
    return step.key in store and store[step.key].is_answer


def is_settled(step: Step, store: Store) -> bool:
    """Whether the step was answered or declined."""
    return step.key in store and store[step.key].is_settled


def path(sections: Sequence[Section], facts: Mapping[str, str], store: Store) -> Path:
    """The path under the staff-confirmed facts and the answers so far.

    An answer that `sets` a fact (the stoma question of QLQ-CR29) routes the rest of its own instrument only;
    every other instrument follows the facts that staff confirmed.
    """
    steps: list[Step] = []
    for section in sections:
        steps.extend(_steps(section, facts, store, len(steps)))
    return Path(tuple(steps))


def _steps(section: Section, facts: Mapping[str, str], store: Store, before: int) -> list[Step]:
    instrument = section.instrument
    own_facts = facts_with_answers(instrument, facts, _answers(section, store))
    asked = set(asked_items(instrument, own_facts))
    steps: list[Step] = []
    page_before: Page | None = None
    for page, item in instrument.pages_with_items():
        if item.id not in asked:
            continue
        words = wording_of(item, instrument, own_facts)
        number = before + len(steps) + 1
        steps.append(Step(section, page, item, words, number, opens_page=page is not page_before))
        page_before = page
    return steps


def _answers(section: Section, store: Store) -> dict[str, int | None]:
    own = {item: given for (form, item), given in store.items() if form == section.form_id}
    return {item: given.value for item, given in own.items() if given.is_answer}
