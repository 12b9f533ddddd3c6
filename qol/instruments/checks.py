"""Laws of one definition: what must hold between its parts, every breach with its line."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from qol.instruments.definition import Condition, Example, Instrument, Scale
from qol.instruments.reading import Problems
from qol.instruments.yaml_source import Mapping, Node, Scalar, Sequence, Source


def check(made: Instrument, source: Source, problems: Problems) -> None:
    """Add every breach of sense to the problems."""
    where = Lines(source.root)
    for line, message in (
        *_names(made, where),
        *_conditions(made, where),
        *_items(made, where),
        *_scales(made, where),
        *_examples(made, where),
    ):
        problems.add(line, message)


class Lines:
    """Where parts of a file stand."""

    def __init__(self, root: Mapping) -> None:
        self.root = root
        pages = _members(root.values.get("pages"))
        self.pages = [page.line for page in pages]
        self.items = {
            name: item.line
            for page in pages
            for item in _members(page.values.get("items") if isinstance(page, Mapping) else None)
            if (name := _id(item))
        }
        self.scales = {name: node.line for node in _members(root.values.get("scales")) if (name := _id(node))}
        self.examples = [node.line for node in _members(root.values.get("examples"))]

    def of(self, key: str) -> int:
        """The line of a key at the top."""
        return self.root.lines.get(key, 1)


def _members(node: Node | None) -> tuple[Node, ...]:
    return node.values if isinstance(node, Sequence) else ()


def _id(node: Node) -> str | None:
    value = node.values.get("id") if isinstance(node, Mapping) else None
    return str(value.value) if isinstance(value, Scalar) else None


Found = Iterator[tuple[int, str]]


def _names(made: Instrument, where: Lines) -> Found:
    ids = [item.id for page in made.pages for item in page.items]
    for name in _twice(ids):
        yield where.items[name], f"the item {name} stands here again; ids are given once"
    for name in _twice(scale.id for scale in made.scales):
        yield where.scales[name], f"the scale {name} stands here again; ids are given once"
    for name in sorted({name.lower() for name in ids} & {scale.id.lower() for scale in made.scales}):
        yield where.of("scales"), f"{name} is an item and a scale; a table has one column of a name"
    for answers in made.answers:
        for code in _twice(option.code for option in answers.options):
            yield where.of("answers"), f"the answers {answers.id} give code {code} twice"
    if made.status != "released" and made.status_reason is None:
        yield where.of("status"), f"status {made.status} needs status_reason: why it is not released"


def _twice(names: Iterable[object]) -> list[str]:
    seen: set[object] = set()
    return [str(name) for name in names if name in seen or seen.add(name)]  # type: ignore[func-returns-value]


def _conditions(made: Instrument, where: Lines) -> Found:
    said: list[tuple[int, str, Condition]] = [(where.of("applies_if"), "applies_if", made.applies_if)]
    said += [(where.of("variants"), f"the variant {name}", condition) for name, condition in made.variants.items()]
    for number, page in enumerate(made.pages):
        said.append((where.pages[number], f"ask_if of the page {page.section}", page.ask_if))
        said += [(where.items[item.id], f"ask_if of item {item.id}", item.ask_if) for item in page.items]
    said += [(where.scales[scale.id], f"applies_if of scale {scale.id}", scale.applies_if) for scale in made.scales]
    for line, what, condition in said:
        for fact, values in condition.items():
            if fact not in made.facts:
                yield line, f"{what} names the fact {fact}, which `facts` does not list"
                continue
            for value in values:
                if value not in made.facts[fact]:
                    known = ", ".join(made.facts[fact])
                    yield line, f"{what}: {value} is no value of {fact} ({known})"


def _items(made: Instrument, where: Lines) -> Found:
    for item in made.items.values():
        line = where.items[item.id]
        if item.answers not in made.answer_sets:
            known = ", ".join(made.answer_sets)
            yield (
                line,
                f"item {item.id} takes the answers {item.answers}, which do not exist; there are {known}",
            )
            continue
        for name in item.ask:
            if name and name not in made.variants:
                yield line, f"item {item.id} has wording for {name}, which `variants` does not name"
        if item.sets:
            if item.sets not in made.facts:
                yield line, f"item {item.id} sets the fact {item.sets}, which `facts` does not list"
            elif set(item.sets_by.values()) - set(made.facts[item.sets]):
                yield line, f"item {item.id}: sets_by gives values that {item.sets} does not have"
            if set(item.sets_by) != set(made.answer_sets[item.answers].scored_codes):
                yield line, f"item {item.id}: sets_by must say a value for each of its answer codes"


def _scales(made: Instrument, where: Lines) -> Found:
    for scale in made.scales:
        line = where.scales[scale.id]
        if not (scale.items or scale.points or scale.scales):
            yield line, f"scale {scale.id} is made of nothing; name its items (or scales)"
        for item in (*scale.items, *scale.points):
            if item not in made.items:
                yield line, f"scale {scale.id} names item {item}, which is on no page"
            elif made.items[item].answers in made.answer_sets and not made.answers_of(item).scored_codes:
                yield line, f"scale {scale.id} names item {item}, whose answers are not scored"
        for name in scale.scales:
            if name not in made.scale_by_id or name == scale.id:
                yield line, f"scale {scale.id} is made of scale {name}, which does not exist"
        if scale.separate_by and scale.separate_by not in made.facts:
            yield (
                line,
                f"scale {scale.id}: separate_by names {scale.separate_by}, which `facts` does not list",
            )
        yield from _points(made, scale, line)
        yield from _same_answers(made, scale, line)
        yield from _bands(scale, line)


def _points(made: Instrument, scale: Scale, line: int) -> Found:
    low = high = 0.0
    for item, points in scale.points.items():
        if item not in made.items or made.items[item].answers not in made.answer_sets:
            return
        codes = set(made.answers_of(item).scored_codes)
        if set(points) != codes:
            expected = ", ".join(str(code) for code in sorted(codes))
            yield line, f"scale {scale.id}: the points of {item} must cover exactly the codes {expected}"
            return
        low, high = low + min(points.values()), high + max(points.values())
    if scale.points and (low, high) != (scale.lowest, scale.highest):
        yield line, f"scale {scale.id}: its points reach from {low:g} to {high:g}, its range says otherwise"


def _same_answers(made: Instrument, scale: Scale, line: int) -> Found:
    ends = {
        (codes[0], codes[-1])
        for item in scale.items
        if item in made.items and made.items[item].answers in made.answer_sets
        if (codes := made.answers_of(item).scored_codes)
    }
    if len(ends) > 1:
        yield line, f"scale {scale.id}: its items have different answer codes, so their mean has no one range"


def _bands(scale: Scale, line: int) -> Found:
    if not scale.bands:
        return
    bands = sorted(scale.bands, key=lambda band: band.lowest)
    if bands[0].lowest != scale.lowest or bands[-1].highest != scale.highest:
        yield line, f"scale {scale.id}: its bands must reach from {scale.lowest:g} to {scale.highest:g}"
    for before, after in pairwise(bands):
        if not 0 < after.lowest - before.highest <= 1:
            yield line, f"scale {scale.id}: the bands {before.id} and {after.id} overlap or leave a gap"


def _examples(made: Instrument, where: Lines) -> Found:
    for number, example in enumerate(made.examples):
        for message in (*_example_facts(made, example), *_example_answers(made, example)):
            yield where.examples[number], f"the example {example.name!r}{message}"
    for scale in made.scales:
        midpoint = (scale.lowest + scale.highest) / 2
        shown = [example.scores.get(scale.id) for example in made.examples]
        if not any(isinstance(score, float | int) and score != midpoint for score in shown):
            yield (
                where.scales[scale.id],
                (
                    f"scale {scale.id} needs an example with a score other than {midpoint:g}, "
                    f"so that reversing it by mistake would be noticed"
                ),
            )


def _example_facts(made: Instrument, example: Example) -> Iterator[str]:
    for fact, value in example.facts.items():
        if value not in made.facts.get(fact, ()):
            yield f": {fact} {value} is not among the facts"
    for name in (*example.scores, *example.bands):
        if name not in made.scale_by_id:
            yield f" names scale {name}, which does not exist"


def _example_answers(made: Instrument, example: Example) -> Iterator[str]:
    for item, code in example.answers.items():
        if item not in made.items:
            yield f" answers item {item}, which does not exist"
        elif code is not None and made.items[item].answers in made.answer_sets:
            answers = made.answers_of(item)
            if code not in (*answers.scored_codes, *answers.not_applicable_codes):
                yield f": {item} has no answer {code}"
