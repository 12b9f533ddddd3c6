"""Whether the patients are invented: marked for good, and said on every page."""

from flask import current_app

from qol.storage.installation import is_demonstration as marked
from qol.web.house import house


def is_demonstration() -> bool:
    """Asked of the database until it says yes; that answer never changes."""
    known = current_app.extensions.get("qol_demonstration", False)
    if not known:
        with house().database.reading() as session:
            known = marked(session)
        current_app.extensions["qol_demonstration"] = known
    return bool(known)
