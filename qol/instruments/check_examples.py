"""Laws of the worked examples of one definition."""

from collections.abc import Iterator

from qol.instruments.definition import Example, Instrument
from qol.instruments.written import Written, entries, line_of
from qol.instruments.yaml_source import Node, Scalar

Found = Iterator[tuple[int, str]]


def check(made: Instrument, where: Written) -> Found:
    """Every breach in the examples, and every scale that no example would protect."""
    for example in made.examples:
        node = where.examples[example.name]
        for laws in (_facts, _option, _answers, _scores):
            for keys, message in laws(made, example, where):
                yield line_of(node, *keys), f"the example {example.name!r}{message}"
    for scale in made.scales:
        midpoint = (scale.lowest + scale.highest) / 2
        if not any(_tells(node, scale.id, midpoint) for node in where.examples.values()):
            message = (
                f"scale {scale.id} needs an example with a score other than {midpoint:g}, "
                "so that reversing it by mistake would be noticed"
            )
            yield where.scales[scale.id].line, message


def _tells(example: Node, scale: str, midpoint: float) -> bool:
    """Whether an example would notice that the scale is reversed, as far as its text can be read."""
    score = entries(example, "scores").get(scale)
    return isinstance(score, Scalar) and score.value not in (None, "missing", "not_applicable", midpoint)


Said = Iterator[tuple[tuple[str, ...], str]]


def _facts(made: Instrument, example: Example, where: Written) -> Said:
    for fact, value in example.facts.items():
        if value and value not in made.facts.get(fact, ()):
            yield ("facts", fact), f": {fact} {value} is not among the facts"


def _option(made: Instrument, example: Example, where: Written) -> Said:
    if example.option is not None and example.option not in {option.id for option in made.options}:
        yield ("option",), f": there is no option {example.option}"


def _answers(made: Instrument, example: Example, where: Written) -> Said:
    for item, code in example.answers.items():
        if item not in where.items:
            yield ("answers", item), f" answers item {item}, which does not exist"
        elif code is not None and item in made.items and made.items[item].answers in made.answer_sets:
            answers = made.answers_of(item)
            if code not in (*answers.scored_codes, *answers.not_applicable_codes):
                yield ("answers", item), f": {item} has no answer {code}"


def _scores(made: Instrument, example: Example, where: Written) -> Said:
    if not (entries(where.examples[example.name], "scores") or entries(where.examples[example.name], "bands")):
        yield ("scores",), " says no score; an example without one shows nothing"
    for name, score in example.scores.items():
        if name not in where.scales:
            yield ("scores", name), f" names scale {name}, which does not exist"
        elif name in made.scale_by_id and isinstance(score, float | int):
            scale = made.scale_by_id[name]
            if not scale.lowest <= score <= scale.highest:
                yield ("scores", name), f": {score:g} is outside the range of {name}"
    for name, band in example.bands.items():
        if name not in where.scales:
            yield ("bands", name), f" names scale {name}, which does not exist"
        elif name in made.scale_by_id and band and band not in {one.id for one in made.scale_by_id[name].bands}:
            yield ("bands", name), f": scale {name} has no band {band}"
