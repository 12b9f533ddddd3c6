/* What a page knows of its questionnaire: from the server's plan, or after a restart from the place on the device. The
   answers themselves are in this memory only. */

/* Of plans and places; one of another shape is not read. */
export const SHAPE = 1;

const SIZES = ["ordinary", "large", "largest"];

export class Memory {
  /* askedAt: the device's clock when the plan was asked for, so that no moment comes too early. */
  static ofPlan(plan, sections, askedAt) {
    const store = new Map();
    for (const { form, item, ...entry } of plan.answers) {
      const known = sections.find((section) => section.form === form)?.data.items.find((one) => one.id === item);
      const fact = entry.state === "answered" && known?.sets ? known.sets_by[entry.value] : undefined;
      store.set(`${form}/${item}`, { ...entry, fact });
    }
    return new Memory({ ...plan, sections, store, offset: plan.now - askedAt, last: 0, frame: frameOfPage(plan.help) });
  }

  /* Of what was given before, only that it was given is known. */
  static ofPlace(place, sections) {
    const entries = place.states.map(([key, state, version, fact]) => {
      const value = state === "answered" ? undefined : null;
      return [key, { state, version, fact: fact ?? undefined, value, text: value }];
    });
    return new Memory({ ...place, sections, store: new Map(entries) });
  }

  constructor(known) {
    Object.assign(this, known);
  }

  /* The moment by the server's clock; never one before the last. */
  moment() {
    this.last = Math.max(Math.round(Date.now() + this.offset), this.last + 1);
    return this.last;
  }

  get onTablet() {
    return this.frame.device === "tablet";
  }

  /* What is kept, encrypted, for a restart without a connection. */
  place(at) {
    const { shape, assessment, key, pass, language, shell, facts, finished, offset, last, frame } = this;
    const sections = this.sections.map(({ data, page, ...plain }) => plain);
    const states = [...this.store].map(([name, { state, version, fact }]) => [name, state, version, fact ?? null]);
    const known = { shape, assessment, key, pass, language, shell, facts, finished, offset, last, frame };
    return { ...known, sections, states, at };
  }

  /* After the end or a lock nothing of the way is kept any more. */
  forget() {
    this.store.clear();
    Object.assign(this, { facts: {}, sections: [] });
  }

  /* Larger letters without asking the server; after the largest the ordinary ones again. */
  nextSize() {
    const root = document.documentElement;
    const next = SIZES[(SIZES.indexOf(root.dataset.text ?? "ordinary") + 1) % SIZES.length];
    if (next === "ordinary") delete root.dataset.text;
    else root.dataset.text = next;
    this.frame.text = next;
  }

  /* Puts clinic, help and choices around a page that knows none. */
  restoreFrame() {
    const { clinic, aside, device, text, contrast } = this.frame;
    const root = document.documentElement;
    document.querySelector(".clinic bdi").textContent = clinic;
    document.querySelector(".survey-head").insertAdjacentHTML("afterend", aside);
    for (const [name, value] of Object.entries({ device, contrast })) if (value) root.dataset[name] = value;
    if (text && text !== "ordinary") root.dataset.text = text;
  }
}

function frameOfPage(help) {
  const { device, text, contrast } = document.documentElement.dataset;
  return {
    clinic: document.querySelector(".clinic").textContent.trim(),
    aside: document.querySelector(".demonstration")?.outerHTML ?? "",
    help,
    device,
    text,
    contrast,
  };
}
