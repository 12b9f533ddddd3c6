/* The field of an answer: what stands in it, and what was given; each kind as its handler in qol/web/survey/answers. */

const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6];
const LONGEST_NUMBER = 9;

/* Puts a kept answer into a fieldset. */
export function fill(fieldset, item, { value, text }) {
  const written = fieldset.querySelector("textarea");
  if (written) written.value = text ?? "";
  else if (value !== null && value !== undefined) {
    const radio = fieldset.querySelector(`input[type=radio][value="${value}"]`);
    if (radio) radio.checked = true;
    else fieldset.querySelector(".number-field").value = value;
  }
}

/* What was given: {value} or {text}, null for nothing, {problem} for what cannot be kept. */
export function replyIn(form, item, words) {
  const radios = form.querySelectorAll("input[type=radio]");
  if (radios.length) {
    const chosen = [...radios].find((radio) => radio.checked);
    return chosen ? { value: Number(chosen.value), text: null } : null;
  }
  const written = form.querySelector("textarea");
  return written ? textIn(written.value, item, words) : numberIn(form.elements.answer.value, item, words);
}

/* What is sent of a reply: what the page's field would have posted. */
export const posted = ({ value, text }) => text ?? String(value);

function textIn(typed, item, words) {
  const text = typed.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}|\p{Cs}/gu, "").trim();
  const has = [...text].length;
  if (has > item.longest) {
    return { problem: words.say("too_long", { has: words.number(has), most: words.number(item.longest) }) };
  }
  return text ? { value: null, text } : null;
}

function numberIn(typed, item, words) {
  const digits = [...typed.trim()].map(latin).join("");
  if (!digits) return null;
  const [lowest, highest] = [item.codes[0], item.codes.at(-1)];
  const value = Number(digits);
  if (/^\d+$/.test(digits) && digits.length <= LONGEST_NUMBER && value >= lowest && value <= highest) {
    return { value, text: null };
  }
  return { problem: words.say("number", { lowest: words.number(lowest), highest: words.number(highest) }) };
}

function latin(sign) {
  const code = sign.codePointAt(0);
  const zero = ZEROS.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? sign : String(code - zero);
}
