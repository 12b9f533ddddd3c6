/* Typing a paper form in: a whole code goes on to the next box, Enter and arrows move, a wrong code is said at once and
   stays where it was typed. Without this file the boxes are plain fields. */

const form = document.querySelector("form[data-entry]");
const boxes = [...form.querySelectorAll(".box-field, .box textarea")];
const missing = new Set(["-", "–", "−", "."]);
const count = form.querySelector(".entry-count");

const codesOf = (box) => (box.dataset.codes ? box.dataset.codes.split(" ") : []);
const latin = (text) => text.normalize("NFKC").replace(/[٠-٩۰-۹]/g, (sign) => String(sign.codePointAt(0) & 15));

/* What stands in a box: nothing, whole (no longer code begins with it), open (one does), or wrong. */
function stateOf(box) {
  const text = latin(box.value.trim());
  if (text === "") return "nothing";
  if (missing.has(text)) return "whole";
  if (box.tagName === "TEXTAREA") return "open";
  const codes = codesOf(box);
  const longer = codes.some((code) => code !== text && code.startsWith(text));
  if (codes.includes(text)) return longer ? "open" : "whole";
  return longer ? "unfinished" : "wrong";
}

function say(box, wrong) {
  const row = box.closest(".box");
  row.classList.toggle("box-wrong", wrong);
  box.toggleAttribute("aria-invalid", false);
  if (wrong) box.setAttribute("aria-invalid", "true");
  row.querySelector(".box-fault").textContent = wrong ? box.dataset.wrong : "";
}

function go(box, step) {
  const next = boxes[boxes.indexOf(box) + step];
  if (next) {
    next.focus();
    next.select();
  } else if (step > 0) form.querySelector(".entry-foot .button-main").focus();
}

function showCount() {
  const asked = boxes.filter((box) => box.tagName !== "TEXTAREA" && (!("off" in box.dataset) || box.value.trim()));
  const typed = asked.filter((box) => ["whole", "open"].includes(stateOf(box)));
  const own = new Intl.NumberFormat(document.documentElement.lang);
  count.textContent = count.dataset.count
    .replace("{typed}", own.format(typed.length))
    .replace("{boxes}", own.format(asked.length));
}

form.addEventListener("input", (event) => {
  const box = event.target;
  if (!boxes.includes(box)) return;
  form.elements.checked?.remove(); /* totals count for what was checked, and something was changed */
  const state = stateOf(box);
  if (box.tagName !== "TEXTAREA") {
    say(box, state === "wrong");
    if (state === "whole") go(box, 1);
  }
  showCount();
});

form.addEventListener("change", (event) => {
  const box = event.target;
  if (boxes.includes(box) && box.tagName !== "TEXTAREA") say(box, ["wrong", "unfinished"].includes(stateOf(box)));
});

form.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!boxes.includes(box) || event.altKey || event.ctrlKey || event.metaKey) return;
  const text = box.tagName === "TEXTAREA";
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || (text && event.key !== "Enter") || (text && event.shiftKey)) return;
  event.preventDefault();
  go(box, step);
});

showCount();
if (!document.querySelector("[role=alert], .message")) boxes[0]?.focus();
else if (form.elements.checked) form.querySelector(".entry-foot .button-main").focus();
