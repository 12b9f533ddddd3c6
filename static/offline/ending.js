/* The ways off the questions: a break, another page, and the end. */

import { send } from "../sending.js";
import { breakPage, closedPage, thanksPage, waitingPage } from "./end_pages.js";
import { show } from "./parts.js";

const SOON = 2_500; /* milliseconds in which a delivery usually ends */
const THANKS_STAY = 300_000; /* milliseconds until a tablet clears its last page */

export class Ending {
  #hasEnded = false;
  #isLocked = false;

  constructor(known) {
    Object.assign(this, known);
    this.delivery.addEventListener("round", () => this.#isLocked && this.#unlockedByServer());
  }

  /* Sends everything; the thanks come with the receipt, until then the answers wait on this device. */
  async submit() {
    const { run, memory } = this;
    await run.keeping.keep({ move: "submit" }, "waiting", true);
    await soon(this.delivery.now());
    if (this.#hasEnded) return;
    memory.forget();
    await this.keepPlace("waiting").catch(() => {});
    if (this.#hasEnded) await this.place.forget().catch(() => {});
    else this.waiting();
  }

  waiting() {
    this.run.here = { kind: "other" };
    show({ help: this.memory.frame.help, ...waitingPage(this.#around) });
    this.run.keeping.status.repeat();
  }

  /* The server has them: nothing stays here. */
  async finish(receipt) {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.run.here = { kind: "other" };
    this.memory.forget();
    if (!document.getElementById("main")) return location.replace("/tablet"); /* the book is closed */
    const isTaken = !["refused", "conflict"].includes(receipt.state);
    show(isTaken ? thanksPage({ ...this.#around, finished: this.memory.finished, receipt }) : closedPage(this.#around));
    if (this.memory.onTablet) setTimeout(() => location.replace("/tablet"), THANKS_STAY);
    await this.place.forget().catch(() => {});
  }

  /* A break: the tablet locks; at home nothing need be locked. */
  async pause() {
    if (this.memory.onTablet) return this.lock();
    if (await this.leave("/survey/break")) return;
    this.run.here = { kind: "break" };
    show({ help: this.memory.frame.help, ...breakPage(this.#around) });
    this.run.keeping.status.repeat();
    document.querySelector("[data-carry-on-here]").addEventListener("click", () => this.run.resume());
  }

  /* Locks the tablet at the server, else here: then nothing can be opened before there is a connection again. */
  async lock() {
    await this.run.saveNow();
    await soon(this.delivery.now());
    if (await this.#lockedAtServer()) return;
    this.#isLocked = true;
    this.memory.forget();
    await this.keepPlace("locked").catch(() => {});
    this.locked();
  }

  locked() {
    this.#isLocked = true;
    this.run.here = { kind: "other" };
    document.querySelectorAll("#idle").forEach((one) => one.remove());
    show(breakPage(this.#around));
    this.run.keeping.status.repeat();
  }

  /* To a page that the server renders; false where it cannot be had. Everything is delivered first. */
  async leave(address) {
    if (!this.run.hasSession) return false;
    await soon(this.delivery.now());
    if (this.delivery.isOffline || (await this.run.keeping.refresh())) return false;
    location.replace(address);
    return true;
  }

  async #lockedAtServer() {
    if (!this.lockForm || (await this.run.keeping.refresh())) return false;
    try {
      location.replace((await send(this.lockForm)).go ?? "/tablet");
      return true;
    } catch {
      return false;
    }
  }

  async #unlockedByServer() {
    if (this.delivery.isOffline || (await this.run.keeping.refresh())) return;
    if (await reachable()) {
      await this.place.forget().catch(() => {});
      if (!(await this.#lockedAtServer())) location.replace("/tablet");
    }
  }

  async keepPlace(at) {
    const sealed = await this.place.sealed(this.memory.place(at), this.memory.assessment);
    await this.queue.writePlace(sealed);
  }

  get #around() {
    const { frame, onTablet } = this.memory;
    return { parts: this.parts, clinic: frame.clinic, onTablet };
  }
}

function soon(work) {
  return Promise.race([work, new Promise((done) => setTimeout(done, SOON))]);
}

async function reachable() {
  return fetch("/health", { method: "GET", cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}
