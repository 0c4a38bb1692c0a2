import { type Bytes, equalBytes, utf8, view } from "#/kernel/index.ts";
import { hkdf, hmac } from "./derive.ts";
import { wrong } from "./refusals.ts";

/** One recipient stanza of an age header (C2SP age.md, "Recipient stanza"). `args` begins with the type. */
export interface Stanza {
  readonly args: readonly string[];
  readonly body: Bytes;
}

export interface AgeHeader {
  readonly stanzas: readonly Stanza[];
  /** What the MAC covers: from the version line up to and including `---`. */
  readonly covered: Bytes;
  readonly mac: Bytes;
  /** Bytes of the whole header with its last line feed; the payload's nonce follows. */
  readonly lengthBytes: number;
}

const versionLine = "age-encryption.org/v1";
const columns = 64;
/** Bounds of what is read, far above what we write. */
const longestHeaderBytes = 65_536;
const mostStanzas = 64;
const argument = /^[\x21-\x7e]+$/;
const none = new Uint8Array(0);

const toBase64 = (bytes: Bytes): string => view(bytes).toString("base64").replace(/=+$/, "");

/** Bytes of unpadded canonical base64 (RFC 4648, section 4), or undefined. */
export function fromBase64(text: string): Bytes | undefined {
  const bytes = Buffer.from(text, "base64");
  return toBase64(bytes) === text ? bytes : undefined;
}

function stanzaText(stanza: Stanza): string {
  const body = toBase64(stanza.body);
  let lines = "";
  for (let at = 0; at + columns <= body.length; at += columns) lines += `${body.slice(at, at + columns)}\n`;
  return `-> ${stanza.args.join(" ")}\n${lines}${body.slice(body.length - (body.length % columns))}\n`;
}

/** HMAC-SHA256 under a key from the file key, over the header up to and including `---`. */
export function headerMac(fileKey: Bytes, covered: Bytes): Bytes {
  return hmac(hkdf(fileKey, none, "header", 32), covered);
}

/** The bytes of a header with these stanzas, with its MAC. */
export function encodeHeader(fileKey: Bytes, stanzas: readonly Stanza[]): Bytes {
  const covered = `${versionLine}\n${stanzas.map(stanzaText).join("")}---`;
  return utf8(`${covered} ${toBase64(headerMac(fileKey, utf8(covered)))}\n`);
}

export const isHeaderMac = (fileKey: Bytes, header: AgeHeader): boolean =>
  equalBytes(headerMac(fileKey, header.covered), header.mac);

/** Reads lines that end in LF; throws `vault.header_wrong` at a line that never ends or is no ASCII. */
function lineReader(bytes: Bytes): { next(): string; at(): number } {
  const buffer = view(bytes);
  let at = 0;
  return {
    at: () => at,
    next() {
      const end = buffer.indexOf(0x0a, at);
      if (end < 0) throw wrong("header");
      const line = buffer.toString("latin1", at, end);
      at = end + 1;
      return line;
    },
  };
}

function readBody(next: () => string): Bytes {
  let text = "";
  for (;;) {
    const line = next();
    if (line.length > columns) throw wrong("header");
    text += line;
    if (line.length < columns) break;
  }
  const body = fromBase64(text);
  if (!body) throw wrong("header");
  return body;
}

/**
 * The header at the start of `bytes`, strictly as C2SP age.md writes it: exactly one form is accepted for each content.
 * Throws `vault.header_wrong`, also for more than 64 KiB or 64 stanzas. The MAC is not checked here, since that needs the file key: see `isHeaderMac`.
 */
export function parseHeader(bytes: Bytes): AgeHeader {
  const lines = lineReader(bytes.subarray(0, longestHeaderBytes));
  if (lines.next() !== versionLine) throw wrong("header");
  const stanzas: Stanza[] = [];
  for (;;) {
    const start = lines.at();
    const line = lines.next();
    if (line.startsWith("--- ")) {
      const mac = fromBase64(line.slice(4));
      if (stanzas.length === 0 || mac?.byteLength !== 32) throw wrong("header");
      return { stanzas, covered: bytes.subarray(0, start + 3), mac, lengthBytes: lines.at() };
    }
    if (!line.startsWith("-> ") || stanzas.length === mostStanzas) throw wrong("header");
    const args = line.slice(3).split(" ");
    if (!args.every((part) => argument.test(part))) throw wrong("header");
    stanzas.push({ args, body: readBody(lines.next) });
  }
}
