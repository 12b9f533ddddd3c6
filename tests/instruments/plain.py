"""A YAML file as plain data, the way an editor's YAML reader sees it."""

from typing import Any

from qol.instruments.yaml_source import Mapping, Node, Sequence


def plain(node: Node) -> Any:
    """Mappings and lists as they stand; codes are texts, as in every JSON Schema of YAML."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.values.items()}
    if isinstance(node, Sequence):
        return [plain(value) for value in node.values]
    return node.value
