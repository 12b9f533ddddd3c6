/* A questionnaire that goes on by itself: pages are rendered here, each answer is sealed, kept and delivered. The moves
   are those of qol/web/survey/questions.py, what is kept when a page is left is qol/study/answering.py. */

import { posted, replyIn } from "./fields.js";
import { checkPage } from "./check_page.js";
import { show } from "./parts.js";
import { hasNote, notePage, questionPage } from "./question_page.js";
import { Ending } from "./ending.js";
import { Keeping } from "./keeping.js";
import { find, firstOpen, walk } from "./walk.js";

const STATE = { keep: "answered", skip: "declined", clear: "cleared" };

export class Run {
  #back = "";
  #busy = false;
  here = { kind: "other" };

  constructor({ memory, parts, queue, place, delivery, hasSession, lockForm }) {
    Object.assign(this, { memory, parts, delivery, hasSession });
    this.keeping = new Keeping({ memory, queue, place, delivery, words: parts.words });
    this.ending = new Ending({ run: this, memory, parts, queue, place, delivery, lockForm });
    delivery.addEventListener("round", () => delivery.asksForLink && this.message("asks"));
    delivery.addEventListener("delivered", ({ detail }) => this.#delivered(detail));
  }

  get steps() {
    return walk(this.memory.sections, this.memory.facts, this.memory.store);
  }

  /* The page that the server has rendered is this one. */
  takeOver({ kind, part, item, back }) {
    const step = item ? find(this.steps, part, item) : null;
    if (item && !step) return this.resume(); /* the path has changed since */
    this.here = { kind, step };
    this.#back = back;
    if (kind === "question") this.saveNow();
  }

  /* Where a restart without a connection would begin, before anything is answered here. */
  async keepPlace() {
    const { kind, step } = this.here;
    await this.ending.keepPlace(kind === "check" ? kind : placeOf(step ?? firstOpen(this.steps, this.memory.store)));
  }

  drawAgain() {
    const { kind, step } = this.here;
    if (kind === "question") this.question(step);
    if (kind === "check") this.check();
  }

  /* One button, one way. */
  async move(name) {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#moved(name);
    } finally {
      this.#busy = false;
    }
  }

  async #moved(name) {
    const { kind, step } = this.here;
    if (kind === "question") return this.#leaveQuestion(step, name);
    if (name === "break") return this.ending.pause();
    if (name === "language" || name === "display") return this.#settings(name);
    if (kind === "welcome") return this.to(firstOpen(this.steps, this.memory.store));
    if (kind === "note") return name === "back" ? this.#backFrom(step, true) : this.question(step);
    if (kind === "check") return name === "back" ? this.#open(this.steps.at(-1)) : this.ending.submit();
  }

  async #leaveQuestion(step, name) {
    if (name === "skip" || name === "clear") await this.#keep(step, name);
    if (name === "clear") return this.question(step);
    if (name !== "skip") {
      const reply = replyIn(document.getElementById("form"), step.item, this.parts.words);
      if (reply?.problem) return this.question(step, { problem: reply.problem });
      const asks = await this.#settle(step, reply, name === "next");
      if (asks) return this.question(step, { missing: true });
    }
    if (name === "break") return this.ending.pause();
    if (name === "language" || name === "display") return this.#settings(name);
    if (this.#back === "check") return this.check();
    return name === "back" ? this.#backFrom(step) : this.to(this.#after(step));
  }

  /* Keeps what stands on a page that is left; true where nothing was given and that was not asked about yet. */
  async #settle(step, reply, asking) {
    const before = this.memory.store.get(step.key);
    if (reply) {
      if (!isSame(before, reply)) await this.#keep(step, "keep", reply);
      return false;
    }
    if (!before) return asking;
    const isText = typeof before.text === "string";
    if (before.state === "answered" && (asking || isText)) await this.#keep(step, "clear");
    return asking && before.state !== "declined";
  }

  async #keep(step, move, reply = null) {
    const { store } = this.memory;
    const before = store.get(step.key);
    const seen = before?.version ?? 0;
    if (move !== "keep" && (before?.state === STATE[move] || (move === "clear" && !before))) return;
    const fact = reply && step.item.sets ? step.item.sets_by[reply.value] : undefined;
    const given = { value: reply?.value ?? null, text: reply?.text ?? null };
    store.set(step.key, { state: STATE[move], ...given, version: seen + 1, fact });
    const [form, item] = [step.section.form, step.item.id];
    const page = { move, form, item, seen, ...(reply ? { answer: posted(reply) } : {}) };
    await this.keeping.keep(page, placeOf(this.#after(step)));
  }

  /* Keeps an answer while its page stays open. */
  async saveNow() {
    const { kind, step } = this.here;
    const form = document.getElementById("form");
    if (kind !== "question" || !form) return;
    const reply = replyIn(form, step.item, this.parts.words);
    if (reply && !reply.problem) await this.#settle(step, reply, false);
  }

  /* The page before a question where there is one, the question, or after the last one the check. */
  to(step) {
    if (!step) return this.check();
    return hasNote(step) ? this.note(step) : this.question(step);
  }

  note(step) {
    this.#show("note", notePage({ ...this.#around, step }), step);
  }

  question(step, { problem, missing } = {}) {
    const typed = problem ? document.querySelector("#form .number-field, #form textarea")?.value : null;
    const extra = problem ? this.#problem(problem) : missing ? this.parts.take(`missing-${step.item.kind}`) : null;
    const under = missing ? extra.querySelector(".message-under") : null;
    under?.remove();
    const entry = this.memory.store.get(step.key);
    const isWrong = Boolean(extra);
    const offline = extra ? null : this.keeping.offlineMessage(this.parts);
    const page = { ...this.#around, step, entry, extra: extra ?? offline, isWrong, missing: under };
    this.#show("question", questionPage(page), step);
    if (typed) document.querySelector("#form .number-field, #form textarea").value = typed;
  }

  check() {
    this.#back = "";
    this.#show("check", checkPage(this.#around));
  }

  /* After a restart or a break: where the patient stopped. */
  resume() {
    return this.to(firstOpen(this.steps, this.memory.store));
  }

  resumeAt(at) {
    if (at === "waiting") return this.ending.waiting();
    if (at === "locked") return this.ending.locked();
    if (at === "check") return this.check();
    const [part, item] = at.split("/");
    const step = find(this.steps, Number(part), item);
    return step ? this.to(step) : this.resume();
  }

  /* From the check to one question and back. */
  change(part, item) {
    const step = find(this.steps, part, item);
    if (!step) return;
    this.#back = "check";
    this.question(step);
  }

  /* Shows a message above what stands on the page. */
  message(name) {
    const main = document.getElementById("main");
    if (!main || main.querySelector(`[data-message=${name}]`)) return;
    const found = this.parts.take(name);
    found.firstElementChild.dataset.message = name;
    main.querySelector(".progress, h1").after(found);
    main.querySelector(`[data-message=${name}][data-focus]`)?.focus();
  }

  get #around() {
    const { steps, parts } = this;
    return { steps, parts, store: this.memory.store, clinic: this.memory.frame.clinic };
  }

  #show(kind, view, step = null) {
    this.here = { kind, step };
    show({ help: this.memory.frame.help, ...view });
    this.keeping.status.repeat();
  }

  #after(step) {
    const { steps } = this;
    const here = find(steps, step.section.position, step.item.id);
    return here ? (steps[here.number] ?? null) : firstOpen(steps, this.memory.store);
  }

  #backFrom(step, fromNote = false) {
    if (!fromNote && hasNote(step)) return this.note(step);
    const before = this.steps[step.number - 2];
    return this.#open(before);
  }

  /* An answer from before the browser was closed cannot be shown again. */
  async #open(step) {
    if (!step) return (await this.ending.leave("/survey")) || this.message("later");
    const entry = this.memory.store.get(step.key);
    if (entry?.state === "answered" && entry.value === undefined) return this.message("behind");
    return this.question(step);
  }

  async #settings(name) {
    const { kind, step } = this.here;
    const at = kind === "check" ? kind : `${placeOf(step)}${kind === "note" ? "/before" : ""}`;
    if (await this.ending.leave(`/survey/settings?at=${encodeURIComponent(at)}#${name}`)) return;
    if (name === "display") this.memory.nextSize();
    else this.message("later");
  }

  #problem(sentence) {
    const found = this.parts.take("problem");
    found.querySelector("[data-sentence]").textContent = sentence;
    return found;
  }

  #delivered(receipts) {
    const own = receipts.filter((one) => one.assessment === this.memory.assessment);
    if (own.some((one) => ["refused", "conflict"].includes(one.state))) this.message("refused");
    const last = own.find((one) => one.last);
    if (last) this.ending.finish(last);
  }
}

const placeOf = (step) => (step ? `${step.section.position}/${step.item.id}` : "check");

function isSame(before, { value, text }) {
  return before?.state === "answered" && before.value === value && (before.text ?? null) === text;
}
