/* The static documents of a plan: fetched once, kept by the service worker's cache for work without a connection. They
   hold no patient data; what does is never put into a cache. */

const CACHE = "qol-documents";
const PRESENT_SHELL = "/shell/present"; /* where the service worker finds the shell of the language in use */

/* The shell and the instrument documents, parsed; those of an earlier plan are dropped from the cache. */
export async function load(plan) {
  const wanted = [plan.shell, ...plan.sections.map((section) => section.document)];
  const texts = await Promise.all(wanted.map(fetched));
  await keep(wanted, texts).catch(() => {}); /* without a cache everything works that needs no reload */
  const [shell, ...documents] = texts.map(({ text }) => new DOMParser().parseFromString(text, "text/html"));
  const sections = plan.sections.map((section, index) => {
    const data = JSON.parse(documents[index].getElementById("instrument").textContent);
    return { ...section, data, page: documents[index] };
  });
  return { shell, sections };
}

async function fetched(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const type = answer.headers.get("Content-Type");
  return { text: await answer.text(), type };
}

async function keep(wanted, texts) {
  const cache = await caches.open(CACHE);
  const stored = ({ text, type }) => new Response(text, { headers: { "Content-Type": type } });
  await Promise.all(wanted.map((address, index) => cache.put(address, stored(texts[index]))));
  await cache.put(PRESENT_SHELL, stored(texts[0]));
  const keepers = new Set([...wanted, PRESENT_SHELL]);
  for (const { url } of await cache.keys()) if (!keepers.has(new URL(url).pathname)) await cache.delete(url);
}
