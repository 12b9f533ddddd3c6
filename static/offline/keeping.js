/* Keeps a page that was left: sealed, then on the disk together with the place, then on its way to the server. */

import { envelopeOf, fromBase64 } from "./sealing.js";
import { Status } from "./status.js";

export class Keeping {
  #memory;
  #queue;
  #place;
  #delivery;
  #any;
  #waiting = 0;
  #chain = Promise.resolve();

  constructor({ memory, queue, place, delivery, words }) {
    Object.assign(this, { status: new Status(words) });
    this.#memory = memory;
    this.#queue = queue;
    this.#place = place;
    this.#delivery = delivery;
    this.#any = memory.store.size > 0;
    for (const sign of ["round", "delivered"]) delivery.addEventListener(sign, () => this.refresh());
  }

  /* One after the other, so that envelopes stand in the order in which pages were left. at: what comes next. */
  keep(page, at, last = false) {
    this.#any = true;
    this.status.begin();
    const moment = this.#memory.moment();
    this.#chain = this.#chain.then(() => this.#kept({ ...page, at: moment }, at, last));
    return this.#chain;
  }

  async #kept(page, at, last) {
    const { assessment, key, pass } = this.#memory;
    const envelope = await envelopeOf(page, fromBase64(key), assessment);
    const record = { ...envelope, assessment, pass, last };
    try {
      const place = await this.#place.sealed(this.#memory.place(at), assessment);
      await this.#queue.add(record, place);
    } catch {
      this.#delivery.hold(record);
    }
    await this.refresh();
    this.#delivery.now();
  }

  /* Asks the disk how much waits, and says so. */
  async refresh() {
    this.#waiting = await this.#queue.waiting(this.#memory.assessment).catch(() => this.#waiting);
    const isStuck = this.#delivery.isRefused || (await this.#queue.shelved().catch(() => 0)) > 0;
    this.status.set({ waiting: this.#waiting, held: this.#delivery.held, any: this.#any, isStuck });
    return this.#waiting + this.#delivery.held;
  }

  /* What stands above a question while there is no connection and answers wait. */
  offlineMessage(parts) {
    if (!this.#delivery.isOffline || !this.#waiting || this.#delivery.held) return null;
    const found = parts.take("offline");
    found.querySelector("[data-sentence]").textContent = parts.words.count("waiting", this.#waiting);
    return found;
  }
}
