import { timingSafeEqual } from "node:crypto";

/** Plain or sealed bytes. Buffers are accepted wherever this is asked. */
export type Bytes = Uint8Array<ArrayBufferLike>;

export const utf8 = (text: string): Bytes => Buffer.from(text, "utf8");
export const fromUtf8 = (bytes: Bytes): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
export const hex = (bytes: Bytes): string => view(bytes).toString("hex");
export const base64url = (bytes: Bytes): string => view(bytes).toString("base64url");

/** The same bytes as a Buffer, without a copy. */
export const view = (bytes: Bytes): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const concat = (...parts: readonly Bytes[]): Bytes => Buffer.concat(parts);

/** Bytes of a base64url text (RFC 4648, section 5, no padding), or undefined when it is not the canonical form. */
export function fromBase64url(text: string): Bytes | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}

/** Compares in time that depends on the lengths only. Different lengths are unequal. */
export function equalBytes(a: Bytes, b: Bytes): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

/** Overwrites key material that is no longer needed. Best effort: the runtime may have made copies. */
export function wipe(...parts: readonly (Bytes | undefined)[]): void {
  for (const part of parts) part?.fill(0);
}

/** All bytes of a stream, refusing to hold more than `limitBytes`; `undefined` when there were more. */
export async function collect(source: AsyncIterable<Bytes>, limitBytes: number): Promise<Bytes | undefined> {
  const parts: Bytes[] = [];
  let sizeBytes = 0;
  for await (const part of source) {
    sizeBytes += part.byteLength;
    if (sizeBytes > limitBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
