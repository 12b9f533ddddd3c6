"""Laws of the scoring options of one definition."""

from collections.abc import Iterator

from qol.instruments import check_scales
from qol.instruments.definition import Instrument
from qol.instruments.written import Written, line_of, members_by_name

Found = Iterator[tuple[int, str]]


def check(made: Instrument, where: Written) -> Found:
    """Every breach in what an option makes of the scales."""
    nodes = members_by_name(where.root, "options", "id")
    for option in made.options:
        node = nodes[option.id]
        if sum(one.id == option.id for one in made.options) > 1:
            yield node.line, f"the option {option.id} stands here again; ids are given once"
        other = made.with_option(option.id)
        for scale in option.scales:
            for keys, message in check_scales.of_scale(other, scale, where):
                line = line_of(node, "scales", scale.id, *keys)
                yield line, f"the option {option.id}, scale {scale.id}{message}"
