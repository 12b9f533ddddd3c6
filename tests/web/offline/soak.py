"""`python -m tests.web.offline.soak [CYCLES]`: the long soak of the work without a network, as a table.

So many cycles of each disturbance, each a questionnaire of five questions; every bad reply at three places of the
queue; every fault of the store; and 2,000 submissions sent five times each. 1 where anything was lost or doubled.
"""

import logging
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from playwright.sync_api import sync_playwright

from qol.web import create_app
from tests.study.patients_side import clinic_in, settings_in
from tests.web.offline import storage_faults
from tests.web.offline.bad_replies import POSITIONS, REPLIES, BadReplies
from tests.web.offline.device import Device
from tests.web.offline.disturbances import KINDS, Soak, Tally
from tests.web.offline.exactly_once import run as sent_often
from tests.web.offline.line import Line

CHROMIUM = {
    "executable_path": shutil.which("chromium") or "chromium",
    "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
}


def main(cycles: int) -> int:
    """Everything in turn."""
    _say('| what | cycles | lost | doubled | false "saved" | seconds |\n|---|---|---|---|---|---|')
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    clean = True
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        app = create_app(settings_in(Path(place) / "var"))
        line = Line(app)
        clinic = clinic_in(app.extensions["qol_house"])
        for kind in KINDS:
            soak = Soak(clinic, line, Device(playwright, Path(place) / kind.replace(" ", "-"), CHROMIUM))
            clean &= _printed(kind, lambda s=soak, k=kind: [s.cycle(k) for _ in range(cycles)])
            soak.phone.kill()
        soak = Soak(clinic, line, Device(playwright, Path(place) / "others", CHROMIUM))
        bad = BadReplies(soak)
        pairs = [(name, position) for position in POSITIONS for name in REPLIES]
        clean &= _printed("bad reply", lambda: [bad.try_one(*pair) for pair in pairs])
        faults = storage_faults.FAULTS
        clean &= _printed("fault of the store", lambda: [storage_faults.try_one(soak, name) for name in faults])
        soak.phone.kill()
        line.cut()
        counted = sent_often(Path(place) / "often", 2_000, 5)
    _say(f"\n2,000 submissions, 5 copies each, 30 % of the replies cut, two workers: {counted}")
    return 0 if clean and counted.submissions == counted.envelopes == 2_000 else 1


def _printed(what: str, work: Callable[[], list[Tally]]) -> bool:
    begin, total = monotonic(), Tally()
    for tally in work():
        total.add(tally)
    seconds = monotonic() - begin
    figures = (total.cycles, total.lost, total.doubled, total.false_saved, f"{seconds:.0f}")
    _say(f"| {what} | {' | '.join(map(str, figures))} |")
    for note in total.notes:
        sys.stderr.write(note + "\n")
    return total.clean


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
