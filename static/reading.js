/* Reading a question aloud by a voice that lives on the device and speaks the question's language. Voices that would
   send the text to somebody's server are never used; where there is no other, nothing is offered. */

const synthesis = window.speechSynthesis;

export function readAloud() {
  if (!synthesis) return;
  const offer = () => {
    const fieldset = document.querySelector("fieldset");
    document.documentElement.toggleAttribute("data-voice", Boolean(voiceFor(fieldset ?? document.documentElement)));
    if (!speaking?.isConnected) stop();
  };
  synthesis.addEventListener?.("voiceschanged", offer);
  new MutationObserver(offer).observe(document.body, { childList: true, subtree: true });
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-read-aloud]");
    if (!button) return;
    if (button.dataset.reading === "yes") stop();
    else start(button);
  });
  offer();
}

let speaking = null;

function start(button) {
  const fieldset = document.querySelector("fieldset");
  const voice = voiceFor(fieldset);
  if (!voice) return;
  stop();
  for (const words of wordsOf(fieldset)) {
    const said = new SpeechSynthesisUtterance(words);
    said.voice = voice;
    said.lang = voice.lang;
    synthesis.speak(said);
    said.addEventListener("end", () => !synthesis.pending && !synthesis.speaking && stop());
  }
  speaking = button;
  mark(button, true);
}

function stop() {
  if (!speaking) return;
  const button = speaking;
  speaking = null;
  synthesis.cancel();
  mark(button, false);
}

function mark(button, on) {
  button.dataset.reading = on ? "yes" : "no";
}

function voiceFor(part) {
  const language = part.closest("[lang]").lang.split("-")[0].toLowerCase();
  const own = (voice) => voice.localService && voice.lang.split(/[-_]/)[0].toLowerCase() === language;
  return synthesis.getVoices().find(own);
}

/* What stands on the page, in its order: recall period, question, hint, answers. */
function wordsOf(fieldset) {
  const parts = fieldset.querySelectorAll(".recall, h1, .hint, .option-face, .thermometer-end, .answer-range, label[for]");
  return [...parts].map((part) => seen(part)).filter(Boolean);
}

function seen(part) {
  const copy = part.cloneNode(true);
  for (const unseen of copy.querySelectorAll(".for-readers, svg")) unseen.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}
