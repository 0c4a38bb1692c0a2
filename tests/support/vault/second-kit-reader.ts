import { createHash, createHmac, hkdfSync } from "node:crypto";
import { derive, ed25519Of, x25519Of } from "./second-reader.ts";

/* Sections 8 and 9 of docs/spec/vault-format.md: links, SMS codes and recovery kits, from that page alone. */

const symbols = "0123456789abcdefghjkmnpqrstvwxyz";
const idOf = (text: string): Buffer => Buffer.from(text.replaceAll("-", ""), "hex");
const sha256 = (...parts: Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();
const label = (text: string): Buffer => Buffer.from(`${text}\0`, "latin1");
const bitsOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");

export function writeSymbols(bytes: Uint8Array, bitCount = bytes.length * 8): string {
  const bits = bitsOf(bytes).slice(0, bitCount);
  return (bits.match(/.{1,5}/g) ?? []).map((five) => symbols[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

export function readSymbols(text: string, lengthBytes: number): Buffer {
  const tidy = Array.from(text.toLowerCase().replaceAll(/[\s-]/g, ""));
  const bits = tidy.map((symbol) => symbols.indexOf(symbol).toString(2).padStart(5, "0")).join("");
  return Buffer.from(
    Array.from({ length: lengthBytes }, (_, at) => Number.parseInt(bits.slice(8 * at, 8 * at + 8), 2)),
  );
}

const inGroups = (text: string): string => (text.match(/.{1,4}/g) ?? []).join("-");

export const linkSecretKey = (secret: Uint8Array, linkId: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, idOf(linkId), "zegel/v1/link", 32));

export const linkCodeOf = (secret: Uint8Array): string =>
  inGroups(writeSymbols(Buffer.concat([secret, sha256(label("zegel/v1/link-code"), secret)]), 140));

export const smsCodeOf = (pepper: Uint8Array, linkId: string, code: string): Buffer =>
  createHmac("sha256", pepper)
    .update(Buffer.concat([label("zegel/v1/sms-code"), idOf(linkId), Buffer.from(code)]))
    .digest();

export function fingerprintOf(organisationId: string, seed: Uint8Array): string {
  const root = ed25519Of(derive(seed, "zegel/v1/root-signing"));
  return inGroups(
    writeSymbols(
      sha256(label("zegel/v1/root-fingerprint"), idOf(organisationId), root, x25519Of(seed)).subarray(0, 20),
    ),
  );
}

function multiply(a: number, b: number): number {
  let result = 0;
  for (let turn = 0; turn < 8; turn++) {
    if (b & 1) result ^= a;
    const carry = a >= 128;
    a = (a << 1) & 255;
    if (carry) a ^= 0x1b;
    b >>= 1;
  }
  return result;
}

const inverse = (a: number): number => Array.from({ length: 254 }).reduce<number>((power) => multiply(power, a), 1);

/** The seed from enough sheets, with the sheets' own checksums checked. */
export function seedOf(sheets: readonly string[]): Buffer {
  const shares = sheets.map((sheet) => {
    const field = (name: string): string => new RegExp(`^# ${name}: (.*)$`, "m").exec(sheet)![1]!;
    const [number, total, needed] = field("Share").match(/\d+/g)!.map(Number) as [number, number, number];
    const code = readSymbols(field("Code"), 37);
    const [value, place, sum] = [code.subarray(0, 32), code[32]!, code.subarray(33)];
    const fingerprint = Buffer.from(field("Fingerprint").replaceAll("-", ""));
    const counts = Buffer.of(needed, total, number, place);
    const covered = [idOf(field("Organisation")), fingerprint, readSymbols(field("Set"), 4), counts, value];
    if (
      !sha256(label("zegel/v1/kit-share"), ...covered)
        .subarray(0, 4)
        .equals(sum)
    )
      throw new Error("damaged");
    return { needed, place, value };
  });
  if (shares[0]!.needed === 1) return shares[0]!.value;
  const chosen = shares.slice(0, shares[0]!.needed);
  const seed = Buffer.alloc(32);
  for (const { place, value } of chosen) {
    const others = chosen.filter((share) => share.place !== place);
    const weight = others.reduce((product, other) => {
      return multiply(product, multiply(other.place, inverse(other.place ^ place)));
    }, 1);
    for (let at = 0; at < 32; at++) seed[at]! ^= multiply(value[at]!, weight);
  }
  return seed;
}
