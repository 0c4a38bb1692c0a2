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

const isPlainName = (name: string): boolean => /^[\x20-\x7E]{1,200}$/.test(name) && !/["\\]|=\?/.test(name);

/** `filename` of a disposition: in quotes where plain, else in pieces (RFC 2231), which every program understands. */
export function fileNameParameter(name: string): string {
  if (isPlainName(name)) return `;\r\n filename="${name}"`;
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const pieces = encoded.match(/(?:%[0-9A-F]{2}|[^%]){1,20}/g) ?? [];
  return pieces.map((piece, index) => `;\r\n filename*${index}*=${index === 0 ? "UTF-8''" : ""}${piece}`).join("");
}

/** `name` of a media type, for programs that look only there; beyond ASCII as encoded words, as all of them write it. */
export const nameParameter = (name: string): string =>
  isPlainName(name)
    ? `;\r\n name="${name}"`
    : `;\r\n name="${encodeText(name.toWellFormed()).replaceAll(/["\\]/g, "_")}"`;

/** RFC 5322, section 3.3, in UTC. */
export const headerDate = (date: Date): string => date.toUTCString().replace("GMT", "+0000");
