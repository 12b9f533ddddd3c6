/* A form sent in the background. The server answers with JSON: where to go, whether it was saved, or what is wrong. */

const PATIENCE = 10_000;

export async function send(form, submitter, extra = {}) {
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) fields.set(submitter.name, submitter.value);
  for (const [name, value] of Object.entries(extra)) fields.set(name, value);
  const answer = await fetch(form.action, {
    method: "POST",
    body: fields,
    headers: { Accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("no receipt");
  return answer.json();
}
