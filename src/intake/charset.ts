import { codePages } from "./code-pages.ts";
import { decodeHz, decodeIso2022Kr, decodeUtf32, decodeUtf7 } from "./rare-charsets.ts";

const aliases: Readonly<Record<string, string>> = {
  "ansi_x3.4-1968": "us-ascii",
  ascii: "us-ascii",
  "7bit": "us-ascii",
  "cp-850": "cp850",
  ibm850: "cp850",
  "cp-437": "cp437",
  ibm437: "cp437",
  cp932: "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
  ms949: "euc-kr",
  "utf-16": "utf-16",
  unicode: "utf-16",
  utf8mb4: "utf-8",
  "utf-8-sig": "utf-8",
  "unicode-1-1-utf-7": "utf-7",
  utf7: "utf-7",
  "iso-2022-jp-2": "iso-2022-jp",
  "x-sjis-jp": "shift_jis",
  "iso-8859-8-e": "iso-8859-8",
  hz: "hz-gb-2312",
};

export const hasHighByte = (bytes: Buffer): boolean => bytes.some((byte) => byte >= 0x80);

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });
const western = new TextDecoder("windows-1252");

/** UTF-8 when it is, else Windows-1252, which has a character for every byte. */
export function decodeGuessed(bytes: Buffer): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return western.decode(bytes);
  }
}

/** UTF-8 in which broken bytes become the characters that they are in Windows-1252: one bad byte spoils nothing else. */
export function decodePatched(bytes: Buffer): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    pieces.push(bytes.toString("utf8", from, at), western.decode(bytes.subarray(at, at + 1)));
    at += 1;
    from = at;
  }
  pieces.push(bytes.toString("utf8", from));
  return pieces.join("");
}

/** Bytes of the well-formed UTF-8 sequence at `at` (Unicode, table 3-7), 0 when there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const next = (offset: number, low = 0x80, high = 0xbf): boolean => {
    const byte = bytes[at + offset] ?? 0;
    return byte >= low && byte <= high;
  };
  if (first >= 0xc2 && first <= 0xdf) return next(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    return next(1, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf) && next(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    return next(1, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf) && next(2) && next(3) ? 4 : 0;
  }
  return 0;
}

export const charsetName = (label: string): string => {
  const name = label
    .toLowerCase()
    .replaceAll(/["'\s]/g, "")
    .replace(/^(?:x-|cs)?(?=utf|iso|windows|koi8)/, "")
    .slice(0, 40);
  return aliases[name] ?? name;
};

/**
 * Text of `bytes`. An unknown or broken charset never loses text: what can't be read as said is read as UTF-8, and
 * single bytes as Windows-1252; `note` is told.
 */
export function decodeCharset(bytes: Buffer, label: string | undefined, note: (anomaly: string) => void): string {
  const name = label === undefined ? "us-ascii" : charsetName(label);
  if (name === "us-ascii" || name === "" || name === "utf-8" || name === "utf8") {
    try {
      return withoutMark(strictUtf8.decode(bytes));
    } catch {
      note(name.startsWith("utf") ? "charset-broken:utf-8" : "charset-missing");
      return name.startsWith("utf") ? withoutMark(decodePatched(bytes)) : western.decode(bytes);
    }
  }
  if (name === "utf-7") return decodeUtf7(bytes);
  if (name === "iso-2022-kr") return decodeIso2022Kr(bytes);
  if (name === "hz-gb-2312") return decodeHz(bytes);
  if (name.startsWith("utf-32")) return withoutMark(decodeUtf32(bytes, name));
  if (name === "utf-16") return decodeUtf16(bytes);
  const page = codePages.get(name);
  if (page !== undefined)
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : page[byte - 0x80]!)).join("");
  try {
    return new TextDecoder(name).decode(name === "iso-2022-jp" ? withoutIdleEscapes(bytes) : bytes);
  } catch {
    note(`charset-unknown:${name.replaceAll(/[^a-z0-9._+-]/g, "?")}`);
    return withoutMark(decodePatched(bytes));
  }
}

/** By its mark; without one in network order (RFC 2781, section 4.3), unless that is plainly the wrong way round. */
function decodeUtf16(bytes: Buffer): string {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  const looksLittle = !big && bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0;
  return new TextDecoder(little || looksLittle ? "utf-16le" : "utf-16be").decode(bytes);
}

/** An escape that another one follows at once switches nothing, but the decoder takes it for an error. */
const withoutIdleEscapes = (bytes: Buffer): Buffer =>
  // oxlint-disable-next-line no-control-regex
  Buffer.from(bytes.toString("latin1").replaceAll(/(?:\u001B\([BJ])+(?=\u001B[($])/g, ""), "latin1");

const withoutMark = (text: string): string => (text.startsWith("\uFEFF") ? text.slice(1) : text);
