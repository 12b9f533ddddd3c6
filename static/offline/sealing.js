/* Seals a page for the server: anybody can close an envelope, only the server can open it. The twin of
   qol/storage/sealing.py. What is sealed has one of few lengths, so that its length tells nothing. */

const VERSION = 1;
const BLOCK = 256;
const PURPOSE = new TextEncoder().encode("qol envelope 1");
const ECDH = { name: "ECDH", namedCurve: "P-256" };

/* An envelope {id, sealed, hash}: made once, and sent again unchanged. */
export async function envelopeOf(page, serverKey, assessment) {
  const id = crypto.randomUUID();
  const sealed = await seal(serverKey, padded(page), `${id} ${assessment}`);
  return { id, sealed, hash: hex(await crypto.subtle.digest("SHA-256", sealed)) };
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

export function toBase64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

async function seal(serverPoint, body, boundTo) {
  const own = await crypto.subtle.generateKey(ECDH, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const server = await crypto.subtle.importKey("raw", serverPoint, ECDH, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256);
  const { key, iv } = await keyFrom(shared, joined(point, serverPoint));
  const additionalData = new TextEncoder().encode(boundTo);
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, body);
  const name = new Uint8Array(await crypto.subtle.digest("SHA-256", serverPoint)).slice(0, 4);
  return joined(Uint8Array.of(VERSION), name, point, new Uint8Array(closed));
}

async function keyFrom(shared, salt) {
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
  const made = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info: PURPOSE }, secret, 352);
  const key = await crypto.subtle.importKey("raw", made.slice(0, 32), "AES-GCM", false, ["encrypt"]);
  return { key, iv: made.slice(32) };
}

function padded(page) {
  const body = new TextEncoder().encode(JSON.stringify(page));
  const full = new Uint8Array(Math.ceil(body.length / BLOCK) * BLOCK).fill(0x20);
  full.set(body);
  return full;
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
