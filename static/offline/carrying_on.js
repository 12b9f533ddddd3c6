/* In the shell, without a page from the server: from the next question on, as the place on the device says. */

import { coverWhenIdle } from "../covering.js";
import { load } from "./documents.js";
import { listen } from "./listening.js";
import { Memory, SHAPE } from "./memory.js";
import { Parts } from "./parts.js";
import { Place } from "./place.js";
import { Run } from "./run.js";

export async function carryOn({ queue, delivery, began }) {
  const place = new Place(queue);
  const kept = await place.read().catch(() => null);
  if (kept?.shape !== SHAPE) return delivery.now();
  const { sections } = await load(kept);
  const memory = Memory.ofPlace(kept, sections);
  const run = new Run({ queue, delivery, memory, parts: new Parts(document), place, hasSession: false });
  memory.restoreFrame();
  began(run);
  listen(run);
  if (kept.at === "waiting" && !(await queue.waiting(memory.assessment))) return place.forget();
  await run.resumeAt(kept.at);
  if (memory.onTablet && !["waiting", "locked"].includes(kept.at)) coverOnTablet(run);
  await delivery.now();
}

function coverOnTablet(run) {
  document.body.append(run.parts.take("tablet"));
  coverWhenIdle(
    () => run.saveNow(),
    () => run,
  );
}
