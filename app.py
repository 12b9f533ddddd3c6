"""The application that a server loads: `granian app:app`."""

from qol.settings import Settings
from qol.web import create_app

app = create_app(Settings.from_environment())
