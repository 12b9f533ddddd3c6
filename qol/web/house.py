"""What every view may use: the house of `qol.study`, and the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask, current_app

from qol.settings import Settings
from qol.study.house import House, furnish

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, aware UTC."""
    return datetime.now(UTC)


def install(app: Flask, settings: Settings, clock: Clock) -> House:
    """Furnish the house once for the life of a worker; tests bring their own clock."""
    furnished = furnish(settings)
    app.extensions["qol_house"] = furnished
    app.extensions["qol_clock"] = clock
    return furnished


def house() -> House:
    """Settings, database, instruments and protocols of the running application."""
    found: House = current_app.extensions["qol_house"]
    return found


def now() -> datetime:
    """The moment of this request, aware UTC."""
    clock: Clock = current_app.extensions["qol_clock"]
    return clock()


def local(moment: datetime) -> datetime:
    """A moment on the clock of the wall: the server's own time zone."""
    return moment.astimezone()


def today() -> date:
    """The date in the clinic, which is not always that of Greenwich."""
    return local(now()).date()
