"""`qol instruments ID --form FILE`: the paper form as PDF."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from qol.cli._facts import stated
from qol.errors import QolError

if TYPE_CHECKING:
    from qol.settings import Settings
    from qol.study.paper.paper_forms import PaperForm, Wish


def print_form(arguments: Namespace, settings: "Settings") -> int:
    """Write the form of one instrument: with a study in the words it shows, without in our own."""
    from qol.study.paper.paper_forms import Wish

    made = _made(Wish(arguments.id, arguments.language, stated(arguments.fact)), arguments.study, settings)
    if arguments.form == "-":
        sys.stdout.buffer.write(made.pdf)
        return 0
    try:
        Path(arguments.form).write_bytes(made.pdf)
    except OSError as error:
        raise QolError(f"{arguments.form} cannot be written: {error.strerror}.") from None
    return 0


def _made(wish: "Wish", name: str | None, settings: "Settings") -> "PaperForm":
    from datetime import UTC, datetime

    from qol.study.house import opened
    from qol.study.paper.paper_forms import own_form, study_form
    from qol.study.studies import study_named

    today = datetime.now(UTC).date()
    if name is None:
        return own_form(settings, wish, today)
    with opened(settings) as house:
        with house.database.reading() as session:
            study = study_named(session, name, settings)
        return study_form(house, study, wish, today)
