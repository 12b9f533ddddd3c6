"""The scoring options of an instrument file: each says only what it does otherwise."""

from qol.instruments.build_scales import Codes, scale
from qol.instruments.definition import ScoringOption
from qol.instruments.reading import Entries, Problems
from qol.instruments.scale_keys import OPTION
from qol.instruments.written import members_by_name
from qol.instruments.yaml_source import Mapping, Node, Scalar

KEYS = tuple(OPTION)


def options(top: Entries, codes: Codes) -> tuple[ScoringOption, ...]:
    """Every option; a scale of an option is the scale of the instrument with the keys that the option gives."""
    scales = members_by_name(Mapping(top.line, top.values, top.lines), "scales", "id")
    return top.each("options", lambda node: _option(node, scales, codes, top.problems))


def _option(node: Node, scales: dict[str, Node], codes: Codes, problems: Problems) -> ScoringOption | None:
    option = Entries(node, "the option", KEYS, problems)
    name = option.text("id", needed=True)
    option.what = f"the option {name}"
    changes = option.pairs("scales")
    if not changes:
        problems.add(option.line, f"{option.what} needs scales: scale -> what it does otherwise")
    changed = []
    for scale_id, change in changes.items():
        base = scales.get(scale_id)
        if not isinstance(base, Mapping):
            problems.add(change.line, f"{option.what} names scale {scale_id}, which does not exist")
        elif not isinstance(change, Mapping) or {"id", "method", "items", "scales"} & set(change.values):
            message = (
                f"{option.what}: what {scale_id} does otherwise must be {{key: value}} without id, method or parts"
            )
            problems.add(change.line, message)
        else:
            changed.append(scale(_merged(base, change), problems, codes))
    made = tuple(one for one in changed if one is not None)
    return option.make(
        ScoringOption, id=name, label=option.text("label", needed=True), source=option.text("source", needed=True),
        scales=made,
    )  # fmt: skip


def _merged(base: Mapping, change: Mapping) -> Mapping:
    """The keys of both, those of the change before those of the base; `null` takes a key away."""
    kept = base.values | change.values
    gone = {key for key, node in change.values.items() if isinstance(node, Scalar) and node.value is None}
    values = {key: node for key, node in kept.items() if key not in gone}
    return Mapping(change.line, values, base.lines | change.lines)
