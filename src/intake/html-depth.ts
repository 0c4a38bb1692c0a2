import sanitizeHtml from "sanitize-html";
import type { IOptions } from "sanitize-html";

/** Deeper than any mail for people; the parser's time grows with the square of it. */
const maximumParserDepth = 2_000;
/** More than any mail for people has: with millions, everybody else would wait for seconds. */
const mostTags = 150_000;

class TooDeep extends Error {}

function hasTooManyTags(html: string): boolean {
  let count = 0;
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at + 1)) if (++count > mostTags) return true;
  return false;
}

/**
 * Sanitizes, or gives undefined when the HTML is nested so deep, or of so many pieces, that it can only be meant to do
 * harm.
 */
export function sanitizeWithinDepth(html: string, options: IOptions): string | undefined {
  if (hasTooManyTags(html)) return undefined;
  let depth = 0;
  const counted: IOptions = {
    ...options,
    onOpenTag: (name, attributes) => {
      depth += 1;
      if (depth > maximumParserDepth) throw new TooDeep();
      options.onOpenTag?.(name, attributes);
    },
    onCloseTag: (name, isImplied) => {
      depth -= 1;
      options.onCloseTag?.(name, isImplied);
    },
  };
  try {
    return sanitizeHtml(withTitleClosed(html), counted);
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
}

/** A title that is never closed takes everything behind it along; then it was no title. */
const withTitleClosed = (html: string): string =>
  /<\/title/i.test(html) ? html : html.replaceAll(/<title(?=[\s>])/gi, "<span");

/** The text between tags, found without a parser, in one pass. Still text: it must be escaped before it is shown. */
export function textBetweenTags(html: string): string {
  const [first = "", ...rest] = html.split("<");
  const pieces = [first];
  for (const piece of rest) {
    if (!/^[a-zA-Z/!?]/.test(piece)) pieces.push("<", piece);
    else {
      const end = piece.indexOf(">");
      if (end >= 0) pieces.push(" ", piece.slice(end + 1));
    }
  }
  return pieces
    .join("")
    .replaceAll(/[ \t]{2,}/g, " ")
    .trim();
}
