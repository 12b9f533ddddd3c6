"""Laws of one definition: what must hold between its parts, every breach with its line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from qol.instruments import check_examples, check_options, check_scales
from qol.instruments.conditions import holds
from qol.instruments.definition import Condition, Instrument, Item
from qol.instruments.reading import Problems
from qol.instruments.written import Written, line_of
from qol.instruments.yaml_source import Source

Found = Iterator[tuple[int, str]]


def check(made: Instrument, source: Source, problems: Problems) -> None:
    """Add every breach to the problems; `made` may lack parts that could not be built, and these are not judged."""
    where = Written(source.root)
    laws = (_names, _columns, _conditions, _items, _wordings)
    for law in (*laws, check_scales.check, check_options.check, check_examples.check):
        for line, message in law(made, where):
            problems.add(line, message)


def _names(made: Instrument, where: Written) -> Found:
    for name in _twice(item.id for page in made.pages for item in page.items):
        yield where.items[name].line, f"the item {name} stands here again; ids are given once"
    for name in _twice(scale.id for scale in made.scales):
        yield where.scales[name].line, f"the scale {name} stands here again; ids are given once"
    for name in _twice(example.name for example in made.examples):
        yield where.examples[name].line, f"the example {name!r} stands here again; names are given once"
    for answers in made.answers:
        for code in _twice(option.code for option in answers.options):
            yield where.top("answers", answers.id), f"the answers {answers.id} give code {code} twice"
    if made.status != "released" and made.status_reason is None:
        yield where.top("status"), f"status {made.status} needs status_reason: why it is not released"
    used = {item.answers for item in made.items.values()}
    if len(made.items) == len(where.items):
        for name in where.answers.keys() - used:
            yield where.top("answers", name), f"no item takes the answers {name}; remove them or correct the item"


def _twice(names: Iterable[object]) -> list[str]:
    return [str(name) for name, count in Counter(names).items() if count > 1]


def _columns(made: Instrument, where: Written) -> Found:
    """In a table an item, a scale and a fact are columns, and some programs do not tell capitals apart."""
    named = [(name, "item", where.items[name].line) for name in made.items]
    named += [(name, "scale", where.scales[name].line) for name in made.scale_by_id]
    named += [(name, "fact", where.top("facts", name)) for name in made.facts]
    first: dict[str, tuple[str, str]] = {}
    for name, kind, line in named:
        other, its_kind = first.setdefault(name.lower(), (name, kind))
        if (other, its_kind) != (name, kind):
            yield line, f"the {kind} {name} and the {its_kind} {other} would be one column of a table; rename one"


def _conditions(made: Instrument, where: Written) -> Found:
    said: list[tuple[int, str, Condition]] = [(where.top("applies_if"), "applies_if", made.applies_if)]
    for name, condition in made.variants.items():
        said.append((where.top("variants", name), f"the variant {name}", condition))
    for page in made.pages:
        if page.items:
            line = line_of(where.pages[page.items[0].id], "ask_if")
            said.append((line, f"ask_if of the page {page.section}", page.ask_if))
    said += [
        (line_of(where.items[item.id], "ask_if"), f"ask_if of item {item.id}", item.ask_if)
        for item in made.items.values()
    ]
    for scale in made.scales:
        line = line_of(where.scales[scale.id], "applies_if")
        said.append((line, f"applies_if of scale {scale.id}", scale.applies_if))
    for line, what, condition in said:
        for message in _unknown(condition, made):
            yield line, f"{what}{message}"


def _unknown(condition: Condition, made: Instrument) -> Iterator[str]:
    for fact, values in condition.items():
        if fact not in made.facts:
            yield f" names the fact {fact}, which `facts` does not list"
            continue
        for value in values:
            if value not in made.facts[fact]:
                yield f": {value} is no value of {fact} ({', '.join(made.facts[fact])})"


def _items(made: Instrument, where: Written) -> Found:
    for item in made.items.values():
        node = where.items[item.id]
        if item.answers not in where.answers:
            known = ", ".join(where.answers)
            message = f"item {item.id} takes the answers {item.answers}, which do not exist; there are {known}"
            yield line_of(node, "answers"), message
        for name in item.ask:
            if name and name not in made.variants:
                message = f"item {item.id} has wording for {name}, which `variants` does not name"
                yield line_of(node, "ask", name), message
        for key, message in _sets(item, made):
            yield line_of(node, key), f"item {item.id}{message}"


def _sets(item: Item, made: Instrument) -> Iterator[tuple[str, str]]:
    if item.sets is None:
        if item.sets_by:
            yield "sets_by", " has sets_by without sets; name the fact that it sets"
        return
    if item.sets not in made.facts:
        yield "sets", f" sets the fact {item.sets}, which `facts` does not list"
    elif set(item.sets_by.values()) - set(made.facts[item.sets]):
        yield "sets_by", f": sets_by gives values that {item.sets} does not have"
    answers = made.answer_sets.get(item.answers)
    if answers and set(item.sets_by) != set(answers.scored_codes):
        yield "sets_by", ": sets_by must say a value for each of its answer codes"


def _wordings(made: Instrument, where: Written) -> Found:
    """An item with several wordings has one for whoever is asked it."""
    for page, item in made.pages_with_items():
        if "" in item.ask or not item.ask or set(item.ask) - set(made.variants):
            continue
        variants = [made.variants[name] for name in item.ask]
        facts = sorted({fact for condition in variants for fact in condition} & set(made.facts))
        for values in product(*(made.facts[fact] for fact in facts)):
            known = dict(zip(facts, values, strict=True))
            asked = all(holds(one, known) is not False for one in (made.applies_if, page.ask_if, item.ask_if))
            if asked and not any(holds(one, known) for one in variants):
                said = " and ".join(f"{fact} {value}" for fact, value in known.items())
                yield line_of(where.items[item.id], "ask"), f"item {item.id} has no wording for {said}"
