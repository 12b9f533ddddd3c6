/* A break without a connection, the end while answers still wait, and the thanks when they have arrived. */

export function breakPage({ parts, clinic, onTablet }) {
  return { ...plain(parts, "break", onTablet), title: `${parts.words.say("break")} – ${clinic}`, cover: onTablet };
}

export function waitingPage({ parts, clinic, onTablet }) {
  const address = "/survey/finished";
  return { ...plain(parts, "waiting", onTablet), title: `${parts.words.say("waiting")} – ${clinic}`, address };
}

/* The questions were closed elsewhere before these answers came. */
export function closedPage({ parts, clinic, onTablet }) {
  return { ...plain(parts, "closed", onTablet), title: `${parts.words.say("closed")} – ${clinic}`, address: "/s" };
}

/* The thanks as the server made them with the plan; day and time are those of the receipt. */
export function thanksPage({ parts, clinic, finished, receipt }) {
  const template = document.createElement("template");
  template.innerHTML = finished;
  for (const place of template.content.querySelectorAll("[data-received]")) {
    place.textContent = receipt[place.dataset.received];
  }
  const title = `${parts.words.say("finished")} – ${clinic}`;
  return { title, main: template.content, address: "/survey/finished" };
}

function plain(parts, name, onTablet) {
  const main = parts.take(name);
  const unwanted = onTablet ? "[data-at-home]" : "[data-on-tablet]";
  main.querySelectorAll(unwanted).forEach((one) => one.remove());
  return { main };
}
