/* "Check your answers", from what this page knows: answers given before the browser was closed are named, not shown. */

import { spoken } from "./parts.js";
import { fieldsetOf, noticeOf } from "./question_page.js";
import { isAnswered } from "./walk.js";

const MOST_GAPS = 8;

export function checkPage({ parts, steps, store, clinic }) {
  const main = parts.take("check");
  const { words } = parts;
  const gaps = steps.filter((step) => !isAnswered(step, store));
  const [answered, questions] = [steps.length - gaps.length, steps.length].map((count) => words.number(count));
  main.querySelector(".lead").textContent = words.say("answered", { answered, questions });
  fillGaps(main.querySelector(".message"), gaps, words);
  const end = main.querySelector(".send-again");
  const sections = [...new Set(steps.map((step) => step.section))];
  const numberOf = (section) => words.number(sections.indexOf(section) + 1);
  for (const group of groups(steps)) end.before(answersOf(group, parts, store, numberOf));
  return {
    title: `${words.say("check")} – ${clinic}`,
    main,
    head: parts.take("head"),
    wording: sections.map((section) => notice(section, words, numberOf)),
    address: "/survey/check",
  };
}

export const addressOf = ({ section, item }) => `/survey/${section.position}/${item.id}?back=check`;

function fillGaps(message, gaps, words) {
  if (!gaps.length) return message.remove();
  message.querySelector("h2").textContent = words.count("gaps", gaps.length);
  const list = gaps.slice(0, MOST_GAPS).map((step) => {
    const [line, link] = [document.createElement("li"), document.createElement("a")];
    link.href = addressOf(step);
    link.dataset.go = "";
    words.fill(link, "gap", { number: words.number(step.number), label: labelOf(step) });
    line.append(link);
    return line;
  });
  message.querySelector(".gaps").replaceChildren(...list);
  if (gaps.length <= MOST_GAPS) message.querySelector("[data-others]").remove();
  return message;
}

/* The questions of one section of one form. */
function groups(steps) {
  const found = [];
  for (const step of steps) {
    const last = found.at(-1)?.[0];
    if (last?.section === step.section && last.item.section === step.item.section) found.at(-1).push(step);
    else found.push([step]);
  }
  return found;
}

function answersOf(group, parts, store, numberOf) {
  const part = parts.take("answers");
  const [{ section, item }] = group;
  const heading = { part: numberOf(section), section: spoken(item.section, section.data) };
  parts.words.fill(part.querySelector("h2"), "part_of", heading);
  part.querySelector("dl").append(...group.map((step) => rowOf(step, parts, store)));
  return part;
}

function rowOf(step, parts, store) {
  const { words } = parts;
  const given = isAnswered(step, store);
  const row = parts.take(given ? "answered" : "gap");
  const number = words.number(step.number);
  row.firstElementChild.id = `q${step.number}`;
  row.querySelector(".answer-number").textContent = number;
  row.querySelector("dt").replaceChildren(labelOf(step));
  const entry = store.get(step.key);
  const isShown = !given || entry.value !== undefined;
  if (given) row.querySelector("dd").replaceChildren(isShown ? inWords(step, entry, words) : words.say("kept_answer"));
  const link = row.querySelector("a");
  if (!isShown) {
    link.remove();
    return row;
  }
  link.href = addressOf(step);
  words.fill(link.querySelector(".for-readers"), "which", { number, label: labelOf(step) });
  link.querySelector(".for-readers").prepend(" ");
  return row;
}

const labelOf = ({ item, section }) => spoken(item.label, section.data);

/* An answer as the page of its question words it: the option's label; on a 1-7 item its number, at the ends with words. */
function inWords(step, { value, text }, words) {
  if (text !== null && text !== undefined) return text;
  const face = fieldsetOf(step).querySelector(`input[type=radio][value="${value}"] + .option-face`);
  return spoken(face ? faceInWords(face) : words.number(value), step.section.data);
}

function faceInWords(face) {
  const number = face.querySelector(".option-number");
  if (!number) return face.textContent.trim();
  const words = face.querySelector("span:not(.option-number, .for-readers)");
  return words ? `${number.textContent} (${words.textContent.trim()})` : number.textContent;
}

function notice(section, words, numberOf) {
  const line = document.createElement("span");
  words.fill(line, "part_of", { part: numberOf(section), section: noticeOf(section) });
  return [line];
}
