"""What belongs to another site, another study or another patient answers 404, whatever roles are held."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlmodel import select

from qol.storage import attention_seen, consents, form_marks, patients, staff, studies
from qol.storage.tables import Access
from qol.study.results.freezing import freeze
from qol.study.studies import NOM_AND_SURGERY, body_of
from qol.web import create_app
from qol.web.access import route_matrix
from qol.web.staff.visitor import COOKIE
from tests.study.attention.marking import mark
from tests.study.clinic import NOW
from tests.study.corrections.answered import answered, form_of
from tests.web.staff.conftest import Site, Visitor

OTHER_PLACES = {"visit": "pre_treatment", "form_id": "nothing", "access_id": "nothing"}


def addresses(site: Site) -> list[tuple[str, str]]:
    """(address, method) of everything with a patient's code in it."""
    rows = [row for row in route_matrix(site.app) if "<code>" in row["address"]]
    return [(row["address"], method) for row in rows for method in row["methods"]]


@pytest.fixture
def everything(site: Site) -> Visitor:
    """Somebody with all three roles of staff at Northfield, and administrator."""
    with site.clinic.house.database.writing() as session:
        account = site.clinic.staff["coordinator"]
        for role in ("clinician", "researcher", "administrator"):
            staff.grant(session, account, role, site.clinic.study_id, site.clinic.sites["Northfield"])
        staff.begin_session(
            session, token_hash=sha256(b"all").hexdigest(), staff_id=account, now=NOW, ends_at=NOW + timedelta(hours=1)
        )
    client = site.app.test_client()
    client.set_cookie(COOKIE, "all")
    return Visitor(client)


def in_another_study(site: Site) -> str:
    """The code of a patient of a study that the account has nothing to do with."""
    house = site.clinic.house
    with house.database.writing() as session:
        protocol = house.protocols["stage_4"]
        other = studies.add(
            session, name="stage-four", title="Metastatic", protocol_id=protocol.id, protocol_body=body_of(protocol),
            groups=NOM_AND_SURGERY, now=NOW,
        )  # fmt: skip
        there = studies.add_site(session, other.id, "Northfield")
        patients.add(
            session, study_id=other.id, site_id=there.id, code="Z9Z-999", sex="male", enrolled_on=NOW.date(),
            source="enrolled", now=NOW,
        )  # fmt: skip
    return "Z9Z-999"


def filled(address: str, code: str) -> str:
    return re.sub(r"<([^>]+)>", lambda found: code if found[1] == "code" else OTHER_PLACES.get(found[1], "1"), address)


def test_patients_of_another_site_or_study_do_not_exist_at_any_address(site: Site, everything: Visitor) -> None:
    own = site.clinic.enrol()
    foreign = [site.clinic.enrol(site="Southmere", number="1"), in_another_study(site), "A0A-000"]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', everything.get("/patients/enrol").text)
    assert token is not None
    wrong, asked = [], addresses(site)
    assert len(asked) > 12
    for address, method in asked:
        for code in foreign:
            sent = {"data": {"csrf_token": token[1]}} if method == "POST" else {}
            answer = everything.client.open(filled(address, code), method=method, **sent)
            if answer.status_code != 404:
                wrong.append((address, method, code, answer.status_code))
    assert wrong == []
    for page in ("/patients/{}", "/patients/{}/events", "/patients/{}/hand-over/pre_treatment", "/patients/{}/entry"):
        assert everything.get(page.format(own)).status_code == 200, page


def test_another_patients_objects_do_not_exist_under_an_own_patients_address(site: Site, everything: Visitor) -> None:
    mark(site.clinic)
    theirs, own = answered(site.clinic), site.clinic.enrol(number="9")
    form = form_of(site.clinic, theirs, "qlq_c30").id
    with site.clinic.house.database.writing() as session:
        access = session.exec(select(Access).where(Access.kind == "handover")).one().id
    for below in (f"forms/{form}", f"forms/{form}/correct?item=q24", f"hand-over/decision/status/{access}"):
        assert everything.get(f"/patients/{theirs}/{below}").status_code == 200
    with site.clinic.house.database.writing() as session:
        patient = site.clinic.scope().patient(session, theirs)
        patient.site_id = site.clinic.sites["Southmere"]
        session.add(patient)
    flag = {"form": form, "item": "q24", "version": "1"}
    for method, below, sent in [
        ("GET", f"forms/{form}", {}),
        ("GET", f"forms/{form}/correct?item=q24", {}),
        ("POST", f"forms/{form}/correct?item=q24", {"box.q24": "3", "reason": "typed_wrongly"}),
        ("GET", f"forms/{form}/in-error", {}),
        ("POST", f"forms/{form}/in-error", {"reason": "wrong_patient"}),
        ("GET", f"entry/{form}/again", {}),
        ("POST", f"entry/{form}/again", {}),
        ("GET", f"hand-over/decision/status/{access}", {}),
        ("POST", "attention", flag),
    ]:  # fmt: skip
        address = f"/patients/{own}/{below}"
        answer = everything.get(address) if method == "GET" else everything.post(address, sent, "/patients")
        assert answer.status_code == 404, (method, below)
    with site.clinic.house.database.reading() as session:
        assert not form_marks.of_form(session, form) and not attention_seen.of_forms(session, [form])


def test_texts_and_data_cuts_of_another_study_do_not_exist(site: Site, everything: Visitor) -> None:
    in_another_study(site)
    house = site.clinic.house
    with house.database.writing() as session:
        text = consents.add_text(
            session, study_id=studies.named(session, "stage-four").id, version="1", language="en", body="Theirs.",
            renews=False, now=NOW, by="x",
        ).id  # fmt: skip
    freeze(house, "theirs", "stage-four", NOW)
    own = site.clinic.enrol()
    assert everything.get(f"/consent/texts/{text}").status_code == 404
    signing = {"move": "sign", "text": text, "on": "2026-03-12"}
    assert everything.post(f"/patients/{own}/consent/record", signing, f"/patients/{own}").status_code == 404
    assert everything.get("/freezes/theirs.zip").status_code == 404
    assert "theirs" not in everything.text("/freezes")


def test_wrong_passwords_are_counted_for_all_workers_together(site: Site) -> None:
    with site.clinic.house.database.writing() as session:
        row = staff.named(session, "coordinator")
        row.password_hash = "not a hash"  # ten argon2 checks take a second and more
        session.add(row)
    other = create_app(site.clinic.settings, site.clock)  # its own house and connections, as a worker has them
    browsers = [Visitor(site.app.test_client()), Visitor(other.test_client())]
    statuses = [
        browsers[turn % 2].post("/sign-in", {"login": "coordinator", "password": "wrong"}).status_code
        for turn in range(12)
    ]
    assert statuses == [403] * 10 + [429] * 2
    other.extensions["qol_house"].database.close()
