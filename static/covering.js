/* Two minutes without touch: the book is closed and asks whether somebody is there. A minute later the tablet locks.
   What was on the page is taken out of it, not hidden. */

import { send } from "./sending.js";

const SECOND = 1000;

export function coverWhenIdle(saved) {
  const template = document.getElementById("idle");
  if (!template) return;
  const quiet = seconds("idle", 120);
  const grace = seconds("grace", 60);
  let timer = null;
  let open = null;

  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(cover, quiet);
  };
  const cover = async () => {
    open = closeBook(template, grace);
    timer = setTimeout(lock, grace);
    await saved();
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

/* The rest of the page after a while, on pages that nobody needs any more. */
export function leaveByItself() {
  const page = document.querySelector("[data-leave-to]");
  if (page) setTimeout(() => location.replace(page.dataset.leaveTo), seconds("leave", 90));
}

function seconds(name, usual) {
  return Number(document.documentElement.dataset[name] ?? usual) * SECOND;
}

function closeBook(template, grace) {
  const parts = [...document.querySelectorAll(".skip-link, .settings, .survey > main, .survey > footer")];
  const places = parts.map((part) => {
    const place = document.createComment("");
    part.replaceWith(place);
    return place;
  });
  const cover = template.content.cloneNode(true).firstElementChild;
  const at = new Date(Date.now() + grace);
  cover.querySelector("[data-lock-time]").textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
  document.querySelector(".survey").append(cover);
  document.documentElement.classList.add("cover");
  const title = document.title;
  document.title = template.dataset.title;
  cover.querySelector("[data-carry-on]").focus();
  return { parts, places, cover, title };
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

async function lock() {
  const form = document.getElementById("lock");
  try {
    location.replace((await send(form)).go ?? "/tablet");
  } catch {
    location.replace("/tablet"); /* the server locks it by itself as well */
  }
}
