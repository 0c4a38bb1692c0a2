import { type Bytes, concat, equalBytes, utf8, view } from "#/kernel/index.ts";
import { signEd25519, verifyEd25519 } from "./curve.ts";
import { sha256 } from "./derive.ts";

/*
 * Signed notes as C2SP specifies them (https://c2sp.org/signed-note@v1.0.0), with Ed25519 signatures: text that ends in
 * a newline, a blank line, and lines `— name base64(key ID ‖ signature)`.
 */

/** Whose signature counts: `name+key ID+base64(0x01 ‖ public key)` as Go's sumdb/note writes it. */
export interface NoteKey {
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Bytes;
}

const ed25519Type = Uint8Array.of(1);
const idBytes = 4;
const mostSignatures = 100;
const namePattern = /^[^\s+\p{Z}\p{C}]+$/u;
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0009\u000b-\u001f]/;

const base64 = (bytes: Bytes): string => view(bytes).toString("base64");

/** Bytes of a Base64 text (RFC 4648, section 4), or undefined when it is not the canonical form. */
export function fromBase64(text: string): Bytes | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
const keyId = ({ name, publicKey }: NoteKey): Bytes =>
  sha256(concat(utf8(`${name}\n`), ed25519Type, publicKey)).subarray(0, idBytes);

/** The key as one word, to be handed over once and compared with. */
export const noteKeyText = (key: NoteKey): string =>
  `${key.name}+${view(keyId(key)).toString("hex")}+${base64(concat(ed25519Type, key.publicKey))}`;

/** The key that such a word stands for, or undefined when it is none, or its parts do not belong together. */
export function readNoteKey(text: string): NoteKey | undefined {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (!name || !namePattern.test(name) || bytes?.byteLength !== 33 || bytes[0] !== 1) return undefined;
  const key = { name, publicKey: bytes.subarray(1) };
  return view(keyId(key)).toString("hex") === id ? key : undefined;
}

const isText = (text: string): boolean => text.endsWith("\n") && !control.test(text) && text.isWellFormed();

/** The whole note, with one signature. `text` ends in a newline. */
export function signNote(text: string, key: NoteKey, ed25519Seed: Bytes): string {
  if (!isText(text) || !namePattern.test(key.name)) throw new TypeError("not the text of a note, or not a name");
  return `${text}\n— ${key.name} ${base64(concat(keyId(key), signEd25519(ed25519Seed, utf8(text))))}\n`;
}

/**
 * The text of a note, if `key` signed it. Signatures of others count for nothing, and do no harm; one under this name
 * and id that is wrong makes the whole note worthless.
 */
export function openNote(note: string, key: NoteKey): string | undefined {
  const border = note.lastIndexOf("\n\n");
  const text = note.slice(0, border + 1);
  if (border < 0 || !note.endsWith("\n") || !isText(text) || control.test(note)) return undefined;
  const lines = note.slice(border + 2, -1).split("\n");
  if (lines.length > mostSignatures) return undefined;
  let isSigned = false;
  for (const line of lines) {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = encoded === undefined ? undefined : fromBase64(encoded);
    if (!name || !namePattern.test(name) || !bytes || bytes.byteLength <= idBytes) return undefined;
    if (name !== key.name || !equalBytes(bytes.subarray(0, idBytes), keyId(key))) continue;
    if (!verifyEd25519(key.publicKey, utf8(text), bytes.subarray(idBytes))) return undefined;
    isSigned = true;
  }
  return isSigned ? text : undefined;
}
