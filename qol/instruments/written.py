"""Where the parts of an instrument stand in its file, also of those that could not be built."""

from qol.instruments.yaml_source import Mapping, Node, Scalar, Sequence


class Written:
    """The nodes of a file by the names of its parts."""

    def __init__(self, root: Mapping) -> None:
        self.root = root
        self.answers = dict(entries(root, "answers"))
        self.facts = dict(entries(root, "facts"))
        self.scales = members_by_name(root, "scales", "id")
        self.examples = members_by_name(root, "examples", "name")
        self.items: dict[str, Node] = {}
        self.pages: dict[str, Node] = {}
        for page in _members(root, "pages"):
            named = members_by_name(page, "items", "id")
            self.items |= named
            self.pages |= dict.fromkeys(named, page)

    def top(self, *keys: str) -> int:
        """The line of a key at the top, or further down."""
        return line_of(self.root, *keys)


def line_of(node: Node, *keys: str) -> int:
    """The line of the last of these keys that is there, each within the one before."""
    line = node.line
    for key in keys:
        if not isinstance(node, Mapping) or key not in node.values:
            break
        line, node = node.lines[key], node.values[key]
    return line


def entries(node: Node, key: str) -> dict[str, Node]:
    """The entries of the mapping under a key; none where there is no such mapping."""
    below = node.values.get(key) if isinstance(node, Mapping) else None
    return below.values if isinstance(below, Mapping) else {}


def members_by_name(node: Node, key: str, name: str) -> dict[str, Node]:
    """The members of a list by name; of two with one name the later, which is the one to complain about."""
    found = {}
    for member in _members(node, key):
        value = member.values.get(name) if isinstance(member, Mapping) else None
        if isinstance(value, Scalar) and value.value is not None:
            found[str(value.value)] = member
    return found


def _members(node: Node, key: str) -> tuple[Node, ...]:
    below = node.values.get(key) if isinstance(node, Mapping) else None
    return below.values if isinstance(below, Sequence) else ()
