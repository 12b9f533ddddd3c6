/* Brings what waits to the server: in its order, one page at a time for all tabs, again and again until it has the
   matching receipt of each envelope. Whatever else answers, such as the sign-in page of a Wi-Fi, is no receipt. */

import { toBase64 } from "./sealing.js";

const ADDRESS = "/deliver";
const AT_ONCE = 20;
const PATIENCE = 10_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 20_000; /* below the half minute that is promised, with the request itself */
const OTHER_TAB = 2_000;
const STRANGERS_REFUSALS = 6;
const LOCK = "qol-delivery";

export class Delivery extends EventTarget {
  #queue;
  #language;
  #loose = [];
  #failures = 0;
  #timer = null;
  #running = null;
  #isAsked = false;
  #channel = new BroadcastChannel(LOCK);
  isOffline = false;
  asksForLink = false;
  isRefused = false; /* by a stranger, as far as anybody can say */

  constructor(queue, language) {
    super();
    this.#queue = queue;
    this.#language = language;
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
    this.#channel.onmessage = ({ data }) => this.#tell("delivered", data);
  }

  /* Keeps in this page's memory what the device could not keep. */
  hold(envelope) {
    this.#loose.push(envelope);
  }

  get held() {
    return this.#loose.length;
  }

  /* Delivers what waits, without waiting for the next try; settles when nothing more is asked for. */
  now() {
    clearTimeout(this.#timer);
    this.#isAsked = true;
    this.#running ??= this.#rounds();
    return this.#running;
  }

  /* What is kept while a round ends was not looked at by it: one more round. */
  async #rounds() {
    while (this.#isAsked) {
      this.#isAsked = false;
      await this.#round();
    }
    this.#running = null;
  }

  async #round() {
    const took = await navigator.locks
      .request(LOCK, { ifAvailable: true }, async (lock) => {
        if (!lock) return false;
        while (await this.#batch());
        return true;
      })
      .catch(() => (this.#failures += 1));
    this.#tell("round");
    if (!took) this.#again(OTHER_TAB);
    else if (this.#failures) this.#again(this.#pause());
  }

  /* One request; true where more may be delivered at once. */
  async #batch() {
    const envelopes = await this.#next();
    if (!envelopes.length) return this.#calm();
    const answer = await this.#send(envelopes);
    const matching = envelopes.filter((one) => receiptOf(answer, one));
    if (!matching.length) return this.#failed(answer, envelopes[0]);
    this.#calm();
    return this.#forget(matching, answer);
  }

  /* The oldest envelopes of one pass; what only memory holds comes last. */
  async #next() {
    const kept = await this.#queue.first(AT_ONCE).catch(() => []);
    const waiting = kept.length ? kept : this.#loose.slice(0, AT_ONCE);
    return waiting.filter((one) => one.pass === waiting[0].pass);
  }

  async #send(envelopes) {
    const sent = envelopes.map(({ id, sealed }) => ({ id, sealed: toBase64(sealed) }));
    try {
      const answer = await fetch(ADDRESS, {
        method: "POST",
        body: JSON.stringify({ pass: envelopes[0].pass, envelopes: sent }),
        headers: { "Content-Type": "application/json", Accept: "application/json", "Accept-Language": this.#language },
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    } catch {
      return { status: 0, body: null };
    }
  }

  /* True where they are forgotten; else they are sent once more later, which changes nothing. */
  async #forget(matching, answer) {
    const kept = matching.filter((one) => one.at !== undefined);
    const forgotten = !kept.length || (await this.#queue.forget(kept).then(() => true, () => false));
    if (!forgotten) this.#failures += 1;
    this.#loose = this.#loose.filter((one) => !matching.some(({ id }) => id === one.id));
    const told = matching.map((one) => ({ ...receiptOf(answer, one), last: one.last, assessment: one.assessment }));
    this.#channel.postMessage(told);
    this.#tell("delivered", told);
    return forgotten;
  }

  async #failed({ status, body }, first) {
    this.#failures += 1;
    this.isOffline = status === 0;
    this.asksForLink = status === 401 && Array.isArray(body?.receipts);
    const refusal = status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
    this.isRefused = refusal;
    if (refusal && first.at !== undefined) await this.#queue.refused(first, STRANGERS_REFUSALS).catch(() => {});
    return false;
  }

  #calm() {
    this.#failures = 0;
    this.isOffline = this.asksForLink = this.isRefused = false;
    return false;
  }

  #pause() {
    return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.#failures - 1)) * (0.5 + Math.random() / 2);
  }

  #again(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), pause);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/* The receipt that says exactly this envelope, or nothing. */
function receiptOf({ body }, { id, hash }) {
  const receipts = Array.isArray(body?.receipts) ? body.receipts : [];
  return receipts.find((one) => one?.id === id && one.hash === hash && one.receipt === `${id} ${hash}`);
}
