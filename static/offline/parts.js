/* The shell's inert parts, and a page put together from them, shown in place of the one before. */

import { Words } from "./words.js";

export class Parts {
  #shell;

  constructor(shell) {
    this.#shell = shell;
    this.words = new Words(JSON.parse(shell.getElementById("words").textContent));
  }

  /* A fresh copy of a part. */
  take(name) {
    return document.importNode(this.#shell.getElementById(`part-${name}`).content, true);
  }
}

/* Shows a page: {title, main, head, help, wording, address}. Nothing of the page before stays, in history neither. */
export function show({ title, main, head, help = null, wording = [], address, cover = false }) {
  document.title = title;
  if (address && address !== location.pathname) history.replaceState(null, "", address);
  document.documentElement.classList.toggle("cover", cover);
  const place = document.getElementById("main");
  for (const { name } of [...place.attributes]) if (name !== "id") place.removeAttribute(name);
  place.replaceChildren(main);
  const header = document.querySelector(".survey-head");
  header.replaceChildren(header.querySelector(".clinic"), ...(head ? [head] : []));
  foot(help, wording);
  scrollTo(0, 0);
  (place.querySelector("[data-focus]") ?? heading(place)).focus();
}

/* An element that says something in a language of its own carries it. */
export function inLanguage(element, language, direction) {
  if (language && language !== document.documentElement.lang) {
    element.lang = language;
    element.dir = direction;
  }
  return element;
}

export function spoken(text, { language, direction }) {
  if (language === document.documentElement.lang) return text;
  const part = document.createElement("bdi");
  part.textContent = text;
  return inLanguage(part, language, direction);
}

function heading(place) {
  const found = place.querySelector("h1");
  found.tabIndex = -1;
  return found;
}

function foot(help, wording) {
  const footer = document.querySelector(".survey > footer");
  if (!footer) return;
  footer.hidden = help === null;
  footer.innerHTML = help ?? "";
  for (const words of wording) {
    const line = document.createElement("p");
    line.className = "wording";
    line.append(...words);
    footer.append(line);
  }
}
