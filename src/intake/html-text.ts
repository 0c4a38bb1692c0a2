import { sanitizeWithinDepth, textBetweenTags } from "./html-depth.ts";
import { droppedWithContent } from "./html-rules.ts";

const blockTags = [
  "p",
  "div",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "blockquote",
  "pre",
  "table",
  "ul",
  "ol",
  "dl",
  "section",
  "article",
];
const keptTags = [...blockTags, "br", "hr", "li", "tr", "td", "th", "dt", "dd", "a"];
const blocks = new Set(blockTags);
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
const plain = (escaped: string): string =>
  escaped.replaceAll(/&(amp|lt|gt|quot);/g, (_, name: string) => entities[name]!);

/** What HTML says, as plain text: paragraphs and lines stay, addresses of links follow their words. */
export function htmlToText(html: string): string {
  const simple = sanitizeWithinDepth(html, {
    allowedTags: keptTags,
    allowedAttributes: { a: ["href"] },
    allowedSchemes: ["http", "https", "mailto"],
    allowProtocolRelative: false,
    nonTextTags: droppedWithContent,
    nestingLimit: 100,
  });
  if (simple === undefined) return textBetweenTags(html);
  const pieces: string[] = [];
  let target = "";
  let label = "";
  for (const [token] of simple.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith("<")) {
      const words = plain(token).replaceAll(/[\s\u00A0]+/g, " ");
      label += words;
      pieces.push(words);
      continue;
    }
    const closes = token.startsWith("</");
    const name = /^<\/?([a-z0-9]+)/.exec(token)?.[1] ?? "";
    if (name === "br") pieces.push("\n");
    else if (name === "hr") pieces.push("\n----\n");
    else if (name === "li" && !closes) pieces.push("\n- ");
    else if ((name === "tr" || name === "dt" || name === "dd") && !closes) pieces.push("\n");
    else if ((name === "td" || name === "th") && closes) pieces.push(" ");
    else if (name === "a" && !closes) {
      target = plain(/href="([^"]*)"/.exec(token)?.[1] ?? "");
      label = "";
    } else if (name === "a") {
      if (target !== "" && !isSameAddress(target, label)) pieces.push(` <${target}>`);
      target = "";
    } else if (blocks.has(name)) pieces.push("\n\n");
  }
  return pieces
    .join("")
    .split("\n")
    .map((line) => line.replaceAll(/ {2,}/g, " ").trim())
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

const isSameAddress = (target: string, label: string): boolean => {
  const bare = (text: string): string =>
    text
      .trim()
      .toLowerCase()
      .replace(/^(?:mailto:|https?:\/\/)/, "")
      .replace(/\/$/, "");
  return bare(target) === bare(label);
};

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeText = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character]!);
const notAtTheEnd = new Set(".,;:!?)]}'*_");

/** A sentence's own signs after an address are not part of it. */
function withoutLastSigns(address: string): string {
  let end = address.length;
  while (end > 0 && notAtTheEnd.has(address[end - 1]!)) end--;
  return address.slice(0, end);
}

const webAddress = /\bhttps?:\/\/[^\s<>"\p{Cc}]{1,2000}/gu;

/** Plain text as HTML that `safeHtml` leaves as it is: lines stay lines, web addresses become links. */
export function textToHtml(text: string): string {
  const pieces: string[] = [];
  let end = 0;
  for (const match of text.matchAll(webAddress)) {
    const address = withoutLastSigns(match[0]);
    const escaped = escapeText(address);
    pieces.push(
      escapeText(text.slice(end, match.index)),
      `<a href="${escaped}" target="_blank" rel="noopener noreferrer nofollow">${escaped}</a>`,
    );
    end = match.index + address.length;
  }
  pieces.push(escapeText(text.slice(end)));
  return `<div style="white-space:pre-wrap">${pieces.join("").replaceAll("\r\n", "\n")}</div>`;
}
