"""The answer sets of an instrument file."""

from qol.instruments.definition import LONGEST, AnswerSet, Option
from qol.instruments.keys import ANSWERS
from qol.instruments.reading import Entries, Problems, code_of
from qol.instruments.yaml_source import Mapping, Node, Scalar

LONG = tuple(ANSWERS)


def answer_sets(top: Entries) -> tuple[AnswerSet, ...]:
    """Every answer set; the short form `{1: ..., 2: ...}` is a single choice."""
    if not top.has("answers"):
        top.problems.add(top.line, "the instrument needs answers: sets of codes and words")
        return ()
    made = (_answer_set(name, node, top.problems) for name, node in top.pairs("answers").items())
    return tuple(one for one in made if one is not None)


def _answer_set(name: str, node: Node, problems: Problems) -> AnswerSet | None:
    what = f"the answers {name}"
    if not isinstance(node, Mapping):
        problems.add(node.line, f"{what} must be a mapping of codes to words")
        return None
    if not set(node.values) & set(LONG):
        short = Entries(node, what, node.values, problems)
        return short.make(AnswerSet, id=name, options=_options(node, what, problems))
    long = Entries(node, what, LONG, problems)
    kind = long.text("kind") or "choice"
    options = list(_options_of(long, "options", what))
    lowest, highest = long.whole("from"), long.whole("to")
    low, high = long.text("low"), long.text("high")
    if kind == "scale":
        steps = _scale(long, lowest, highest, low, high)
        if not steps:
            return None
        options += steps
        lowest = highest = None
    elif kind == "choice":
        options += _without_words(long, lowest, highest, bool(options))
        lowest = highest = None
    elif kind in ("number", "thermometer") and not _apart(lowest, highest, 9999):
        problems.add(long.line, f"{what} need from and to, the least and the greatest number, 0 to 9999")
        return None
    options += _options_of(long, "not_applicable", what, True)
    return long.make(
        AnswerSet, id=name, kind=kind, options=tuple(options), lowest=lowest, highest=highest, low=low, high=high,
        longest=long.whole("longest"),
    )  # fmt: skip


def _scale(long: Entries, lowest: int | None, highest: int | None, low: str | None, high: str | None) -> list[Option]:
    if lowest is None or highest is None or not _apart(lowest, highest, 20):
        long.problems.add(long.line, f"{long.what} need from and to, whole numbers at most 20 apart, the lower first")
        return []
    if low is None or high is None:
        long.problems.add(long.line, f"{long.what} need low and high: the words at both ends")
        return []
    words = {lowest: low, highest: high}
    return [Option(code=code, label=words.get(code)) for code in range(lowest, highest + 1)]


def _without_words(long: Entries, lowest: int | None, highest: int | None, has_options: bool) -> list[Option]:
    """The codes of a choice whose words are to be supplied, given by the lowest and the highest."""
    if has_options and lowest is highest is None:
        return []
    if has_options or lowest is None or highest is None or not _apart(lowest, highest, 20):
        advice = "options (codes and words), or from and to (at most 20 apart) where the words are to be supplied"
        long.problems.add(long.line, f"{long.what} need {advice}")
        return []
    return [Option(code=code) for code in range(lowest, highest + 1)]


def _apart(lowest: int | None, highest: int | None, most: int) -> bool:
    return lowest is not None and highest is not None and 0 <= lowest < highest <= lowest + most


def _options_of(long: Entries, key: str, what: str, not_applicable: bool = False) -> tuple[Option, ...]:
    node = long.values.get(key)
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        long.problems.add(node.line, f"{key} of {what} must be a mapping of codes to words")
        return ()
    return _options(node, what, long.problems, not_applicable)


def _options(node: Mapping, what: str, problems: Problems, not_applicable: bool = False) -> tuple[Option, ...]:
    out = []
    for key, value in node.values.items():
        line, code = node.lines[key], code_of(key)
        if code is None:
            problems.add(line, f"{what}: {key} is not a code; codes are whole numbers from 0 to 9999")
        elif not isinstance(value, Scalar) or not isinstance(value.value, str):
            problems.add(line, f"{what}: the words of code {key} must be a text in quotes")
        elif not 0 < len(value.value) <= LONGEST:
            problems.add(line, f"{what}: the words of code {key} must have 1 to {LONGEST} characters")
        else:
            out.append(Option(code=code, label=value.value, not_applicable=not_applicable))
    return tuple(out)
