/* Two minutes without touch: the book is closed and asks whether somebody is there. A minute later the tablet locks.
   What was on the page is taken out of it, not hidden. */

import { send } from "./sending.js";

const QUIET = 120_000; /* milliseconds without touch until the cover */
const GRACE = 60_000; /* from the cover to the lock */

/* runHere gives what goes on by itself on this page, if anything: it then locks the tablet, also without a connection. */
export function coverWhenIdle(saved, runHere) {
  const template = document.getElementById("idle");
  if (!template) return;
  let timer = null;
  let open = null;

  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(cover, QUIET);
  };
  const cover = async () => {
    const kept = saved();
    open = closeBook(template);
    timer = setTimeout(lock, GRACE);
    await kept;
  };
  const lock = () => {
    clearTimeout(timer);
    const run = runHere();
    if (!run) return lockAtServer();
    if (open) emptyBook(open);
    open = null;
    return run.ending.lock();
  };
  const carryOn = () => {
    openBook(open);
    open = null;
    watch();
  };
  for (const sign of ["pointerdown", "keydown", "scroll", "input"]) {
    addEventListener(sign, () => open || watch(), { passive: true, capture: true });
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-carry-on]")) carryOn();
    if (event.target.closest("[data-break]")) lock();
  });
  watch();
}

/* Back to the code pad after a while, from pages that nobody needs any more. */
export function leaveByItself() {
  const page = document.querySelector("[data-leave-to]");
  if (!page) return;
  const { leaveTo, leaveAfter } = page.dataset;
  setTimeout(() => location.replace(leaveTo), Number(leaveAfter) * 1000);
}

function closeBook(template) {
  const parts = [...document.querySelectorAll(".skip-link, .settings, .survey > main, .survey > footer")];
  const places = parts.map((part) => {
    const place = document.createComment("");
    part.replaceWith(place);
    return place;
  });
  const cover = template.content.cloneNode(true).firstElementChild;
  const at = new Date(Date.now() + GRACE);
  const time = cover.querySelector("[data-lock-time]");
  const clock = [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
  time.textContent = clock.replace(/\d/g, (digit) => [...time.dataset.numerals][Number(digit)]);
  document.querySelector(".survey").append(cover);
  document.documentElement.classList.add("cover");
  const title = document.title;
  document.title = template.dataset.title;
  cover.querySelector("[data-carry-on]").focus();
  return { parts, places, cover, title };
}

/* The frame without the page, for the page that says that the tablet is locked. */
function emptyBook({ parts, places, cover }) {
  parts.find((part) => part.id === "main")?.replaceChildren();
  cover.remove();
  places.forEach((place, index) => place.replaceWith(parts[index]));
}

function openBook({ parts, places, cover, title }) {
  cover.remove();
  places.forEach((place, index) => place.replaceWith(parts[index]));
  document.documentElement.classList.remove("cover");
  document.title = title;
  const heading = document.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
}

async function lockAtServer() {
  const form = document.getElementById("lock");
  try {
    location.replace((await send(form)).go ?? "/tablet");
  } catch {
    location.replace("/tablet"); /* the server locks it by itself as well */
  }
}
