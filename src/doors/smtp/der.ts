/** Writes ASN.1 in its distinguished encoding (X.690), as much of it as a certificate needs. */

const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  time: 0x18,
};

function element(identifier: number, content: Uint8Array): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([identifier, length]), content]);
  const digits = Buffer.alloc(4);
  digits.writeUInt32BE(length);
  const significant = digits.subarray(digits.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([identifier, 0x80 | significant.length]), significant, content]);
}

export const sequence = (...items: readonly Buffer[]): Buffer => element(0x30, Buffer.concat(items));
export const set = (...items: readonly Buffer[]): Buffer => element(0x31, Buffer.concat(items));
export const octetString = (content: Uint8Array): Buffer => element(tag.octetString, content);
export const utf8String = (text: string): Buffer => element(tag.utf8, Buffer.from(text, "utf8"));
export const boolean = (value: boolean): Buffer => element(tag.boolean, Buffer.from([value ? 0xff : 0]));

/** A non-negative integer, big-endian, in as few bytes as it takes. */
export function integer(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Buffer.from([0]) : Buffer.from(bytes.subarray(start));
  return element(tag.integer, digits[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

/** Bits of whole bytes, or with `unusedBits` at the end that do not count. */
export const bitString = (content: Uint8Array, unusedBits = 0): Buffer =>
  element(tag.bitString, Buffer.concat([Buffer.from([unusedBits]), content]));

/** From its dotted form. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const digits = [number & 0x7f];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return element(tag.objectId, Buffer.from(bytes));
}

/** GeneralizedTime in UTC; UTCTime up to 2049, as certificates want it (RFC 5280, section 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return date.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2)))
    : element(tag.time, Buffer.from(digits));
}

/** A context-specific tag: around another element, or in place of its own tag. */
export const explicit = (number: number, content: Buffer): Buffer => element(0xa0 | number, content);
export const implicit = (number: number, content: Uint8Array): Buffer => element(0x80 | number, content);
