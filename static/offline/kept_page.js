/* How many sealed envelopes this device keeps, one more try to deliver them, and a file of them for staff to carry.
   Nothing is opened, nothing is forgotten: only a receipt of the server does that. */

import { Delivery } from "./delivering.js";
import { Parts } from "./parts.js";
import { toBase64 } from "./sealing.js";

const MOST = 1_000; /* envelopes in one file, as many as the server takes */

export async function keptPage({ queue, isShell }) {
  if (isShell) showPart();
  const page = document.querySelector("[data-kept-here]");
  const delivery = new Delivery(queue, document.documentElement.lang);
  const show = () => count(page, queue).catch(() => say(page, "unreadable"));
  delivery.addEventListener("delivered", show);
  delivery.addEventListener("round", show);
  page.querySelector("[data-try]").addEventListener("click", () => tryAgain(page, queue, delivery));
  page.querySelector("[data-save]").addEventListener("click", () => saveAll(page, queue));
  await show();
}

function showPart() {
  document.getElementById("main").replaceChildren(new Parts(document).take("kept"));
  document.title = document.querySelector("h1").textContent;
}

async function count(page, queue) {
  const shelved = await queue.shelved();
  const waiting = (await queue.waiting()) - shelved;
  page.querySelector("[data-waiting]").textContent = inDigits(page, waiting);
  page.querySelector("[data-shelved]").textContent = inDigits(page, shelved);
  page.querySelector(".kept-counts").hidden = false;
  page.querySelectorAll("[data-moves]").forEach((one) => (one.hidden = waiting + shelved === 0));
  if (waiting + shelved === 0) say(page, "none");
  return waiting + shelved;
}

async function tryAgain(page, queue, delivery) {
  await queue.tryShelfAgain().catch(() => {});
  await delivery.now();
  if (await count(page, queue).catch(() => 1)) say(page, "failed");
}

async function saveAll(page, queue) {
  const kept = await queue.everything().catch(() => null);
  if (!kept) return say(page, "unreadable");
  for (let from = 0; from < kept.length; from += MOST) saveFile(kept.slice(from, from + MOST), from / MOST + 1);
  say(page, "file");
}

function saveFile(kept, part) {
  const envelopes = kept.map(({ id, sealed, pass }) => ({ id, sealed: toBase64(sealed), pass }));
  const file = new Blob([JSON.stringify({ envelopes })], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `sealed-answers-${new Date().toISOString().slice(0, 10)}-${part}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function say(page, name) {
  const place = page.querySelector("[role=status]");
  place.hidden = false;
  place.querySelector("[data-said]").textContent = page.dataset[name];
}

function inDigits(page, value) {
  return String(value).replace(/\d/g, (digit) => [...page.dataset.numerals][digit]);
}
