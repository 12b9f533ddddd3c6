/* The page of a question and the page before a sensitive one, from the instrument document and the shell. */

import { fill } from "./fields.js";
import { inLanguage, spoken } from "./parts.js";
import { progress } from "./walk.js";

/* extra: a message above the question, such as "missing" or what cannot be kept. */
export function questionPage({ parts, steps, step, entry, clinic, extra = null, isWrong = false, missing = null }) {
  const main = parts.take("question");
  const { item, section } = step;
  fillProgress(main, parts.words, progress(steps, step));
  const form = main.querySelector("form");
  const fieldset = fieldsetOf(step);
  if (entry?.state === "answered") fill(fieldset, item, entry);
  form.prepend(fieldset);
  if (entry?.state === "answered") form.querySelector("[value=clear]").hidden = false;
  form.before(...(extra ? [extra] : []), ...introOf(step));
  if (missing) under(fieldset, missing);
  const title = `${item.label} – ${item.section}`;
  return {
    title: isWrong ? parts.words.say("error", { title }) : title,
    main,
    head: parts.take("head"),
    wording: [[noticeOf(section)]],
    address: `/survey/${section.position}/${item.id}`,
  };
}

export function notePage({ parts, steps, step, clinic }) {
  const main = parts.take("note");
  const { item, section } = step;
  fillProgress(main, parts.words, progress(steps, step));
  const heading = main.querySelector("h1");
  heading.textContent = item.section;
  const note = document.importNode(pageOf(step).querySelector("[data-note]"), true);
  note.removeAttribute("data-note");
  heading.after(note);
  if (document.documentElement.dataset.device !== "tablet") main.querySelector(".rather").remove();
  for (const one of [heading, note]) inLanguage(one, section.data.language, section.data.direction);
  return {
    title: `${item.section} – ${clinic}`,
    main,
    head: parts.take("head"),
    wording: [[noticeOf(section)]],
    address: `/survey/${section.position}/${item.id}/before`,
  };
}

/* Whether a page of its own comes before a question. */
export function hasNote(step) {
  return step.opensPage && Boolean(pageOf(step)?.querySelector("[data-note]"));
}

export function noticeOf({ notice, notice_language: language, notice_direction: direction }) {
  return spoken(notice, { language, direction });
}

export function fieldsetOf({ item, section, variant }) {
  const wanted = `template[data-item="${item.id}"][data-variant="${variant}"]`;
  const found = document.importNode(section.page.querySelector(wanted).content, true);
  const { language, direction } = section.data;
  return inLanguage(found.querySelector("fieldset"), language, direction);
}

function introOf(step) {
  if (!step.opensPage) return [];
  const { language, direction } = step.section.data;
  return [...(pageOf(step)?.querySelectorAll("p.intro") ?? [])].map((one) =>
    inLanguage(document.importNode(one, true), language, direction),
  );
}

function pageOf({ item, section }) {
  return section.page.querySelector(`template[data-page="${item.page}"]`)?.content;
}

function under(fieldset, words) {
  fieldset.querySelector(".hint, legend:last-of-type").after(words);
  const described = [fieldset.getAttribute("aria-describedby"), "missing"].filter(Boolean);
  fieldset.setAttribute("aria-describedby", described.join(" "));
  const { lang, dir } = document.documentElement;
  if (fieldset.lang && fieldset.lang !== lang) Object.assign(words, { lang, dir });
}

function fillProgress(main, words, at) {
  const [where, left] = main.querySelectorAll(".progress .together");
  const values = Object.fromEntries(
    ["part", "parts", "question", "questions"].map((name) => [name, words.number(at[name])]),
  );
  where.textContent = words.say(at.parts > 1 ? "part" : "question", values);
  left.textContent = words.count("minutes", at.minutes);
  drawBars(main.querySelector(".progress svg"), at);
}

function drawBars(svg, at) {
  const [part, done] = svg.querySelectorAll("rect");
  svg.setAttribute("viewBox", `0 0 ${at.length} 10`);
  const drawn = at.bars.flatMap(({ start, length, done: filled }) => {
    const bars = [sized(part, start, length)];
    return filled ? [...bars, sized(done, start, filled)] : bars;
  });
  svg.replaceChildren(...drawn);
}

function sized(rect, x, width) {
  const copy = rect.cloneNode();
  copy.setAttribute("x", x);
  copy.setAttribute("width", width);
  return copy;
}
