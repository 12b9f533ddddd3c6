/* Saves an answer as soon as it is given. The page says "Saved" only after the server's own receipt. */

import { send } from "./sending.js";

const PAUSE = { change: 300, input: 1200 };

/* Gives back a function that waits until everything given so far has been sent. */
export function saveAsYouGo() {
  const form = document.querySelector("form[data-question]");
  if (!form) return () => Promise.resolve();
  let waiting = null;
  let sending = Promise.resolve();

  const saveNow = () => {
    if (waiting === null || document.documentElement.dataset.run) return sending; /* offline/ keeps by itself */
    clearTimeout(waiting);
    waiting = null;
    sending = sending.then(() => save(form));
    return sending;
  };
  const saveSoon = (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(saveNow, PAUSE[event.type]);
  };
  form.addEventListener("change", saveSoon);
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea, input:not([type=radio])")) saveSoon(event);
  });
  addEventListener("visibilitychange", () => document.hidden && saveNow());
  return saveNow;
}

async function save(form) {
  say(form, "saving");
  try {
    const receipt = await send(form, null, { move: "save" });
    if (receipt.go) location.replace(receipt.go);
    if (receipt.revision !== undefined) form.elements.revision.value = receipt.revision;
    say(form, receipt.saved ? "saved" : "unsaved", receipt.problem);
  } catch {
    say(form, "unsaved");
  }
}

export function say(form, state, words) {
  const place = form.querySelector(".kept");
  if (!place) return;
  place.querySelectorAll("svg").forEach((icon, index) => icon.toggleAttribute("hidden", index > 0 || state !== "saved"));
  place.querySelector("span").textContent = words ?? place.dataset[state];
}
