/* The page that the server has rendered goes on by itself, from the server's plan. */

import { load } from "./documents.js";
import { listen } from "./listening.js";
import { Memory, SHAPE } from "./memory.js";
import { Parts } from "./parts.js";
import { Place } from "./place.js";
import { Run } from "./run.js";

const AGAIN = 5_000;

export async function takeOver({ queue, delivery, began, page, waited }) {
  try {
    const askedAt = Date.now();
    const plan = await planAfter(queue, delivery, await planOfPage());
    if (plan.shape !== SHAPE) return;
    const { shell, sections } = await load(plan);
    const memory = Memory.ofPlan(plan, sections, askedAt);
    const [parts, place, lockForm] = [new Parts(shell), new Place(queue), document.getElementById("lock")];
    const run = new Run({ queue, delivery, memory, parts, place, lockForm, hasSession: true });
    began(run);
    listen(run);
    run.takeOver(page);
    await run.keepPlace().catch(() => {});
    if (waited) run.drawAgain(); /* the server did not know yet what has been delivered since */
  } catch {
    setTimeout(() => takeOver({ queue, delivery, began, page, waited: 0 }), AGAIN); /* the page itself still works */
  }
}

/* What still waits of this questionnaire is delivered under the new pass before the plan is taken as the truth. */
async function planAfter(queue, delivery, plan) {
  if (!(await queue.waiting(plan.assessment).catch(() => 0))) return plan;
  await queue.renew(plan.assessment, plan.pass).catch(() => {});
  await delivery.now();
  return planOfPage();
}

async function planOfPage() {
  const answer = await fetch(document.documentElement.dataset.plan, { headers: { Accept: "application/json" } });
  const plan = await answer.json();
  if (!answer.ok) throw new Error("no plan");
  return plan;
}
