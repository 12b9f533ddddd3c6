"""Six faults of the device's store: what was not kept is not called kept, and nothing is lost while the page stays."""

from playwright.sync_api import expect

from tests.web.offline.device import ready
from tests.web.offline.disturbances import Soak, Tally
from tests.web.offline.patient import answer, open_at_home, start

LOST = "Could not be kept"

FAULTS = {
    "the store cannot be opened": """
        IDBFactory.prototype.open = () => { throw new DOMException("no", "UnknownError"); };
        IDBDatabase.prototype.transaction = () => { throw new DOMException("closed", "InvalidStateError"); };
    """,
    "the disk is full": """
        const add = IDBObjectStore.prototype.add;
        IDBObjectStore.prototype.add = function (...values) {
            const request = add.apply(this, values);
            this.transaction.abort();
            return request;
        };
    """,
    "nothing can be put into it": """
        IDBObjectStore.prototype.add = () => { throw new DOMException("no", "DataError"); };
    """,
    "it closes under the page": """
        const begin = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...values) {
            if (values[1] === "readwrite") this.close();
            return begin.apply(this, values);
        };
    """,
    "it cannot be read": """
        IDBObjectStore.prototype.openCursor = () => { throw new DOMException("no", "UnknownError"); };
        IDBObjectStore.prototype.add = () => { throw new DOMException("no", "UnknownError"); };
    """,
    "it never answers": """
        const begin = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...values) {
            const transaction = begin.apply(this, values);
            Object.defineProperty(transaction, "oncomplete", { set() {} });
            return transaction;
        };
    """,
}


def try_one(soak: Soak, name: str) -> Tally:
    """Three answers without a network and without a store; then the network is back."""
    tally = Tally(cycles=1)
    visit = soak.ask()
    soak.page.context.clear_cookies()
    open_at_home(soak.page, soak.line)
    start(soak.page)
    ready(soak.page)
    soak.page.evaluate(f"() => {{ {FAULTS[name]} }}")
    soak.line.cut()
    given = dict(answer(soak.page, place) for place in range(3))
    status = soak.page.locator(".kept")
    if status.inner_text().strip() == "Saved":
        tally.false_saved += 1
    expect(status).to_have_text(LOST, timeout=15_000)
    soak.line.restore()
    soak.page.evaluate("dispatchEvent(new Event('online'))")
    expect(status).to_have_text("Saved", timeout=30_000)
    stored = {f"/survey/1/{item}": one.value for (_, item), one in soak.clinic.opened(visit).store.items()}
    tally.lost += sum(stored.get(place) != value for place, value in given.items())
    tally.doubled += len(stored) - len(given)
    if not tally.clean:
        tally.notes.append(name)
    return tally
