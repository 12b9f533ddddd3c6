"""The sheet of one paper form: a box an item in the order of the print, and what is to be said before it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from qol.instruments.conditions import asked_items, facts_with_answers
from qol.instruments.definition import Instrument
from qol.language import gettext as _
from qol.reports._form.sheet import Part, parts
from qol.storage.answers import NewAnswer
from qol.study.paper.typed import Typed, read


@dataclass(frozen=True)
class Sheet:
    """One form as it is typed. facts: what the record says on the day of completion."""

    instrument: Instrument
    facts: Mapping[str, str]
    boxes: Mapping[str, Typed]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Headings and questions as they are printed, of everybody: a ticked box is typed whoever it was meant for."""
        return parts(self.instrument, {})

    @cached_property
    def asked(self) -> frozenset[str]:
        """The items that are asked by the record and by what was typed."""
        values = {item: box.answer.value for item, box in self.boxes.items() if box.answer and box.is_answer}
        return frozenset(asked_items(self.instrument, facts_with_answers(self.instrument, self.facts, values)))

    @property
    def answers(self) -> tuple[NewAnswer, ...]:
        """What is kept, in the order of the form; a sign for "empty" where nothing is asked says nothing."""
        return tuple(answer for item, box in self.boxes.items() if (answer := self._kept(item, box)))

    @property
    def answered(self) -> int:
        """How many boxes hold an answer."""
        return sum(box.is_answer for box in self.boxes.values())

    @property
    def missing(self) -> int:
        """How many boxes were marked empty where something is asked."""
        return sum(box.is_missing for item, box in self.boxes.items() if item in self.asked)

    @property
    def total(self) -> int:
        """The sum of the codes: a second person who adds them up must come to the same."""
        return sum(box.answer.value or 0 for box in self.boxes.values() if box.answer)

    @property
    def untouched(self) -> tuple[str, ...]:
        """Asked items whose box holds nothing; free text may stay empty."""
        return tuple(item for item, box in self.boxes.items() if item in self.asked and self._is_open(item, box))

    @property
    def unexpected(self) -> tuple[str, ...]:
        """Items that are not asked by the record and were answered all the same."""
        return tuple(item for item, box in self.boxes.items() if box.is_answer and item not in self.asked)

    def labels(self, items: Sequence[str]) -> list[str]:
        """Our short names of some items."""
        return [self.instrument.items[item].label for item in items]

    @property
    def faults(self) -> dict[str, str]:
        """Item -> what is wrong with its box, in the order of the form."""
        open_ones = dict.fromkeys(self.untouched, _("Type the code, or - where the form is empty."))
        wrong = {item: box.fault for item, box in self.boxes.items() if box.fault}
        return {item: wrong.get(item) or open_ones[item] for item in self.boxes if item in wrong or item in open_ones}

    def _kept(self, item: str, box: Typed) -> NewAnswer | None:
        """The answer of a box; a text that nobody wrote is an empty box of the form too."""
        if box.is_answer:
            return box.answer
        if item not in self.asked:
            return None
        return box.answer or NewAnswer(item, state="declined")

    def _is_open(self, item: str, box: Typed) -> bool:
        return box.answer is None and not box.fault and self.instrument.answers_of(item).kind != "text"


def sheet(instrument: Instrument, facts: Mapping[str, str], typed: Mapping[str, str]) -> Sheet:
    """A sheet with what was typed so far, item id -> text."""
    boxes = {item: read(item, typed.get(item, ""), instrument.answers_of(item)) for item in instrument.items}
    return Sheet(instrument, facts, boxes)


def fingerprint(sheets: Sequence[Sheet]) -> str:
    """Stands for everything that was typed: a check counts only for the very same boxes."""
    text = "\n".join(f"{one.instrument.id} {item} {box.text}" for one in sheets for item, box in one.boxes.items())
    return sha256(text.encode()).hexdigest()[:32]
