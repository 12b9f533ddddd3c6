/* A page that was left can be brought back by the browser from memory, answers and all, whatever the server says about
   storing it. So it is emptied when it goes, and asked for anew should it come back. */

export function guardAgainstReturn() {
  addEventListener("pagehide", () => document.body.replaceChildren());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
