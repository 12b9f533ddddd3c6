"""Two tables between preview and confirmation: sealed for one account and an hour, kept by the page, not by us."""

import base64
import json
import zlib
from datetime import datetime, timedelta

from qol.errors import QolError, SettingsError
from qol.language import gettext
from qol.study.house import House
from qol.study.roster.bringing_in import Tables
from qol.study.scope import Scope

LASTS = timedelta(hours=1)


def sealed(house: House, scope: Scope, tables: Tables, now: datetime) -> str:
    """What the page carries; nobody can read or change it."""
    packed = [base64.b64encode(zlib.compress(part)).decode() for part in (tables.patients, tables.facts)]
    return house.database.keys.seal(json.dumps([now.isoformat(), *packed]), _place(scope))


def unsealed(house: House, scope: Scope, text: str, now: datetime) -> Tables:
    """The tables again; raises QolError after an hour, and for anything else."""
    try:
        made, *packed = json.loads(house.database.keys.open(text, _place(scope)))
    except (SettingsError, ValueError):
        made, packed = "", []
    if not made or not timedelta(0) <= now - datetime.fromisoformat(made) <= LASTS:
        raise QolError(gettext("This preview has ended. Choose the files again."))
    return Tables(*(zlib.decompress(base64.b64decode(part)) for part in packed))


def _place(scope: Scope) -> str:
    return f"roster:{scope.staff_id}:{scope.study_id}"
