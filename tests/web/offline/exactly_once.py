"""Many copies of many submissions from many threads, a third of the replies cut: each arrives exactly once.

`python -m tests.web.offline.exactly_once` sends 2,000 ids five times each to a server of two workers.
"""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from sqlmodel import func, select

from qol.storage import assessments, forms, studies
from qol.storage.sealing import lock_for
from qol.storage.tables import Assessment, Envelope, Form, Submission
from qol.study.collection.delivering import Sent
from qol.study.collection.delivery_pass import pass_for
from qol.study.definitions import keep_definitions
from qol.study.house import furnish
from tests.study.devices_side import Device
from tests.study.patients_side import KEPT, Clinic, clinic_in, settings_in
from tests.web.offline.conftest import now

CUT = 0.3
THREADS = 16
SEED = 20261126


@dataclass(frozen=True)
class Counted:
    """What the database holds in the end, and how it was asked."""

    submissions: int
    envelopes: int
    closed: int
    receipts: int
    wrong_receipts: int
    cut: int
    seconds: float


def run(folder: Path, ids: int, copies: int, workers: int = 2) -> Counted:
    """Send every submission so many times, in no order, and count."""
    house = furnish(settings_in(folder))
    clinic = clinic_in(house)
    sent = _submissions(clinic, ids)
    port = _free_port()
    server = _server(folder, port, workers)
    try:
        begin = monotonic()
        results = _all_sent(sent, copies, port)
        seconds = monotonic() - begin
    finally:
        server.terminate()
        server.wait(60)
    with house.database.reading() as session:
        rows = [session.exec(select(func.count()).select_from(table)).one() for table in (Submission, Envelope)]
        closed = [row for row in session.exec(select(Assessment)) if row.closed_as is not None]
    house.database.close()
    good, wrong, cut = (results.count(kind) for kind in ("receipt", "wrong", "cut"))
    return Counted(rows[0], rows[1], len(closed), good, wrong, cut, seconds)


def _submissions(clinic: Clinic, ids: int) -> list[tuple[Sent, str]]:
    """A questionnaire for each id, and the envelope that sends it, with its pass."""
    house, moment = clinic.house, now()
    lock = lock_for(house.settings)
    with house.database.writing() as session:
        study = studies.by_id(session, clinic.study_id)
        kept = keep_definitions(house, session, house.library["lars"], study, moment.date())
        made = []
        for _ in range(ids):
            row = assessments.add(
                session,
                Assessment(
                    patient_id=clinic.patient_id, protocol_id="stage_1_3", protocol_version="1.0",
                    occasion="follow_up", facts=dict(KEPT), language="en", created_at=moment,
                ),
            )  # fmt: skip
            forms.add(session, Form(assessment_id=row.id, position=1, **kept.columns))
            made.append(row.id)
    keys = house.database.keys
    return [(Device(lock.public, one).page(moment, "submit"), pass_for(keys, one, moment)) for one in made]


def _all_sent(sent: list[tuple[Sent, str]], copies: int, port: int) -> list[str]:
    queue = sent * copies
    random.Random(SEED).shuffle(queue)
    chances = random.Random(SEED + 1)
    cuts = [chances.random() < CUT for _ in queue]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda one, cut: _send(one, cut, port), queue, cuts))


def _send(one: tuple[Sent, str], cut: bool, port: int) -> str:
    """One delivery; where it is cut, the line closes before the reply is read."""
    sent, delivery_pass = one
    envelope = {"id": sent.id, "sealed": b64encode(sent.sealed).decode()}
    body = json.dumps({"pass": delivery_pass, "envelopes": [envelope]})
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request("POST", "/deliver", body, {"Content-Type": "application/json"})
        if cut:
            return "cut"
        answer = json.loads(line.getresponse().read())
        (receipt,) = answer["receipts"]
        return "receipt" if receipt["receipt"] == f"{sent.id} {sent.content_hash}" else "wrong"
    except (KeyError, ValueError, OSError):
        return "wrong"
    finally:
        line.close()


def _server(folder: Path, port: int, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "qol", "serve", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    environment = {**os.environ, "QOL_DATA_DIR": str(folder)}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        sleep(0.1)
    raise AssertionError("the server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        counted = run(Path(place), 2_000, 5)
    sys.stdout.write(f"{counted}\n")
    sys.exit(counted.submissions != 2_000 or counted.envelopes != 2_000 or counted.wrong_receipts > 0)
