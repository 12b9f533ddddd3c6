/* Buttons, links and fields of the page lead to the run, before anything else on the page hears of them. */

const QUESTION = /\/survey\/(\d+)\/(\w+)$/;
const PAUSE = { change: 300, input: 1200 };

export function listen(run) {
  document.documentElement.dataset.run = "on"; /* other scripts of the page leave saving and moving to the run */
  run.keeping.refresh();
  document.addEventListener("submit", (event) => {
    if (!belongsTo(run, event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    run.move(event.submitter?.value || "next");
  }, true);
  document.addEventListener("click", (event) => {
    const found = event.target.closest?.("a[data-go]")?.pathname.match(QUESTION);
    if (!found || run.here.kind !== "check") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    run.change(Number(found[1]), found[2]);
  }, true);
  saveAsYouGo(run);
}

function belongsTo(run, form) {
  if (run.here.kind === "other") return false;
  return form.id === "form" || (run.here.kind === "welcome" && new URL(form.action).pathname === "/survey");
}

function saveAsYouGo(run) {
  let waiting = null;
  const saveNow = () => {
    clearTimeout(waiting);
    return run.saveNow();
  };
  for (const type of ["change", "input"]) {
    document.addEventListener(type, ({ target }) => {
      if (run.here.kind !== "question" || target.form?.id !== "form") return;
      if (type === "input" && target.type === "radio") return;
      clearTimeout(waiting);
      waiting = setTimeout(saveNow, PAUSE[type]);
    });
  }
  addEventListener("visibilitychange", () => document.hidden && saveNow());
}
