"""One questionnaire of five questions without a network, disturbed on the way: all of it arrives, and arrives once."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect
from sqlalchemy import text
from sqlmodel import col, func, select

from qol.storage.tables import Answer, Envelope, Form, Submission
from tests.study.patients_side import Clinic
from tests.web.offline.conftest import now
from tests.web.offline.device import Device, ready
from tests.web.offline.line import Line
from tests.web.offline.patient import answer, open_at_home, send, start, thanked

KINDS = ("tab close", "reload", "browser kill", "service worker update")
QUESTIONS = 5
FORGET_LINKS = text("UPDATE access SET secret_hash = id")


@dataclass
class Tally:
    """What went wrong in some cycles; all of it is to stay 0."""

    cycles: int = 0
    lost: int = 0
    doubled: int = 0
    false_saved: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return (self.lost, self.doubled, self.false_saved) == (0, 0, 0)

    def add(self, other: "Tally") -> None:
        self.cycles += other.cycles
        self.lost += other.lost
        self.doubled += other.doubled
        self.false_saved += other.false_saved
        self.notes += other.notes


class Soak:
    """A clinic, its line and one device that goes through one disturbed questionnaire after the other."""

    def __init__(self, clinic: Clinic, line: Line, phone: Device) -> None:
        self.clinic, self.line, self.phone = clinic, line, phone
        self.page: Page = phone.on()
        self.number = 0

    def ask(self) -> str:
        """A fresh questionnaire; the links of those before lead nowhere any more."""
        with self.clinic.house.database.writing() as session:
            session.execute(FORGET_LINKS)
        return self.clinic.ask("lars", now=now())

    def cycle(self, kind: str) -> Tally:
        """One questionnaire, cut at its first question and disturbed after so many answers as the number says."""
        self.number += 1
        tally = Tally(cycles=1)
        visit = self.ask()
        self.page.context.clear_cookies()
        open_at_home(self.page, self.line)
        start(self.page)
        if kind == "service worker update":
            self._new_service_worker()
        self.line.cut()
        given = self._answered(tally, self.number % (QUESTIONS + 1))
        self._disturb(kind)
        given |= self._answered(tally, QUESTIONS - len(given))
        send(self.page)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Thank you. That was the last question.")
        if self.number % 2:
            self._disturb(kind)
        self._watch(tally)
        self.line.restore()
        if self.number % 4:  # a device that notices the network says so to its pages; else the timer finds out
            self.page.evaluate("dispatchEvent(new Event('online'))")
        thanked(self.page)
        self._count(tally, visit, given)
        return tally

    def _answered(self, tally: Tally, how_many: int) -> dict[str, int | str | None]:
        given: dict[str, int | str | None] = {}
        for place in range(how_many):
            here, value = answer(self.page, self.number + place)
            given[here] = value
            self._watch(tally)
        return given

    def _watch(self, tally: Tally) -> None:
        """Nothing can be saved while the line is cut."""
        if self.page.locator(".kept").inner_text().strip() == "Saved":
            tally.false_saved += 1

    def _disturb(self, kind: str) -> None:
        if kind == "browser kill":
            self.phone.kill()
            self.page = self.phone.on()
        elif kind == "tab close":
            context = self.page.context
            fresh = context.new_page()
            self.page.close()
            self.page = fresh
        if kind in ("reload", "service worker update"):
            self.page.reload()
        else:
            self.page.goto(f"{self.line.address}/survey/resume")
        ready(self.page)

    def _new_service_worker(self) -> None:
        self.line.suffix = f"// {self.number}\n".encode()
        self.page.evaluate(
            """async () => {
                const registration = await navigator.serviceWorker.ready;
                await registration.update();
                const fresh = registration.installing ?? registration.waiting;
                if (!fresh) return;
                await new Promise((done) => {
                    fresh.addEventListener("statechange", () => fresh.state === "activated" && done());
                    if (fresh.state === "activated") done();
                });
            }"""
        )

    def _count(self, tally: Tally, visit: str, given: dict[str, int | str | None]) -> None:
        """Compare what is stored with what was given."""
        opened = self.clinic.opened(visit)
        stored = {f"/survey/1/{item}": one.value for (_, item), one in opened.store.items()}
        tally.lost += sum(stored.get(place) != value for place, value in given.items())
        with self.clinic.house.database.reading() as session:
            answers = select(func.count()).select_from(Answer).join(Form, col(Form.id) == Answer.form_id)
            rows = session.exec(answers.where(Form.assessment_id == visit)).one()
            sent = session.exec(select(Submission).where(Submission.assessment_id == visit)).all()
            states = [one.state for one in session.exec(select(Envelope).where(Envelope.assessment_id == visit))]
        tally.doubled += rows - len(given) + len(sent) - 1 + len([one for one in states if one != "applied"])
        if not tally.clean or opened.assessment.closed_as != "completed":
            tally.notes.append(f"cycle {self.number}: {stored} instead of {given}, envelopes {states}")
