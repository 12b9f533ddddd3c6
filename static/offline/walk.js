/* The way through an assessment. The twin of qol/study/path.py and qol/study/progress.py; a test compares them. */

import { asked, holds } from "../conditions.js";

const SECONDS_AN_ITEM = 10;
const UNIT = 10;
const GAP = 6;

/* Sections are {position, form, data}; the store is a Map of "form/item" -> {state, value, text, version, fact}. */
export function walk(sections, facts, store) {
  const steps = [];
  for (const section of sections) {
    const known = factsOf(section, facts, store);
    const onPath = new Set(asked(section.data.items, known));
    let pageBefore = null;
    for (const item of section.data.items) {
      if (!onPath.has(item.id)) continue;
      const key = `${section.form}/${item.id}`;
      const variant = variantOf(item, section.data.variants, known);
      const opensPage = item.page !== pageBefore;
      steps.push({ section, item, key, variant, opensPage, number: steps.length + 1 });
      pageBefore = item.page;
    }
  }
  return steps;
}

export const isAnswered = (step, store) => store.get(step.key)?.state === "answered";
export const isSettled = (step, store) => ["answered", "declined"].includes(store.get(step.key)?.state);
export const firstOpen = (steps, store) => steps.find((step) => !isSettled(step, store)) ?? null;

/* A question by its place in the address: part and item. */
export function find(steps, position, item) {
  return steps.find((step) => step.section.position === position && step.item.id === item) ?? null;
}

/* Part, question (from 1), how many there are, minutes left, and the bars to draw. */
export function progress(steps, step) {
  const positions = [...new Set(steps.map((one) => one.section.position))];
  return {
    part: positions.indexOf(step.section.position) + 1,
    parts: positions.length,
    question: step.number,
    questions: steps.length,
    minutes: Math.max(1, Math.ceil(((steps.length - step.number + 1) * SECONDS_AN_ITEM) / 60)),
    bars: bars(steps, step, positions),
    length: steps.length * UNIT,
  };
}

function bars(steps, step, positions) {
  let start = 0;
  return positions.map((position) => {
    const end = start + steps.filter((one) => one.section.position === position).length * UNIT;
    const left = start + (start ? GAP / 2 : 0);
    const right = end - (end < steps.length * UNIT ? GAP / 2 : 0);
    start = end;
    const done = Math.max(0, Math.min(step.number * UNIT, right) - left);
    return { start: left, length: right - left, done };
  });
}

/* An answer that sets a fact routes the rest of its own instrument only. */
function factsOf(section, facts, store) {
  const known = { ...facts };
  for (const item of section.data.items) {
    const fact = item.sets && store.get(`${section.form}/${item.id}`)?.fact;
    if (fact) known[item.sets] = fact;
  }
  return known;
}

function variantOf(item, variants, facts) {
  const held = item.variants.find((name) => name === "" || holds(variants[name], facts) === true);
  return held ?? item.variants[0];
}
