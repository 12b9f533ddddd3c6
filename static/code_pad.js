/* Big keys for a code of six digits; a keyboard works as well. The code of a QR sign comes in the fragment. */

const LENGTH = 6;

export function typeCode() {
  const form = document.querySelector("form[data-code]");
  if (!form) return;
  const field = form.elements.code;
  const count = form.querySelector("output");
  const show = (digits) => {
    const kept = digits.slice(0, LENGTH);
    field.value = kept.length > 3 ? `${kept.slice(0, 3)} ${kept.slice(3)}` : kept;
    count.textContent = count.dataset.count.replace("{count}", [...count.dataset.numerals][kept.length]);
  };
  form.querySelector(".pad").hidden = false;
  form.querySelector("[data-without-pad]").remove();
  field.inputMode = "none";
  field.addEventListener("input", () => show(digitsOf(field.value)));
  form.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key], [data-delete]");
    if (!key) return;
    const digits = digitsOf(field.value);
    show(key.dataset.key === undefined ? digits.slice(0, -1) : digits + key.dataset.key);
  });
  const takeFromAddress = () => {
    show(digitsOf(location.hash || field.value));
    if (location.hash) history.replaceState(null, "", location.pathname);
  };
  addEventListener("hashchange", takeFromAddress);
  takeFromAddress();
}

function digitsOf(text) {
  return [...text.normalize("NFKC")].map(latin).join("");
}

function latin(sign) {
  const zeros = [0x30, 0x660, 0x6f0];
  const zero = zeros.find((first) => sign.codePointAt(0) >= first && sign.codePointAt(0) <= first + 9);
  return zero === undefined ? "" : String(sign.codePointAt(0) - zero);
}