/* Begins the work without a connection: on a page of the questionnaire, and in the shell. On every page of a patient
   what waits is delivered. The first page loads no more of it than it needs. */

import { Queue } from "./queue.js";

const PAGE = /^\/survey(?:\/(?<part>\d+)\/(?<item>\w+)(?<note>\/before)?|\/(?<check>check))?$/;
const KEPT_HERE = "/tablet/kept";
const ABLE = ["serviceWorker", "locks"];

/* What goes on by itself on this page, once there is something. */
export const present = { run: null };

export async function start() {
  if (!isSecureContext || !crypto?.subtle || !window.indexedDB || ABLE.some((name) => !(name in navigator))) return;
  navigator.serviceWorker.register("/service-worker.js").catch(() => {});
  const queue = new Queue();
  const isShell = document.querySelector("main[data-shell]");
  const page = pageHere();
  if (location.pathname === KEPT_HERE) return (await import("./kept_page.js")).keptPage({ queue, isShell });
  await queue.tryShelfAgain().catch(() => {});
  if (document.querySelector("form[data-code]")) await queue.dropPlace().catch(() => {}); /* the next patient's */
  const waited = await queue.waiting().catch(() => 0);
  if (!isShell && !page && !waited) return;
  const { Delivery } = await import("./delivering.js");
  const delivery = new Delivery(queue, document.documentElement.lang);
  const began = (run) => (present.run = run);
  if (isShell) return (await import("./carrying_on.js")).carryOn({ queue, delivery, began });
  if (waited) await delivery.now();
  if (waited && !page) await showWayToKept(queue);
  if (page) await (await import("./taking_over.js")).takeOver({ queue, delivery, began, page, waited });
}

/* A page that only delivers, such as the code pad, says that something could not be. */
async function showWayToKept(queue) {
  const waits = await queue.waiting().catch(() => 0);
  document.querySelector("[data-kept-way]")?.toggleAttribute("hidden", !waits);
}

/* Which page of the questionnaire stands here, if any. */
function pageHere() {
  const found = document.documentElement.dataset.plan && location.pathname.match(PAGE);
  if (!found) return null;
  const { part, item, note, check } = found.groups;
  const kind = check ? "check" : item ? (note ? "note" : "question") : "welcome";
  return { kind, part: Number(part), item, back: new URLSearchParams(location.search).get("back") ?? "" };
}
