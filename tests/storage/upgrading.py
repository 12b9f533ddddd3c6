"""What one of several processes does that start at the same moment on a new installation."""

from multiprocessing.synchronize import Barrier

from qol.settings import Settings
from qol.storage import migrating
from qol.storage.database import Database


def upgrade_together(settings: Settings, together: Barrier) -> None:
    """Wait for the others, then upgrade; any error ends the process with a status that tells."""
    together.wait()
    database = Database(settings)
    migrating.upgrade(database)
    database.require_current()
    database.close()
