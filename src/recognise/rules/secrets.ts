import type { Reading } from "../reading.ts";
import { isPlaceholder } from "./placeholder.ts";
import { isBegin, isCapital, isDigit, isLetter } from "./signs.ts";

interface Mark {
  readonly prefix: string;
  /** Signs behind the prefix, at least. */
  readonly least: number;
  readonly reason: string;
}

/** Beginnings by which issuers mark their keys and tokens, so that scanners find them. */
const marks: readonly Mark[] = [
  ["AKIA", 16, "aws"],
  ["ASIA", 16, "aws"],
  ["ghp_", 30, "github"],
  ["gho_", 30, "github"],
  ["ghs_", 30, "github"],
  ["ghu_", 30, "github"],
  ["github_pat_", 30, "github"],
  ["glpat-", 16, "gitlab"],
  ["xoxb-", 20, "slack"],
  ["xoxp-", 20, "slack"],
  ["xoxa-", 20, "slack"],
  ["xapp-", 20, "slack"],
  ["sk_live_", 16, "stripe"],
  ["rk_live_", 16, "stripe"],
  ["sk_test_", 16, "stripe"],
  ["sk-ant-", 20, "anthropic"],
  ["sk-proj-", 20, "openai"],
  ["sk-", 32, "openai"],
  ["AIza", 30, "google"],
  ["ya29.", 20, "google"],
  ["npm_", 30, "npm"],
  ["pypi-", 30, "pypi"],
  ["SG.", 30, "sendgrid"],
  ["live_", 28, "mollie"],
  ["key-", 30, "mailgun"],
  ["eyJ", 40, "jwt"],
  ["AGE-SECRET-KEY-1", 40, "age"],
  ["dop_v1_", 40, "digitalocean"],
  ["hvs.", 20, "vault"],
  ["shpat_", 28, "shopify"],
  ["whsec_", 24, "stripe"],
].map(([prefix, least, reason]) => ({ prefix, least, reason }) as Mark);
const byFirst = new Map<number, Mark[]>();
for (const mark of marks) {
  const first = mark.prefix.charCodeAt(0);
  byFirst.set(first, [...(byFirst.get(first) ?? []), mark]);
}

/** By the first two units, both below 128. */
const begins = new Uint8Array(128 * 128);
for (const { prefix } of marks) begins[prefix.charCodeAt(0) * 128 + prefix.charCodeAt(1)] = 1;
begins[0x42 * 128 + 0x45] = 1;

/** Whether a mark may begin with two units. */
export const maySecretBegin = (first: number, second: number): boolean =>
  first < 128 && second < 128 && begins[first * 128 + second] === 1;

const longest = 900;
const pemBegin = "-----BEGIN ";
const isTokenSign = (code: number): boolean =>
  isLetter(code) || isDigit(code) || code === 0x5f || code === 0x2d || code === 0x2e;

const startsWith = (codes: Uint16Array, at: number, text: string): boolean => {
  for (let place = 0; place < text.length; place += 1) if (codes[at + place] !== text.charCodeAt(place)) return false;
  return true;
};

/** Keys and tokens by the marks of their issuers, and private keys in PEM. Begins at a token. */
export function readMarkedSecret(reading: Reading, token: number): void {
  const { codes, starts } = reading.window;
  const start = starts[token]!;
  const candidates = byFirst.get(codes[start]!);
  if (codes[start] === 0x42 && startsWith(codes, start - 5, pemBegin)) return readPem(reading, start - 5);
  if (!candidates || !isBegin(codes, start)) return;
  for (const { prefix, least, reason } of candidates) {
    if (!startsWith(codes, start, prefix)) continue;
    let end = start + prefix.length;
    while (isTokenSign(codes[end]!) && end - start < longest) end += 1;
    while (codes[end - 1] === 0x2e || codes[end - 1] === 0x2d) end -= 1;
    if (end - start - prefix.length < least || (reason === "openai" && !isRandom(codes, start + 3, end))) continue;
    if (reason === "jwt" && !hasPoint(codes, start, end)) continue;
    return reading.add("secret", start, end, 0.97, [`form:${reason}`]);
  }
}

const hasPoint = (codes: Uint16Array, start: number, end: number): boolean => codes.subarray(start, end).includes(0x2e);

function readPem(reading: Reading, start: number): void {
  const { codes, length } = reading.window;
  let at = start + pemBegin.length;
  while (at < length && codes[at] !== 0x0a && at - start < 80) at += 1;
  const head = reading.window.slice(start, at);
  if (!head.includes("PRIVATE KEY")) return;
  while (at < length && at - start < longest && !startsWith(codes, at, "-----END ")) at += 1;
  while (at < length && at - start < longest && codes[at] !== 0x0a) at += 1;
  reading.add("secret", start, at, 0.99, ["form:private-key"]);
}

/** Capitals, small letters and digits mixed, as nobody writes words. */
function isRandom(codes: Uint16Array, from: number, to: number): boolean {
  let kinds = 0;
  for (let at = from; at < to; at += 1)
    kinds |= isDigit(codes[at]!) ? 1 : isCapital(codes[at]!) ? 2 : isLetter(codes[at]!) ? 4 : 0;
  return kinds === 7 || kinds === 5;
}

/** `https://user:secret@host`. */
export function readUrlSecrets(reading: Reading): void {
  const { schemes, codes } = reading.window;
  for (const scheme of schemes) {
    let colon = 0;
    for (let at = scheme + 3; at < scheme + 200; at += 1) {
      const code = codes[at]!;
      if (code === 0x3a && colon === 0) colon = at;
      else if (code === 0x40) {
        const isWord = reading.window.slice(colon + 1, at).toLowerCase() === "password";
        if (colon > 0 && at - colon > 3 && !isWord && !isPlaceholder(codes, colon + 1, at))
          reading.add("secret", colon + 1, at, 0.995, ["form:url"]);
        break;
      } else if (code <= 0x20 || code === 0x2f || code === 0x22 || code === 0x3c || code === 0x3e || code === 0x3f)
        break;
    }
  }
}
