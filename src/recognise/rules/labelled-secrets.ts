import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { isPlaceholder } from "./placeholder.ts";
import { isCapital, isDigit, isLetter, isWordSign } from "./signs.ts";

const isQuote = (code: number): boolean =>
  code === 0x22 || code === 0x27 || code === 0x60 || code === 0x201c || code === 0x201d;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0;
const is = new Set(["is", "luidt", "est", "are", "wordt", "was"]);
/** Between a label and `:` or `is`: `voor de map`, `van mijn kaart`. */
const farthestJoint = 48;

interface Joint {
  readonly at: number;
  /** `:` or `=`. */
  readonly isSure: boolean;
  /** Words stand between the label and it. */
  readonly isFar: boolean;
}

/** Where the value begins that `:`, `=`, `is` joins to the label. */
function jointBehind({ window }: Reading, labelEnd: number): Joint | undefined {
  const { codes, length } = window;
  const last = Math.min(length, labelEnd + farthestJoint);
  for (let at = labelEnd; at < last; at += 1) {
    const code = codes[at]!;
    const isFar = at - labelEnd > 2;
    // An address of the web, a remark between brackets: something else is said now.
    const isAddress = code === 0x3a && codes[at + 1] === 0x2f && codes[at + 2] === 0x2f;
    if (isAddress || code === 0x3c || code === 0x5b || code === 0x28) return undefined;
    if (code === 0x3a || code === 0x3d)
      return { at: at + (codes[at + 1] === 0x3d || codes[at + 1] === 0x3e ? 2 : 1), isSure: true, isFar };
    if (code === 0x0a || code === 0x3b || code === 0x3f || code === 0x21 || code === 0x2f || isDigit(code))
      return undefined;
    if ((code === 0x2e || code === 0x2c) && codes[at + 1] === 0x20) return undefined;
    if (!isLetter(code) || isWordSign(codes[at - 1] ?? 0)) continue;
    let end = at;
    while (isLetter(codes[end]!) && end - at < 7) end += 1;
    if (!isWordSign(codes[end]!) && is.has(window.slice(at, end).toLowerCase()))
      return codes[end] === 0x3a ? { at: end + 1, isSure: true, isFar } : { at: end, isSure: false, isFar };
  }
  return undefined;
}

interface Value {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

function valueAt({ window }: Reading, from: number): Value {
  const { codes, length } = window;
  let at = from;
  while (at < length && codes[at] === 0x20) at += 1;
  const isQuoted = isQuote(codes[at]!);
  if (isQuoted) at += 1;
  const start = at;
  const isOver = (code: number): boolean => isBlank(code) || (isQuoted && isQuote(code));
  while (at < length && !isOver(codes[at]!) && at - start < 200) at += 1;
  let end = at;
  while (end > start && isPunctuation(codes[end - 1]!)) end -= 1;
  return { start, end, isQuoted };
}

/** What follows `wachtwoord:`, `password =`, `mot de passe est`; a word without digit or sign is a sentence going on. */
function readLabelled(reading: Reading, labelEnd: number): void {
  const { codes } = reading.window;
  const joint = jointBehind(reading, isQuote(codes[labelEnd]!) ? labelEnd + 1 : labelEnd);
  if (!joint) return readBare(reading, labelEnd);
  const { start, end, isQuoted } = valueAt(reading, joint.at);
  const size = end - start;
  if (size < 4) return;
  if (isCode(codes, start, end)) return readCode(reading, labelEnd, start, end);
  if (isPlaceholder(codes, start, end)) return;
  const odd = oddness(codes, start, end);
  const isPhrase = joint.isSure && !joint.isFar && hyphensIn(codes, start, end) >= 3;
  if (odd === 0 && !isPhrase && !(isQuoted && joint.isSure && size >= 6 && !joint.isFar)) return;
  if (joint.isFar && odd < 2 && !isQuoted && !hasBoth(codes, start, end)) return;
  const isSure = joint.isSure || isQuoted;
  reading.add("secret", start, end, isSure ? 0.92 : odd > 1 ? 0.88 : 0.75, ["label:secret"]);
}

/** `mdp Soleil#23`, `ww Koffie2025`: nothing between, so that the value has to look like one and to end the line or sentence. */
function readBare(reading: Reading, labelEnd: number): void {
  const { codes } = reading.window;
  if (codes[labelEnd] !== 0x20) return;
  const { start, end } = valueAt(reading, labelEnd);
  const size = end - start;
  if (start !== labelEnd + 1 || !isWordSign(codes[start]!) || size < 6 || size > 64 || isPlaceholder(codes, start, end))
    return;
  if (isCode(codes, start, end)) return readCode(reading, labelEnd, start, end);
  const odd = oddness(codes, start, end);
  const after = codes[end]!;
  const isLast = after === 0x0a || after === 0 || after === 0x2e || after === 0x2c || after === 0x29 || after === 0x3b;
  if (hasBoth(codes, start, end) && (odd > 1 || (isLast && isCapital(codes[start]!))))
    reading.add("secret", start, end, odd > 1 ? 0.8 : 0.7, ["label:secret"]);
}

/** Digits alone, with a space in the middle perhaps: only behind the words for a code that one types. */
const isCode = (codes: Uint16Array, start: number, end: number): boolean => {
  let digits = 0;
  for (let at = start; at < end; at += 1) {
    if (isDigit(codes[at]!)) digits += 1;
    else if (codes[at] !== 0x23 && codes[at] !== 0x2d) return false;
  }
  return digits >= 3 && digits <= 10;
};

const typedCodes = new Set(
  "wachtwoord password passwort pincode pinkode pin puk pukcode toegangscode alarmcode verificatiecode inlogcode".split(
    " ",
  ),
);
const typedPhrases = [
  "code pin",
  "pin code",
  "verification code",
  "eenmalige code",
  "code de vérification",
  "puk code",
  "passcode",
];

function readCode(reading: Reading, labelEnd: number, start: number, end: number): void {
  const { window } = reading;
  const label = window.slice(Math.max(0, labelEnd - 24), labelEnd).toLowerCase();
  const said = label.replaceAll("-", " ");
  const word = said.slice(said.lastIndexOf(" ") + 1);
  if (!typedCodes.has(word) && !typedPhrases.some((phrase) => said.endsWith(phrase))) return;
  let last = end;
  // `482 913`
  if (
    end - start === 3 &&
    window.codes[end] === 0x20 &&
    isCode(window.codes, end + 1, end + 4) &&
    !isDigit(window.codes[end + 4]!)
  )
    last = end + 4;
  if (last - start >= 4) reading.add("secret", start, last, 0.85, ["label:secret"]);
}

const isPunctuation = (code: number): boolean =>
  code === 0x2e || code === 0x2c || code === 0x3b || code === 0x29 || code === 0x22 || code === 0x27;

function hasBoth(codes: Uint16Array, start: number, end: number): boolean {
  let kinds = 0;
  for (let at = start; at < end; at += 1) kinds |= isDigit(codes[at]!) ? 1 : isLetter(codes[at]!) ? 2 : 0;
  return kinds === 3;
}

/** `koper-wolk-zadel-lamp`: words drawn by chance. */
function hyphensIn(codes: Uint16Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (codes[at] === 0x2d) count += 1;
  return count;
}

/** Kinds of signs beyond letters: digits, signs, capitals within. */
function oddness(codes: Uint16Array, start: number, end: number): number {
  let digits = 0;
  let signs = 0;
  let inner = 0;
  for (let at = start; at < end; at += 1) {
    const code = codes[at]!;
    if (isDigit(code)) digits = 1;
    else if (!isWordSign(code)) signs = 1;
    else if (at > start && isCapital(code) && !isCapital(codes[at - 1]!)) inner = 1;
  }
  // A hyphen or apostrophe alone is a word.
  return digits + inner + (signs === 1 && digits + inner > 0 ? 1 : 0);
}

/** `jan@firma.be / Geheim99!` behind `login`, `inloggegevens`. */
function readPair(reading: Reading, labelEnd: number): void {
  const { codes, length } = reading.window;
  for (let at = labelEnd; at < Math.min(length, labelEnd + 80) && codes[at] !== 0x0a; at += 1) {
    if (codes[at] !== 0x2f || codes[at - 1] !== 0x20 || codes[at + 1] !== 0x20) continue;
    const { start, end } = valueAt(reading, at + 1);
    if (end - start < 6 || isPlaceholder(codes, start, end) || !hasBoth(codes, start, end)) return;
    if (oddness(codes, start, end) > 1 || isCapital(codes[start]!))
      reading.add("secret", start, end, 0.85, ["label:login"]);
    return;
  }
}

/** The cells of a column that a table calls passwords. */
function readColumns(reading: Reading, from: number, to: number): void {
  const { codes, lineStarts, length } = reading.window;
  for (const [line, lineStart] of lineStarts.entries()) {
    if (lineStart < from || lineStart >= to) continue;
    const head = reading.near.headAt(lineStart);
    const column = head ? head.columns.findIndex((bits) => (bits & contextBit.secret) !== 0) : -1;
    if (!head || column < 0) continue;
    const lineEnd = lineStarts[line + 1] ?? length;
    let start = lineStart;
    for (let skipped = 0; skipped < column && start < lineEnd; start += 1)
      if (codes[start] === head.separator) skipped += 1;
    let end = start;
    while (end < lineEnd && codes[end] !== head.separator && codes[end] !== 0x0a && codes[end] !== 0) end += 1;
    while (start < end && codes[start] === 0x20) start += 1;
    while (end > start && codes[end - 1] === 0x20) end -= 1;
    if (end - start >= 4 && end - start <= 64 && oddness(codes, start, end) > 0 && !isPlaceholder(codes, start, end))
      reading.add("secret", start, end, 0.85, ["column:secret"]);
  }
}

/** Every label of a secret between two places. */
export function readLabelledSecrets(reading: Reading, from: number, to: number): void {
  readColumns(reading, from, to);
  for (const end of reading.near.endsOf(contextBit.secret, from, to)) readLabelled(reading, end);
  for (const end of reading.near.endsOf(contextBit.login, from, to)) readPair(reading, end);
}
