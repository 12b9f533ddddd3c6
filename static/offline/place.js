/* Where the patient is, for the case that the browser ends without a connection: which questions come next and which
   facts choose them; of answers only that they were given. It is encrypted with a key that no script can read out.
   docs/offline.md says what that protects and what not. */

const AES = { name: "AES-GCM", length: 256 };

export class Place {
  #queue;
  #key = null;

  constructor(queue) {
    this.#queue = queue;
  }

  /* The place as it is stored, with its key, beside the random id of its assessment. */
  async sealed(content, assessment) {
    this.#key ??= await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const body = new TextEncoder().encode(JSON.stringify(content));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#key, body);
    return { assessment, iv, data, key: this.#key };
  }

  /* The place that was kept, or null. */
  async read() {
    const kept = await this.#queue.readPlace();
    if (!kept) return null;
    this.#key = kept.key;
    const body = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, kept.key, kept.data);
    return JSON.parse(new TextDecoder().decode(body));
  }

  async forget() {
    this.#key = null;
    await this.#queue.dropPlace();
  }
}
