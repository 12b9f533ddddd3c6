/* Served at /service-worker.js, behind two lines that the server writes: VERSION and FILES. It keeps what is the same
   for everybody: style sheets, scripts, fonts; the page keeps the instrument documents and the shell. Never a personal
   page, a plan or an answer. The network always comes first. */

const CACHE = `qol-files-${VERSION}`;
const STATIC = /^\/(static|scripts|documents|shell)\//;
const PATIENTS_PAGES = /^\/(s|tablet|survey)(\/|$)/;
const PRESENT_SHELL = "/shell/present";

addEventListener("install", (event) => {
  const files = FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)));
  skipWaiting();
});

addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && PATIENTS_PAGES.test(pathname)) event.respondWith(pageOrShell(request));
  else if (request.method === "GET" && STATIC.test(pathname)) event.respondWith(networkOrKept(request));
});

/* The files of an earlier version go, but for those of the shell that still stands. */
async function takeOver() {
  const shell = await caches.match(PRESENT_SHELL);
  const page = shell ? await shell.text() : "";
  for (const name of await caches.keys()) {
    if (!name.startsWith("qol-files-") || name === CACHE) continue;
    const files = await (await caches.open(name)).keys();
    if (!files.some(({ url }) => page.includes(`"${new URL(url).pathname}"`))) await caches.delete(name);
  }
  await clients.claim();
}

async function pageOrShell(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await caches.match(PRESENT_SHELL);
    if (shell) return shell;
    throw error;
  }
}

async function networkOrKept(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && new URL(request.url).pathname.startsWith("/static/fonts/")) {
      (await caches.open(CACHE)).put(request, answer.clone());
    }
    return answer;
  } catch (error) {
    const kept = await caches.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}
