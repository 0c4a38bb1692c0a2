import { oneLine } from "./header-fields.ts";
import type { MailAddress } from "./types.ts";

const plainText = /^[\x20-\x7E]*$/;
const wordBytes = 45; // 60 characters of base64: a word stays within 75 (RFC 2047, section 2)
const foldedCharacters = 900; // RFC 5322, section 2.1.1, allows 998

/** Text as encoded words, folded; plain ASCII that can't be taken for one stays as it is. */
export function encodeText(text: string): string {
  const clean = oneLine(text);
  if (plainText.test(clean) && !clean.includes("=?") && clean.length < foldedCharacters) return clean;
  const words: string[] = [];
  let word = "";
  for (const character of clean) {
    if (Buffer.byteLength(word + character) > wordBytes) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  words.push(word);
  return words.map((piece) => `=?UTF-8?B?${Buffer.from(piece, "utf8").toString("base64")}?=`).join("\r\n ");
}

export const encodedHeader = (name: string, text: string): string => `${name}: ${encodeText(text)}`;

/** `Name <address>`; a name with special characters is quoted, one beyond ASCII encoded. */
function writeAddress({ email, name }: MailAddress): string {
  const address = `<${email.replaceAll(/[\s<>\p{Cc}]/gu, "")}>`;
  if (name === undefined || oneLine(name) === "") return address;
  const clean = oneLine(name);
  if (!plainText.test(clean) || clean.includes("=?") || clean.length > 200) return `${encodeText(clean)} ${address}`;
  if (/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/.test(clean)) return `${clean} ${address}`;
  return `"${clean.replaceAll(/["\\]/g, String.raw`\$&`)}" ${address}`;
}

export const addressHeader = (name: string, addresses: readonly MailAddress[]): string =>
  `${name}: ${addresses.map(writeAddress).join(",\r\n ")}`;

/** A parameter with a file name: in quotes where ASCII, else in the pieces of RFC 2231 with an ASCII form beside it. */
export function fileNameParameters(parameter: string, name: string): string {
  const ascii =
    name
      .normalize("NFKD")
      .replaceAll(/[^\x20-\x7E]/g, "")
      .replaceAll(/["\\]/g, "_")
      .trim() || "attachment";
  const quoted = `;\r\n ${parameter}="${ascii.slice(0, 200)}"`;
  if (ascii === name && name.length <= 200) return quoted;
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const pieces = encoded.match(/(?:%[0-9A-F]{2}|[^%]){1,20}/g) ?? [];
  const parts = pieces.map((piece, index) => `;\r\n ${parameter}*${index}*=${index === 0 ? "UTF-8''" : ""}${piece}`);
  return parts.length === 1 ? `${quoted};\r\n ${parameter}*=UTF-8''${encoded}` : quoted + parts.join("");
}

/** RFC 5322, section 3.3, in UTC. */
export const headerDate = (date: Date): string => date.toUTCString().replace("GMT", "+0000");
