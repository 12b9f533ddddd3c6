/* A personal link carries its secret behind the #, which no server, proxy or log ever sees. It is taken out of the
   address at once and put into the form; the field for a typed code is then not needed. */

const SHORTEST = 16; /* shorter fragments are places in the page, such as a field to put right */

export function takeSecretFromAddress() {
  const form = document.querySelector("form[data-link]");
  if (!form) return;
  const take = () => {
    const secret = location.hash.slice(1);
    if (secret.length >= SHORTEST) {
      history.replaceState(null, "", location.pathname + location.search);
      form.elements.secret.value = secret;
    }
    if (!form.elements.secret.value) return;
    form.querySelector("[data-typed-code]").hidden = true;
    document.querySelector(".settings")?.remove(); /* leaving the page would lose the secret; sizes can be chosen next */
  };
  addEventListener("hashchange", take);
  take();
}
