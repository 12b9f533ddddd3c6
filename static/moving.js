/* On a clinic tablet pages replace each other: nothing is left behind to go back to, and no form is sent that the
   browser would keep with its history. */

import { send } from "./sending.js";
import { say } from "./saving.js";

export function moveWithoutHistory(saved) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-question], form[data-move]")) return;
    event.preventDefault();
    if (form.dataset.moving) return;
    form.dataset.moving = "yes";
    await saved();
    try {
      follow(form, await send(form, event.submitter));
    } catch {
      say(form, "unsaved");
    }
    delete form.dataset.moving;
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.protocol === "tel:") return;
    event.preventDefault();
    const inPage = link.getAttribute("href").startsWith("#");
    if (inPage) document.querySelector(link.getAttribute("href"))?.focus();
    else location.replace(link.href);
  });
}

function follow(form, answer) {
  if (answer.go) location.replace(answer.go);
  else say(form, "unsaved", answer.problem);
}
