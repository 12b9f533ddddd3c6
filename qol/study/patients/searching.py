"""What staff search for, as it may stand in an address: sealed, so that no history or log holds a name."""

from qol.errors import SettingsError
from qol.study.house import House
from qol.study.scope import Scope

LONGEST_SEARCH = 100


def sealed(house: House, scope: Scope, text: str) -> str:
    """The words that were typed, readable by this account's pages only; empty for nothing."""
    wanted = text[:LONGEST_SEARCH].strip()
    return house.database.keys.seal(wanted, _place(scope)) if wanted else ""


def unsealed(house: House, scope: Scope, text: str) -> str:
    """The words behind a sealed search; empty where it is none of this account's."""
    try:
        return house.database.keys.open(text, _place(scope)) if text else ""
    except SettingsError:  # made up, cut off or somebody else's
        return ""


def _place(scope: Scope) -> str:
    return f"search:{scope.staff_id}"
