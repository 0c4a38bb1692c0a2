import { randomFillSync } from "node:crypto";

/** A UUID in lower-case text form. All ids of rows and objects have it. */
export type Id = string;

const bytes = Buffer.alloc(16);

/**
 * A new UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then 74 random bits.
 * Sorts by time, so index pages stay warm; it is not a secret.
 */
export function newId(now: number = Date.now()): Id {
  randomFillSync(bytes);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True when `text` is an id in the form that `newId` gives. Anything else never reaches the database. */
export function isId(text: unknown): text is Id {
  return typeof text === "string" && idPattern.test(text);
}

/** The 16 bytes of an id, for contexts that are signed. */
export function idBytes(id: Id): Uint8Array {
  if (!isId(id)) throw new TypeError("not an id");
  return Buffer.from(id.replaceAll("-", ""), "hex");
}
