import { charClass, classOf } from "../characters.ts";
import type { Reading } from "../reading.ts";

const longestLocal = 64;
const longestDomain = 255;
/** Signs of a local part besides letters and digits (RFC 5322 atext, without what is quoting in running text). */
const localSigns = new Set([..."._%+-&'/=~#!$^"].map((each) => each.charCodeAt(0)));

const isAlphanumeric = (code: number): boolean => {
  const group = classOf[code]!;
  return group >= charClass.lower && group <= charClass.digit;
};

/** Around each `@`: local part to the left, host name with a top-level domain of letters to the right. */
export function readEmails(reading: Reading): void {
  const { ats, codes } = reading.window;
  for (const at of ats) {
    const end = domainEnd(codes, at + 1);
    if (end === 0) continue;
    let start = at;
    while (
      start > 0 &&
      at - start < longestLocal &&
      (isAlphanumeric(codes[start - 1]!) || localSigns.has(codes[start - 1]!))
    )
      start -= 1;
    // Quotes, slashes and equals signs before it are the text around it.
    for (let place = at - 1; place >= start; place -= 1)
      if (codes[place] === 0x3d || codes[place] === 0x2f || codes[place] === 0x23) start = place + 1;
    while (start < at && !isAlphanumeric(codes[start]!) && codes[start] !== 0x5f) start += 1;
    if (start === at || codes[at - 1] === 0x2e) continue;
    // `@jan@mastodon.example` is an account, `://app:secret@host` a log-in.
    if (codes[start - 1] === 0x40 || isLogIn(codes, start)) continue;
    if (isMessageId(codes, start, at) || isCheckout(codes, at, end)) continue;
    reading.add("email", start, end, 0.99, ["form"]);
  }
}

const shortestMessageId = 16;
const leastDigits = 6;

/** What programs make up before the `@` of a Message-ID (RFC 5322, 3.6.4): long, hexadecimal, nobody's mailbox. */
function isMessageId(codes: Uint16Array, start: number, at: number): boolean {
  let digits = 0;
  for (let place = start; place < at; place += 1) {
    const code = codes[place]!;
    const isHex = code >= 0x61 && code <= 0x66;
    if (classOf[code] === charClass.digit) digits += 1;
    else if (!isHex && code !== 0x2e && code !== 0x2d) return false;
  }
  return at - start >= shortestMessageId && digits >= leastDigits;
}

/** Whether `user:` and `//` stand right before a place. */
function isLogIn(codes: Uint16Array, start: number): boolean {
  if (codes[start - 1] === 0x2f && codes[start - 2] === 0x2f && codes[start - 3] === 0x3a) return true;
  if (codes[start - 1] !== 0x3a) return false;
  for (let at = start - 2; at > start - 66 && at > 1; at -= 1) {
    if (codes[at] === 0x2f) return codes[at - 1] === 0x2f && codes[at - 2] === 0x3a;
    if (codes[at]! <= 0x20) return false;
  }
  return false;
}

/** `git@host:path`: a program's user. */
const isCheckout = (codes: Uint16Array, at: number, end: number): boolean =>
  codes[end] === 0x3a &&
  isAlphanumeric(codes[end + 1]!) &&
  codes[at - 1] === 0x74 &&
  codes[at - 2] === 0x69 &&
  codes[at - 3] === 0x67;

/** Where a host name ends that begins here, or 0. */
function domainEnd(codes: Uint16Array, from: number): number {
  let at = from;
  let end = 0;
  while (at - from < longestDomain) {
    const label = at;
    let letters = 0;
    while (isAlphanumeric(codes[at]!) || (codes[at] === 0x2d && at > label && isAlphanumeric(codes[at + 1]!))) {
      if (classOf[codes[at]!] !== charClass.digit && codes[at] !== 0x2d) letters += 1;
      at += 1;
      if (at - from > longestDomain) return end;
    }
    const size = at - label;
    if (size === 0) return end;
    if (label > from && letters === size && size > 1 && size <= 24) end = at;
    else if (label > from && letters > 0 && startsWithXn(codes, label)) end = at;
    if (codes[at] !== 0x2e) return end;
    at += 1;
  }
  return end;
}

const startsWithXn = (codes: Uint16Array, at: number): boolean =>
  (codes[at]! | 0x20) === 0x78 && (codes[at + 1]! | 0x20) === 0x6e && codes[at + 2] === 0x2d && codes[at + 3] === 0x2d;
