import { longMoment } from "../../parts/format.ts";
import type { Say } from "../../parts/say.ts";
import { attachmentAddress, type Conversation } from "../guest-call.ts";
import viewerStyles from "./viewer.css?raw";
import viewerScript from "./viewer.js?raw";

/* The file's form is docs/spec/offline-copy.md. */
const iterations = 1_000_000;
const chunkBytes = 1024 * 1024;

interface Order {
  readonly conversation: Conversation;
  readonly linkId: string;
  readonly password: string;
  readonly language: string;
  readonly t: Say;
  readonly signal: AbortSignal;
  onProgress(share: number): void;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x6000)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
  return pieces.join("");
}

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** JSON that stays inside its element, whatever it holds. */
const scriptSafe = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

async function keyOf(password: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const given = await crypto.subtle.importKey("raw", utf8(password.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    given,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
}

function nonceOf(part: number, chunk: number, isLast: boolean): Uint8Array<ArrayBuffer> {
  const nonce = new DataView(new ArrayBuffer(12));
  nonce.setUint32(0, part);
  nonce.setUint32(4, chunk);
  nonce.setUint32(8, isLast ? 1 : 0);
  return new Uint8Array(nonce.buffer);
}

/** Pieces of exactly `chunkBytes`, the last one shorter or empty; each told whether it is the last. */
async function* inChunks(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ bytes: Uint8Array<ArrayBuffer>; isLast: boolean }> {
  let held = new Uint8Array(chunkBytes);
  let heldBytes = 0;
  for await (const part of source) {
    for (let at = 0; at < part.length;) {
      if (heldBytes === chunkBytes) {
        yield { bytes: held, isLast: false };
        held = new Uint8Array(chunkBytes);
        heldBytes = 0;
      }
      const taken = Math.min(chunkBytes - heldBytes, part.length - at);
      held.set(part.subarray(at, at + taken), heldBytes);
      heldBytes += taken;
      at += taken;
    }
  }
  yield { bytes: held.slice(0, heldBytes), isLast: true };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* download(address: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", signal });
  if (!answer.ok || !answer.body) throw new TypeError("network");
  const reader = answer.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/** Sentences of the page in the file. Nothing of what it keeps is among them. */
const sentences = (t: Say) => ({
  title: t("guest.offline.title"),
  lead: t("guest.offline.lead"),
  password: t("guest.offline.password"),
  open: t("guest.offline.open"),
  opening: t("guest.offline.opening"),
  wrong: t("guest.offline.wrong"),
  old: t("guest.offline.old"),
  damaged: t("guest.offline.damaged"),
  attachments: t("guest.print.attachments"),
  download: t("common.download"),
  from: t("guest.print.from"),
  to: t("guest.print.to"),
  sent: t("guest.print.sent"),
  print: t("guest.letter.print"),
  frame: t("guest.letter.frame"),
});

/**
 * The conversation with all attachments as one HTML file, encrypted piece by piece while the attachments come in. The
 * password is used here and goes nowhere.
 */
export async function writeOfflineCopy(order: Order): Promise<Blob> {
  const { conversation, linkId, language, t, signal } = order;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const head = scriptSafe({
    format: "zegel-offline-copy",
    version: 1,
    kdf: { name: "PBKDF2", hash: "SHA-256", iterations, salt: base64(salt) },
    cipher: { name: "AES-256-GCM", chunkBytes },
    language,
    words: sentences(t),
  });
  const additionalData = utf8(head);
  const key = await keyOf(order.password, salt);
  const attached = conversation.messages.flatMap(({ attachments }) => attachments);
  const totalBytes = Math.max(
    1,
    attached.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  );
  let doneBytes = 0;

  const file: BlobPart[] = [];
  const seal = async (part: number, source: AsyncIterable<Uint8Array>): Promise<void> => {
    let chunk = 0;
    for await (const { bytes, isLast } of inChunks(source)) {
      signal.throwIfAborted();
      const iv = nonceOf(part, chunk, isLast);
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, bytes);
      const text = base64(new Uint8Array(sealed));
      // A Blob of its own: browsers may put those aside, so that memory stays low.
      file.push(new Blob([`<script type="text/plain" data-part="${part}" data-chunk="${chunk}">${text}</script>\n`]));
      chunk += 1;
      if (part > 0) order.onProgress((doneBytes += bytes.length) / totalBytes);
    }
  };

  let part = 0;
  const index = {
    subject: conversation.subject,
    organisation: conversation.organisation,
    messages: conversation.messages.map(({ from, to, sentAt, direction, html, text, attachments }) => ({
      from,
      to,
      sentAt,
      when: longMoment(sentAt, language),
      mine: direction === "out",
      html,
      text,
      attachments: attachments.map(({ name, type, sizeBytes }) => ({ name, type, sizeBytes, part: ++part })),
    })),
  };
  await seal(0, once(utf8(JSON.stringify(index))));
  for (const [at, { attachmentId }] of attached.entries())
    await seal(at + 1, download(attachmentAddress(linkId, attachmentId), signal));

  const script = viewerScript.trim();
  const scriptHash = base64(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(script))));
  const policy =
    `default-src 'none'; script-src 'sha256-${scriptHash}'; style-src 'unsafe-inline'; img-src data: blob:; ` +
    "frame-src 'self' about:; base-uri 'none'; form-action 'none'";
  const opening =
    `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">' +
    `<title>${escapeHtml(t("guest.offline.title"))}</title>\n<style>${viewerStyles}</style></head><body>\n<main id="page"></main>\n` +
    `<script type="application/json" id="zegel-copy">${head}</script>\n`;
  return new Blob([opening, ...file, `<script>${script}</script>\n</body></html>\n`], { type: "text/html" });
}
