// Small conveniences of the staff pages. Everything works without them.

// A page that came back with faults: the list of them takes the focus.
document.querySelector("[role=alert][tabindex]")?.focus();

// The work list filters as soon as a visit is chosen.
for (const select of document.querySelectorAll("select[data-sends]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// A one-time link carries its secret behind the #, which no server or log sees; it is taken out of the address at once.
const oneTime = document.querySelector("form[data-one-time]");
if (oneTime && location.hash.length > 16) {
  oneTime.elements.secret.value = location.hash.slice(1);
  oneTime.elements.secret.closest(".entry").hidden = true;
  history.replaceState(null, "", location.pathname);
}

// "Print" asks the browser; without JavaScript the browser's own menu does.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Hand-over: ask every three seconds whether a device has opened the survey.
const status = document.querySelector("[data-status]");
if (status) {
  const words = status.querySelector("[data-words]");
  const ask = async () => {
    try {
      const answer = await fetch(status.dataset.status, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const news = await answer.json();
      if (words.textContent !== news.words) words.textContent = news.words;
      if (news.settled) clearInterval(timer);
    } catch {
      // no network just now: the next round asks again
    }
  };
  const timer = setInterval(ask, 3000);
}

// Summaries or a comparison being printed: ask every two seconds how far they are; when it is over, the page is loaded anew.
const batch = document.querySelector("[data-batch]");
if (batch) {
  const words = batch.querySelector("[data-words]");
  const bar = batch.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await fetch(batch.dataset.batch, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const news = await answer.json();
      if (!news.open) location.reload();
      if (words.textContent !== news.words) words.textContent = news.words;
      if (bar.hasAttribute("value")) bar.value = news.done;
    } catch {
      // no network just now: the next round asks again
    }
  };
  setInterval(ask, 2000);
}
