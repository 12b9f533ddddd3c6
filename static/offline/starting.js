/* Begins the work without a connection: on a page of the questionnaire from the server's plan, in the shell from what
   is kept on the device; on every page of a patient what waits is delivered. */

import { Delivery } from "./delivering.js";
import { load } from "./documents.js";
import { Memory } from "./memory.js";
import { Parts } from "./parts.js";
import { Place } from "./place.js";
import { Queue } from "./queue.js";
import { Run } from "./run.js";
import { coverWhenIdle } from "../covering.js";
import { listen } from "./listening.js";

const SHAPE = 1;
const PAGE = /^\/survey(?:\/(?<part>\d+)\/(?<item>\w+)(?<note>\/before)?|\/(?<check>check))?$/;
const AGAIN = 5_000;
const ABLE = ["serviceWorker", "locks"];

/* The run of this page once there is one. */
export const present = { run: null };

export async function start() {
  if (!isSecureContext || !crypto?.subtle || !window.indexedDB || ABLE.some((name) => !(name in navigator))) return;
  navigator.serviceWorker.register("/service-worker.js").catch(() => {});
  const queue = new Queue();
  const device = { queue, place: new Place(queue), delivery: new Delivery(queue, document.documentElement.lang) };
  await queue.tryShelfAgain().catch(() => {});
  if (document.querySelector("main[data-shell]")) return carryOn(device);
  if (document.querySelector("form[data-code]")) await device.place.forget().catch(() => {}); /* the next patient's */
  const waited = await queue.waiting().catch(() => 0);
  if (waited) await device.delivery.now();
  if (pageHere()) await takeOver(device, waited);
}

/* The page that the server has rendered goes on from the plan. */
async function takeOver(device, waited) {
  if (waited && !(await device.queue.waiting().catch(() => 0))) return location.replace("/survey/resume");
  const askedAt = Date.now();
  try {
    const answer = await fetch(document.documentElement.dataset.plan, { headers: { Accept: "application/json" } });
    const plan = await answer.json();
    if (!answer.ok || plan.shape !== SHAPE) return;
    await device.queue.renew(plan.assessment, plan.pass).catch(() => {});
    const { shell, sections } = await load(plan);
    const memory = Memory.ofPlan(plan, sections, askedAt);
    const lockForm = document.getElementById("lock");
    const run = new Run({ ...device, memory, parts: new Parts(shell), hasSession: true, lockForm });
    begin(run);
    run.takeOver(pageHere());
  } catch {
    setTimeout(() => takeOver(device, 0), AGAIN); /* no connection just now; the page itself still works */
  }
}

/* Without a page from the server: from the next question on. */
async function carryOn(device) {
  const place = await device.place.read().catch(() => null);
  if (place?.shape !== SHAPE) return device.delivery.now();
  const { sections } = await load(place);
  const memory = Memory.ofPlace(place, sections);
  const run = new Run({ ...device, memory, parts: new Parts(document), hasSession: false, lockForm: null });
  memory.restoreFrame();
  begin(run);
  await device.delivery.now();
  await run.resumeAt(place.at);
  if (memory.onTablet && !["waiting", "locked"].includes(place.at)) {
    document.body.append(run.parts.take("tablet"));
    coverWhenIdle(
      () => run.saveNow(),
      () => run,
    );
  }
}

function begin(run) {
  present.run = run;
  document.documentElement.dataset.run = "on";
  listen(run);
  run.keeping.refresh();
}

/* Which page of the questionnaire stands here, if any. */
function pageHere() {
  const found = document.documentElement.dataset.plan && location.pathname.match(PAGE);
  if (!found) return null;
  const { part, item, note, check } = found.groups;
  const kind = check ? "check" : item ? (note ? "note" : "question") : "welcome";
  return { kind, part: Number(part), item, back: new URLSearchParams(location.search).get("back") ?? "" };
}
