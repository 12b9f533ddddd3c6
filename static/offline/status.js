/* What the page says of the answers, and nothing more than is true: "Saved" when the server has the last of them, "Kept
   on this device" while some wait, "Could not be kept" while only this page holds them. */

const CALM = 900; /* milliseconds in which a receipt usually comes; until then nothing is said */
const ICONS = ["saved", "kept", "lost"];

export class Status {
  #words;
  #state = null;
  #timer = null;
  #isStuck = false;

  constructor(words) {
    this.#words = words;
  }

  /* Something was just given: what was said before is not true of it. */
  begin() {
    this.#say(null);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#calm(), CALM);
  }

  /* The truth as it stands now. */
  set({ waiting, held, any, isStuck }) {
    this.#isStuck = isStuck && waiting > 0 && !held; /* what only the page holds would be lost on the way */
    this.#state = held ? ["lost", this.#words.say("lost")] : waiting ? this.#kept(waiting) : any ? this.#saved() : null;
    if (held || !waiting) this.#calm();
    else if (!this.#timer) this.repeat();
  }

  /* The same on a page that has just been shown. */
  repeat() {
    this.#say(this.#timer ? null : this.#state);
  }

  #calm() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.repeat();
  }

  #kept(waiting) {
    return ["kept", this.#words.count("kept", waiting)];
  }

  #saved() {
    return ["saved", this.#words.say("saved")];
  }

  #say(state) {
    const place = document.querySelector(".kept");
    if (!place) return;
    const [name, words] = state ?? [null, ""];
    place.querySelectorAll("svg").forEach((icon, index) => icon.toggleAttribute("hidden", ICONS[index] !== name));
    const said = place.querySelector("span");
    if (said.textContent !== words) said.textContent = words;
    document.querySelector("[data-kept-way]")?.toggleAttribute("hidden", !this.#isStuck);
  }
}
