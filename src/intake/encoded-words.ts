import { decodeCharset } from "./charset.ts";

const encodedWord = /=\?([^?\s]{1,80})\?([bBqQ])\?([^?\r\n]*)\?=/g;

interface Word {
  readonly charset: string;
  readonly bytes: Buffer;
}

/**
 * Decodes encoded words (RFC 2047). The space between two of them is no text; characters that were cut in two between
 * words of one charset become whole again. What is no encoded word stays as it is.
 */
export function decodeWords(text: string, note: (anomaly: string) => void): string {
  if (!text.includes("=?")) return text;
  const pieces: string[] = [];
  let waiting: Word[] = [];
  let end = 0;
  const flush = (): void => {
    if (waiting.length > 0) {
      pieces.push(decodeCharset(Buffer.concat(waiting.map((word) => word.bytes)), waiting[0]!.charset, note));
      waiting = [];
    }
  };
  for (const match of text.matchAll(encodedWord)) {
    const between = text.slice(end, match.index);
    const charset = match[1]!.replace(/\*.*$/, "").toLowerCase();
    if (between.trim() !== "" || (end === 0 && match.index > 0)) {
      flush();
      pieces.push(between);
    } else if (waiting.length > 0 && waiting[0]!.charset !== charset) flush();
    waiting.push({ charset, bytes: decodeWord(match[2]!, match[3]!) });
    end = match.index + match[0].length;
  }
  flush();
  pieces.push(text.slice(end));
  return pieces.join("");
}

function decodeWord(encoding: string, text: string): Buffer {
  if (encoding === "b" || encoding === "B") return Buffer.from(text, "base64");
  return decodeQ(text);
}

/** The "Q" encoding: `_` is a space, `=XX` a byte. */
function decodeQ(text: string): Buffer {
  return Buffer.from(
    text
      .replaceAll("_", " ")
      .replaceAll(
        /=([0-9a-fA-F]{2})|([\u0100-\u{10FFFF}])/gu,
        (_, code: string | undefined, wide: string | undefined) =>
          code === undefined
            ? Buffer.from(wide!, "utf8").toString("latin1")
            : String.fromCharCode(Number.parseInt(code, 16)),
      ),
    "latin1",
  );
}
