import type { Bytes } from "#/kernel/index.ts";

const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function checksum(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (let bit = 0; bit < 5; bit++) if ((top >>> bit) & 1) sum ^= generators[bit]!;
  }
  return sum;
}

const expand = (prefix: string): number[] => {
  const codes = Array.from(prefix, (character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
};

/** Bech32 (BIP 173) without its limit of 90 characters, as age uses it. `prefix` in lower case; so is the answer. */
export function encodeBech32(prefix: string, bytes: Bytes): string {
  const values: number[] = [];
  let held = 0;
  let heldBits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    heldBits += 8;
    while (heldBits >= 5) values.push((held >> (heldBits -= 5)) & 31);
  }
  if (heldBits > 0) values.push((held << (5 - heldBits)) & 31);
  const sum = checksum([...expand(prefix), ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  for (let place = 0; place < 6; place++) values.push((sum >>> (5 * (5 - place))) & 31);
  return `${prefix}1${values.map((value) => alphabet[value]).join("")}`;
}

/** The bytes of a Bech32 text with this prefix (all lower or all upper case), or undefined when anything is off. */
export function decodeBech32(prefix: string, text: string): Bytes | undefined {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return undefined;
  if (!lower.startsWith(`${prefix}1`)) return undefined;
  const values = Array.from(lower.slice(prefix.length + 1), (character) => alphabet.indexOf(character));
  if (values.length < 6 || values.includes(-1)) return undefined;
  if (checksum([...expand(prefix), ...values]) !== 1) return undefined;
  const bytes: number[] = [];
  let held = 0;
  let heldBits = 0;
  for (const value of values.slice(0, -6)) {
    held = ((held << 5) | value) & 0xfff;
    heldBits += 5;
    if (heldBits >= 8) bytes.push((held >> (heldBits -= 8)) & 255);
  }
  if (heldBits >= 5 || (held & ((1 << heldBits) - 1)) !== 0) return undefined;
  return Uint8Array.from(bytes);
}
